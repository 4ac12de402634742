package io.steward.runtime.bus;

/// The names of the headers a message carries besides its body.
public final class Header {

  /// The protocol this runtime speaks.
  public static final String CURRENT_VERSION = "1";

  /// The message's id; a letter published again under the same id is stored once.
  public static final String ID = "Nats-Msg-Id";

  /// The sender's node name.
  public static final String FROM = "Steward-From";

  /// When it was sent: RFC 3339, the sender's clock.
  public static final String SENT = "Steward-Sent";

  /// Not to be started after this: RFC 3339.
  public static final String EXPIRES = "Steward-Expires";

  /// How long the run may take: ISO 8601 duration.
  public static final String TIMEOUT = "Steward-Timeout";

  /// The job a command is part of.
  public static final String JOB = "Steward-Job";

  /// The protocol's version.
  public static final String VERSION = "Steward-Version";

  /// On an answer: the state it leaves the message in.
  public static final String STATE = "Steward-State";

  /// On an answer: the sequence of the command in its stream, where it was stored.
  public static final String COMMAND_SEQUENCE = "Steward-Command-Sequence";

  /// On an answer to what no message began: the name of the schedule that did, or `@startup`.
  public static final String SCHEDULE = "Steward-Schedule";

  /// On output: `stdout` or `stderr`.
  public static final String STREAM = "Steward-Stream";

  /// On output: the offset of its first byte in its stream.
  public static final String OFFSET = "Steward-Offset";

  /// Where the body is, when it is too large for a letter: a {@link BodyReference}. The letter's
  /// own is empty then.
  public static final String BODY = "Steward-Body";

  /// On a piece of an object: the SHA-256 of its body, in hex.
  public static final String SHA256 = "Steward-Sha256";

  /// Set by others, such as the stock tool, on what stands in a bucket for something deleted.
  public static final String BUCKET_OPERATION = "KV-Operation";

  /// On what replaces something in a bucket: the revision that it replaces, 0 where there must be
  /// none. The broker refuses it when there is another by now.
  public static final String REPLACES = "Nats-Expected-Last-Subject-Sequence";

  /// W3C trace context, passed through to the answers.
  public static final String TRACE = "traceparent";

  /// Set by the broker on what it republishes: the stream it is stored in.
  public static final String STORED_IN = "Nats-Stream";

  /// Set by the broker on what it republishes: its sequence there.
  public static final String SEQUENCE = "Nats-Sequence";

  /// Set by the broker on what it republishes: the sequence before it on the same subject.
  public static final String LAST_SEQUENCE = "Nats-Last-Sequence";

  private Header() {}
}
