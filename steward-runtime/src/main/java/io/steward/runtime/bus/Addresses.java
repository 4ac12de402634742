package io.steward.runtime.bus;

import io.steward.api.MessageType;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// Maps messages to the subjects and streams that store them.
///
/// Stored subjects begin with a literal token, because a broker refuses a stream whose subjects
/// could overlap its own. The streams republish to the four-token subjects that processes subscribe
/// to.
///
/// @param prefix the first token of every stored subject; fleets that share a broker use different
///   prefixes
/// @param shards the number of streams that store the commands of the fleet, 1 to 99
public record Addresses(String prefix, int shards) {

  /// The default prefix, for a fleet that has a broker to itself.
  public static final String DEFAULT_PREFIX = "steward";

  private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

  public Addresses {
    if (!prefix.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
      throw new IllegalArgumentException("\"" + prefix + "\" is not a valid subject prefix");
    }
    if (shards < 1 || shards > 99) {
      throw new IllegalArgumentException("the number of shards must be 1 to 99, not " + shards);
    }
  }

  /// Whether an id is a valid subject token. An id set by another client may be any text.
  public static boolean isSafeId(String id) {
    return SAFE_ID.matcher(id).matches();
  }

  /// The shard of a node: CRC-32 of its name modulo the number of shards, two digits.
  public String shard(NodeName node) {
    CRC32 crc = new CRC32();
    crc.update(node.value().getBytes(StandardCharsets.UTF_8));
    return shard((int) (crc.getValue() % shards));
  }

  private static String shard(int number) {
    return String.format(Locale.ROOT, "%02d", number);
  }

  /// The subject that stores messages for a four-token subject.
  public String storedSubject(Subject subject) {
    return switch (subject.type()) {
      case COMMAND ->
          prefix
              + ".command."
              + shard(subject.node())
              + "."
              + subject.node()
              + "."
              + subject.method()
              + "."
              + subject.domain();
      case EVENT ->
          prefix + ".event." + subject.node() + "." + subject.method() + "." + subject.domain();
    };
  }

  /// The four-token subject of a stored message.
  ///
  /// @throws IllegalArgumentException if it is not a stored subject of this fleet
  public Subject parseStoredSubject(String stored) {
    if (stored.startsWith(prefix + ".command.")) {
      String[] tokens = stored.split("\\.", -1);
      if (tokens.length == 6) {
        return Subject.parse(tokens[3] + ".command." + tokens[4] + "." + tokens[5]);
      }
    } else if (stored.startsWith(prefix + ".event.")) {
      String[] tokens = stored.split("\\.", -1);
      if (tokens.length == 5) {
        return Subject.parse(tokens[2] + ".event." + tokens[3] + "." + tokens[4]);
      }
    }
    throw new IllegalArgumentException("\"" + stored + "\" is not a stored subject of this fleet");
  }

  /// The stored subjects of all commands to a node, with wildcards.
  public String commandsFor(NodeName node) {
    return prefix + ".command." + shard(node) + "." + node + ".*.*";
  }

  /// The stored subjects of all answers of a node, with wildcards.
  public String repliesOf(NodeName node) {
    return prefix + ".reply." + node + ".*.*.*";
  }

  /// The stored subject of the answers to one message.
  public String replySubject(Subject subject, String id) {
    return prefix
        + ".reply."
        + subject.node()
        + "."
        + subject.method()
        + "."
        + subject.domain()
        + "."
        + id;
  }

  /// The subject that these answers are republished to.
  public String liveReplySubject(Subject subject, String id) {
    return subject.node() + ".reply." + subject.method() + "." + subject.domain() + "." + id;
  }

  /// The stream that stores the messages for a subject.
  public String stream(Subject subject) {
    return subject.type() == MessageType.EVENT
        ? eventsStream()
        : commandsStream(shard(subject.node()));
  }

  /// The streams that may store messages to a unit, each with the subject to read there. An old
  /// broker requires that subject to name the shard.
  ///
  /// @param unit the name of the receiving unit, or `*`
  public Map<String, String> messagesFor(String unit) {
    Map<String, String> subjects = new LinkedHashMap<>();
    for (int number = 0; number < shards; number++) {
      String shard = shard(number);
      subjects.put(commandsStream(shard), prefix + ".command." + shard + "." + unit + ".*.*");
    }
    subjects.put(eventsStream(), prefix + ".event." + unit + ".*.*");
    return subjects;
  }

  /// The stream of the commands of one shard.
  public String commandsStream(String shard) {
    return prefix.toUpperCase(Locale.ROOT) + "_COMMANDS_" + shard;
  }

  /// The stream of events.
  public String eventsStream() {
    return prefix.toUpperCase(Locale.ROOT) + "_EVENTS";
  }

  /// The stream of answers.
  public String repliesStream() {
    return prefix.toUpperCase(Locale.ROOT) + "_REPLIES";
  }

  /// The bucket with the state of each unit.
  public String unitsBucket() {
    return prefix + "-units";
  }

  /// The stream behind that bucket.
  public String unitsStream() {
    return "KV_" + unitsBucket();
  }

  /// The bucket with the jobs of the fleet.
  public String jobsBucket() {
    return prefix + "-jobs";
  }

  /// The stream behind that bucket.
  public String jobsStream() {
    return "KV_" + jobsBucket();
  }

  /// The subject of an entry in the bucket of jobs.
  ///
  /// @param key dot-separated tokens, which may be wildcards
  public String jobsSubject(String key) {
    return "$KV." + jobsBucket() + "." + key;
  }

  /// The bucket with the latest disconnect notice of each unit, if the broker has sent one.
  public String linksBucket() {
    return prefix + "-links";
  }

  /// The stream behind that bucket.
  public String linksStream() {
    return "KV_" + linksBucket();
  }

  /// The bucket with bodies that are too large for a message, in pieces.
  public String bodiesBucket() {
    return prefix + "-bodies";
  }

  /// The stream behind that bucket.
  public String bodiesStream() {
    return "KV_" + bodiesBucket();
  }

  /// The subject of a piece of a body.
  ///
  /// @param key dot-separated tokens, which may be wildcards
  public String bodiesSubject(String key) {
    return "$KV." + bodiesBucket() + "." + key;
  }

  /// The object store (NATS ADR-20) in which an older steward stored bodies.
  public String olderBodiesStore() {
    return prefix + "-files";
  }

  /// The bucket with the objects of plugins, mostly files, in pieces.
  public String objectsBucket() {
    return prefix + "-objects";
  }

  /// The stream behind that bucket.
  public String objectsStream() {
    return "KV_" + objectsBucket();
  }

  /// The subject of a piece or of the manifest of an object.
  ///
  /// @param key dot-separated tokens, which may be wildcards
  public String objectsSubject(String key) {
    return "$KV." + objectsBucket() + "." + key;
  }

  /// The subject of a unit's state.
  public String unitSubject(NodeName node) {
    return unitSubject(node.value());
  }

  /// The subjects of the states of all units, with a wildcard.
  public String unitsSubject() {
    return unitSubject("*");
  }

  private String unitSubject(String key) {
    return "$KV." + unitsBucket() + "." + key;
  }

  /// The subject of a unit's disconnect notice.
  public String linkSubject(NodeName node) {
    return linkSubject(node.value());
  }

  /// The subjects of the disconnect notices of all units, with a wildcard.
  public String linksSubject() {
    return linkSubject("*");
  }

  private String linkSubject(String key) {
    return "$KV." + linksBucket() + "." + key;
  }
}
