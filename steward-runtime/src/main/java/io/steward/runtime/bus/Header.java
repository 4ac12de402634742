package io.steward.runtime.bus;

/// The names of the headers of a message.
public final class Header {

  /// The protocol version of this runtime.
  public static final String CURRENT_VERSION = "1";

  /// The id of a command or an event. Absent on what a person types: see {@link #DEDUPLICATION}.
  public static final String ID = "Steward-Id";

  /// The token by which the broker recognizes a message that is published again: a {@link
  /// DeduplicationToken}, since whoever knows it beforehand could store something else with it. On
  /// a message without {@link #ID}, as a person types it with the stock tool, it is the id.
  public static final String DEDUPLICATION = "Nats-Msg-Id";

  /// The sender's node name.
  public static final String FROM = "Steward-From";

  /// When it was sent: RFC 3339, by the sender's clock.
  public static final String SENT = "Steward-Sent";

  /// The handler must not start after this time: RFC 3339.
  public static final String EXPIRES = "Steward-Expires";

  /// The timeout of the run: ISO 8601 duration.
  public static final String TIMEOUT = "Steward-Timeout";

  /// The job that a command belongs to.
  public static final String JOB = "Steward-Job";

  /// The protocol version.
  public static final String VERSION = "Steward-Version";

  /// On an answer: the state that the message is in from then on.
  public static final String STATE = "Steward-State";

  /// On an answer of a run that no message started: the name of its schedule, or `@startup`.
  public static final String SCHEDULE = "Steward-Schedule";

  /// On output: `stdout` or `stderr`.
  public static final String STREAM = "Steward-Stream";

  /// On output: the offset of its first byte in its stream.
  public static final String OFFSET = "Steward-Offset";

  /// On a message whose body is too large: a reference to where it is. The body of the message
  /// itself is then empty.
  public static final String BODY = "Steward-Body";

  /// On a piece of an object or of a body: the SHA-256 of its body, in hex.
  public static final String SHA256 = "Steward-Sha256";

  /// Set by other clients, such as the stock tool, on the marker that replaces a deleted entry of a
  /// bucket.
  public static final String BUCKET_OPERATION = "KV-Operation";

  /// On an update of a bucket entry: the revision that it replaces, or 0 if there must be none. The
  /// broker refuses the update if the revision has changed.
  public static final String REPLACES = "Nats-Expected-Last-Subject-Sequence";

  /// Set by this client on a message that arrived with headers that cannot be parsed.
  public static final String MALFORMED = "Steward-Malformed";

  /// W3C trace context, passed on to the answers.
  public static final String TRACE = "traceparent";

  /// Set by the broker on a republished message: the stream that stores it.
  public static final String STORED_IN = "Nats-Stream";

  /// Set by the broker on a republished message: its sequence in that stream.
  public static final String SEQUENCE = "Nats-Sequence";

  /// Set by the broker on a republished message: the previous sequence on the same subject.
  public static final String LAST_SEQUENCE = "Nats-Last-Sequence";

  private Header() {}
}
