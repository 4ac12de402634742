package io.steward.runtime.objects;

import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reference to a body, or payload, that is too large for its message (a claim check): its name
/// in the {@linkplain BodyBucket bucket of bodies}, with the size and digest that it must have. Its
/// text form is the header `Steward-Body`.
///
/// @param name the name of its owner, a dot, and a name that only this owner gives
/// @param size in bytes
/// @param sha256 in hex
public record BodyReference(String name, long size, String sha256) {

  /// The default limit for a body, in bytes.
  public static final long DEFAULT_MAX_SIZE = 64L << 20;

  /// How much larger an answer may be than its result, in bytes: it also has a state, times and a
  /// reason.
  public static final long ENVELOPE_SIZE = 64L << 10;

  private static final int HASH_LENGTH = 32;

  /// Tokens of a subject. An older steward gave names of one token.
  private static final String NAME =
      "[A-Za-z0-9][A-Za-z0-9_-]{0,127}(?:\\.[A-Za-z0-9_-]{1,128}){0,3}";

  private static final Pattern SYNTAX =
      Pattern.compile("(" + NAME + "); size=(\\d{1,15}); sha256=([0-9a-f]{64})");

  /// The name for the arguments of a message. It belongs to the sender and this one message, and
  /// nobody can tell it before the message's id is known.
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
}
