package io.steward.runtime.fleet;

import io.steward.api.MessageType;
import io.steward.api.NodeName;
import io.steward.api.Subject;
import io.steward.runtime.bus.Header;
import io.steward.runtime.fleet.UnitDocument.ProcessReport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A node as the NATS services protocol (NATS ADR-32) describes one, so that whatever lists
/// services lists units.
///
/// All nodes are instances of one service, `steward`. An instance's id is the node's name: the
/// protocol asks for an id that no other instance has, and a person who asks for one knows the
/// name.
///
/// @param node which node
/// @param version of steward there, a semantic version
/// @param labels from its configuration
/// @param started when it started, by its clock
/// @param processes what runs on it; its command processes are the endpoints
public record ServiceInfo(
    NodeName node,
    String version,
    Map<String, String> labels,
    Instant started,
    List<ProcessReport> processes) {

  /// What every node is an instance of.
  public static final String NAME = "steward";

  private static final String SUBJECTS = "$SRV.";
  private static final String DESCRIPTION = "Executes commands and receives events.";

  /// Beside the labels, what is needed to talk to the node.
  private static final String PROTOCOL = "steward.protocol";

  /// What may be asked.
  public enum Verb {
    /// Whether it is there.
    PING,
    /// What it is.
    INFO,
    /// What it has done.
    STATS;

    private String type() {
      return switch (this) {
        case PING -> "io.nats.micro.v1.ping_response";
        case INFO -> "io.nats.micro.v1.info_response";
        case STATS -> "io.nats.micro.v1.stats_response";
      };
    }

    /// What is asked on a subject, if it is one of these.
    public static Optional<Verb> of(String subject) {
      String[] tokens = subject.split("\\.", 3);
      for (Verb verb : values()) {
        if (tokens.length > 1 && tokens[1].equals(verb.name())) {
          return Optional.of(verb);
        }
      }
      return Optional.empty();
    }
  }

  /// Where a node is asked: as one of all services, as one of all nodes, and alone.
  public static List<String> subjects(NodeName node) {
    String any = SUBJECTS + "*";
    return List.of(any, any + "." + NAME, any + "." + NAME + "." + node);
  }

  /// The answer, as plain data.
  public Map<String, Object> answer(Verb verb) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("type", verb.type());
    answer.put("name", NAME);
    answer.put("id", node.value());
    answer.put("version", version);
    Map<String, String> metadata = new LinkedHashMap<>(labels);
    metadata.put(PROTOCOL, Header.CURRENT_VERSION);
    answer.put("metadata", metadata);
    switch (verb) {
      case PING -> {}
      case INFO -> {
        answer.put("description", DESCRIPTION);
        answer.put("endpoints", endpoints().map(ServiceInfo::info).toList());
      }
      case STATS -> {
        answer.put("started", started.toString());
        answer.put("endpoints", endpoints().map(ServiceInfo::stats).toList());
      }
    }
    return answer;
  }

  private Stream<ProcessReport> endpoints() {
    String commands = node + "." + MessageType.COMMAND + ".";
    return processes.stream().filter(process -> process.subject().startsWith(commands));
  }

  /// Two processes of a node differ in method or domain, and a dot is not allowed in a name.
  private static Map<String, Object> endpoint(ProcessReport process) {
    Subject subject = Subject.parse(process.subject());
    Map<String, Object> endpoint = new LinkedHashMap<>();
    endpoint.put("name", subject.method() + "-" + subject.domain());
    endpoint.put("subject", process.subject());
    endpoint.put("queue_group", ""); // a node shares its commands with nobody
    return endpoint;
  }

  private static Map<String, Object> info(ProcessReport process) {
    Map<String, Object> info = endpoint(process);
    info.put("metadata", Map.of());
    return info;
  }

  private static Map<String, Object> stats(ProcessReport process) {
    long requests = process.done() + process.failed();
    Map<String, Object> stats = endpoint(process);
    stats.put("num_requests", requests);
    stats.put("num_errors", process.failed());
    stats.put("last_error", process.lastError());
    stats.put("processing_time", process.busyNanos());
    stats.put("average_processing_time", requests == 0 ? 0 : process.busyNanos() / requests);
    return stats;
  }
}
