package io.steward.runtime.bus;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.digest.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reference to a body, or payload, that is too large for its message (a claim check): the name
/// of an object in the bucket of files, with the size and digest that the body must have. Its text
/// form is the header `Steward-Body`.
///
/// @param name the name of the object, which begins with that of its owner
/// @param size in bytes
/// @param sha256 in hex
public record BodyReference(String name, long size, String sha256) {

  /// The default limit for a body, in bytes.
  public static final long DEFAULT_MAX_SIZE = 64L << 20;

  /// How much larger an answer may be than its result, in bytes: it also has a state, times and a
  /// reason.
  public static final long ENVELOPE_SIZE = 64L << 10;

  private static final int HASH_LENGTH = 32;

  private static final Pattern SYNTAX =
      Pattern.compile(
          "([A-Za-z0-9][A-Za-z0-9._-]{0,255}); size=(\\d{1,15}); sha256=([0-9a-f]{64})");

  /// The name for the arguments of a message. It belongs to the sender and this one message, so
  /// that storing it again replaces it, and nobody else's message owns it.
  public static String argumentsName(NodeName sender, Subject to, String id) {
    return name(sender, to, id, "arguments");
  }

  /// The name for the result of a message.
  ///
  /// @param subject that the message was sent to, on the answering node
  public static String resultName(Subject subject, String id) {
    return name(subject.node(), subject, id, "result");
  }

  /// Short, since it is also the name of a file.
  private static String name(NodeName owner, Subject subject, String id, String kind) {
    String hash = Sha256.of(String.join(" ", kind, subject.toString(), id));
    return owner + "." + hash.substring(0, HASH_LENGTH);
  }

  /// Parses a header.
  ///
  /// @throws IllegalArgumentException if the header is malformed
  public static BodyReference parse(String header) {
    Matcher matcher = SYNTAX.matcher(header.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + header + "\" is not a body reference; expected NAME; size=BYTES; sha256=HEX");
    }
    return new BodyReference(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3));
  }

  /// A reference to a body in memory.
  public static BodyReference to(String name, byte[] body) {
    return new BodyReference(name, body.length, Sha256.of(body));
  }

  /// A reference to a body in a file.
  public static BodyReference to(String name, Path body) throws IOException {
    return new BodyReference(name, Files.size(body), Sha256.of(body));
  }

  @Override
  public String toString() {
    return name + "; size=" + size + "; sha256=" + sha256;
  }

  /// Downloads the body to a file, unless the file already holds it.
  ///
  /// @throws UnusableBodyException if the body is gone, or differs in size or digest
  /// @throws IOException if the request to the broker fails or the file cannot be written
  public void fetch(Bus bus, Path to)
      throws IOException, InterruptedException, UnusableBodyException {
    if (matchesFile(to)) {
      return;
    }
    Sha256 digest = new Sha256();
    BoundedOutputStream boundedOutputStream =
        new BoundedOutputStream(Files.newOutputStream(to), size);
    boolean found;
    try (OutputStream out = digest.copyingTo(boundedOutputStream)) {
      found = bus.getObject(name, out);
    } catch (SizeExceeded e) {
      throw unusable("exceeds its declared size of " + size + " bytes");
    }
    if (!found) {
      throw unusable("is gone from the bucket of files");
    }
    if (boundedOutputStream.written != size) {
      throw unusable(
          "is " + boundedOutputStream.written + " bytes long, but " + size + " were declared");
    }
    if (!digest.hex().equals(sha256)) {
      throw unusable("does not have its declared SHA-256");
    }
  }

  /// Whether the file already holds the complete body, downloaded before a restart.
  private boolean matchesFile(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) != size) {
      return false;
    }
    return Sha256.of(file).equals(sha256);
  }

  private UnusableBodyException unusable(String what) {
    return new UnusableBodyException("the body " + name + " " + what);
  }

  /// The body is longer than declared.
  private static final class SizeExceeded extends IOException {
    private static final long serialVersionUID = 1;
  }

  /// Accepts bytes up to the declared size and fails on any more.
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
