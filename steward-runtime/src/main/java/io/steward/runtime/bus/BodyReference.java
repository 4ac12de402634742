package io.steward.runtime.bus;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a body is that is too large for its letter: an object in the bucket of files, with what it
/// must be when it arrives. Printed it is the header `Steward-Body`.
///
/// @param name of the object; the id of its message, so that saying it again replaces it
/// @param size in bytes
/// @param sha256 in hex
public record BodyReference(String name, long size, String sha256) {

  /// How large a body may be where nobody says otherwise.
  public static final long USUAL_LARGEST = 64L << 20;

  /// What an answer may be longer than its result: state, times, a reason.
  public static final long ENVELOPE = 64L << 10;

  private static final Pattern SYNTAX =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9._-]{0,255}); size=(\\d{1,15}); sha256=([0-9a-f]{64})");

  /// Reads a header.
  ///
  /// @throws IllegalArgumentException when it is none
  public static BodyReference parse(String header) {
    Matcher matcher = SYNTAX.matcher(header.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + header + "\" does not say where a body is, as in: NAME; size=BYTES; sha256=HEX");
    }
    return new BodyReference(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3));
  }

  /// A reference to what stands in memory.
  public static BodyReference to(String name, byte[] body) {
    return new BodyReference(name, body.length, hex(digest().digest(body)));
  }

  /// A reference to what stands in a file.
  public static BodyReference to(String name, Path body) throws IOException {
    return new BodyReference(name, Files.size(body), sha256(body));
  }

  @Override
  public String toString() {
    return name + "; size=" + size + "; sha256=" + sha256;
  }

  /// Brings the body into a file, unless it is there already.
  ///
  /// @throws UnusableBodyException when it is gone, or not what was said of it
  /// @throws IOException when the broker cannot be asked, or the file not be written
  public void fetch(Bus bus, Path to)
      throws IOException, InterruptedException, UnusableBodyException {
    if (matchesFile(to)) {
      return;
    }
    MessageDigest digest = digest();
    BoundedOutputStream boundedOutputStream =
        new BoundedOutputStream(Files.newOutputStream(to), size);
    boolean found;
    try (OutputStream out = new DigestOutputStream(boundedOutputStream, digest)) {
      found = bus.getObject(name, out);
    } catch (SizeExceeded e) {
      throw unusable("is longer than the " + size + " bytes it should be");
    }
    if (!found) {
      throw unusable("is gone from the bucket of files");
    }
    if (boundedOutputStream.written != size) {
      throw unusable("is " + boundedOutputStream.written + " bytes long and should be " + size);
    }
    if (!hex(digest.digest()).equals(sha256)) {
      throw unusable("is not what was sent: its SHA-256 differs");
    }
  }

  /// Whether a file is there already, from before the program ended, and whole.
  private boolean matchesFile(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) != size) {
      return false;
    }
    return sha256(file).equals(sha256);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    return hex(digest.digest());
  }

  private UnusableBodyException unusable(String what) {
    return new UnusableBodyException("the body " + name + " " + what);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /// More comes than was said.
  private static final class SizeExceeded extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// Takes so much, and no more, whatever the sender said of it.
  private static final class BoundedOutputStream extends FilterOutputStream {
    private final long limit;
    private long written;

    BoundedOutputStream(OutputStream out, long limit) {
      super(out);
      this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (written + length > limit) {
        throw new SizeExceeded();
      }
      out.write(bytes, offset, length);
      written += length;
    }
  }
}
