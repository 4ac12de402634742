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

/// A node as a service of the NATS services protocol (NATS ADR-32), so that any tool that lists
/// services lists units.
///
/// All nodes are instances of one service, `steward`. The id of an instance is the node's name: the
/// protocol requires an id that is unique among instances, and people look nodes up by name.
///
/// @param node the node's name
/// @param version its version of steward, a semantic version
/// @param labels its labels
/// @param started when it started, by its clock
/// @param processes its processes; its command processes are the endpoints
public record ServiceInfo(
    NodeName node,
    String version,
    Map<String, String> labels,
    Instant started,
    List<ProcessReport> processes) {

  /// The name of the service.
  public static final String NAME = "steward";

  private static final String SUBJECTS = "$SRV.";
  private static final String DESCRIPTION = "Executes commands and receives events.";

  /// The metadata key of the protocol version, which clients need to talk to the node.
  private static final String PROTOCOL = "steward.protocol";

  /// The requests of the protocol.
  public enum Verb {
    /// Asks for its presence.
    PING,
    /// Asks for its description and endpoints.
    INFO,
    /// Asks for its statistics.
    STATS;

    private String type() {
      return switch (this) {
        case PING -> "io.nats.micro.v1.ping_response";
        case INFO -> "io.nats.micro.v1.info_response";
        case STATS -> "io.nats.micro.v1.stats_response";
      };
    }

    /// The request that a subject stands for, if any.
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

  /// The subjects of a node: as one of all services, as one of all nodes, and by its name.
  public static List<String> subjects(NodeName node) {
    String any = SUBJECTS + "*";
    return List.of(any, any + "." + NAME, any + "." + NAME + "." + node);
  }

  /// The answer to a request, as plain data.
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

  /// Joins method and domain, which together are unique on a node; names must not contain a dot.
  private static Map<String, Object> endpoint(ProcessReport process) {
    Subject subject = Subject.parse(process.subject());
    Map<String, Object> endpoint = new LinkedHashMap<>();
    endpoint.put("name", subject.method() + "-" + subject.domain());
    endpoint.put("subject", process.subject());
    endpoint.put("queue_group", ""); // each command is for one node only
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
