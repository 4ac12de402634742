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

/// What is stored under which subject, in which stream.
///
/// Stored subjects begin with a literal token, since a broker refuses streams whose subjects could
/// meet its own; the streams republish to the four-token subjects that processes listen on.
///
/// @param prefix the first token of everything stored, so that several fleets can share a broker
/// @param shards how many streams the commands of the fleet are spread over, 1 to 99
public record Addresses(String prefix, int shards) {

  /// The prefix of a fleet that has a broker for itself.
  public static final String DEFAULT_PREFIX = "steward";

  private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,127}");

  public Addresses {
    if (!prefix.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,31}")) {
      throw new IllegalArgumentException("\"" + prefix + "\" is not a prefix of subjects");
    }
    if (shards < 1 || shards > 99) {
      throw new IllegalArgumentException("there are 1 to 99 shards, not " + shards);
    }
  }

  /// Whether an id can be a token of a subject; a stranger's may be anything.
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

  /// Where a message for a subject is stored.
  public String stored(Subject subject) {
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
  /// @throws IllegalArgumentException when it is none of this fleet's
  public Subject received(String stored) {
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

  /// Every command stored for a node.
  public String commandsFor(NodeName node) {
    return prefix + ".command." + shard(node) + "." + node + ".*.*";
  }

  /// Everything that a node answered.
  public String repliesOf(NodeName node) {
    return prefix + ".reply." + node + ".*.*.*";
  }

  /// Where the answers to one message are stored.
  public String reply(Subject subject, String id) {
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

  /// Where they are heard.
  public String liveReply(Subject subject, String id) {
    return subject.node() + ".reply." + subject.method() + "." + subject.domain() + "." + id;
  }

  /// The stream that keeps a message for a subject.
  public String stream(Subject subject) {
    return subject.type() == MessageType.EVENT
        ? eventsStream()
        : commandsStream(shard(subject.node()));
  }

  /// Where messages to a unit may be stored: streams with the subjects to read there. On an old
  /// broker a subject to read must say the shard.
  ///
  /// @param unit the receiver; a token or `*`
  public Map<String, String> messagesFor(String unit) {
    Map<String, String> places = new LinkedHashMap<>();
    for (int number = 0; number < shards; number++) {
      String shard = shard(number);
      places.put(commandsStream(shard), prefix + ".command." + shard + "." + unit + ".*.*");
    }
    places.put(eventsStream(), prefix + ".event." + unit + ".*.*");
    return places;
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

  /// The stream below that bucket.
  public String unitsStream() {
    return "KV_" + unitsBucket();
  }

  /// The bucket with the jobs of the fleet.
  public String jobsBucket() {
    return prefix + "-jobs";
  }

  /// The stream below that bucket.
  public String jobsStream() {
    return "KV_" + jobsBucket();
  }

  /// Where something about jobs is kept.
  ///
  /// @param key tokens with dots between them, which may be wildcards
  public String jobs(String key) {
    return "$KV." + jobsBucket() + "." + key;
  }

  /// The bucket with the end of each unit's last link, where the broker has told of one.
  public String linksBucket() {
    return prefix + "-links";
  }

  /// The stream below that bucket.
  public String linksStream() {
    return "KV_" + linksBucket();
  }

  /// The bucket with bodies that are too large for a letter.
  public String filesBucket() {
    return prefix + "-files";
  }

  /// The stream below that bucket.
  String filesStream() {
    return "OBJ_" + filesBucket();
  }

  /// The bucket with the objects of plugins, files mostly, in pieces.
  public String objectsBucket() {
    return prefix + "-objects";
  }

  /// The stream below that bucket.
  public String objectsStream() {
    return "KV_" + objectsBucket();
  }

  /// Where a piece of an object, or what it is as a whole, is kept.
  ///
  /// @param key tokens with dots between them, which may be wildcards
  public String objects(String key) {
    return "$KV." + objectsBucket() + "." + key;
  }

  /// Where a unit's state is kept.
  public String unit(NodeName node) {
    return unit(node.value());
  }

  /// Where every unit's state is kept.
  public String units() {
    return unit("*");
  }

  private String unit(String key) {
    return "$KV." + unitsBucket() + "." + key;
  }

  /// Where the end of a unit's link is kept.
  public String link(NodeName node) {
    return link(node.value());
  }

  /// Where the end of every unit's link is kept.
  public String links() {
    return link("*");
  }

  private String link(String key) {
    return "$KV." + linksBucket() + "." + key;
  }
}
