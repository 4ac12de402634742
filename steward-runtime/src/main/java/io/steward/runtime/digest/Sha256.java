package io.steward.runtime.digest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 in progress, which ends as hexadecimal digits in lower case; and, in one step, that of
/// bytes, a text or a file.
public final class Sha256 {

  private final MessageDigest digest;

  /// Begins with no bytes.
  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /// The SHA-256 of bytes, in hex.
  public static String of(byte[] bytes) {
    return new Sha256().add(bytes).hex();
  }

  /// The SHA-256 of a text in UTF-8, in hex.
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The SHA-256 of a file, in hex.
  public static String of(Path file) throws IOException {
    return new Sha256().add(file).hex();
  }

  /// The 32 bytes of the SHA-256 of a text in UTF-8, from which the same numbers can always be
  /// derived.
  public static ByteBuffer bytesOf(String text) {
    return ByteBuffer.wrap(new Sha256().digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Adds bytes.
  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  /// Adds the remaining bytes of a buffer, whose position moves to its limit.
  public Sha256 add(ByteBuffer bytes) {
    digest.update(bytes);
    return this;
  }

  /// Adds the content of a file.
  public Sha256 add(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = copyingTo(OutputStream.nullOutputStream())) {
      long _ = in.transferTo(out);
    }
    return this;
  }

  /// A stream that adds what is written to it, and writes it to another one.
  public OutputStream copyingTo(OutputStream out) {
    return new DigestOutputStream(out, digest);
  }

  /// Ends it.
  ///
  /// @return the digits
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
