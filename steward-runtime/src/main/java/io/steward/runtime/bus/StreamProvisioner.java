package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.Republish;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates the fleet's missing streams and buckets, and finds out how existing ones were created.
///
/// The number of shards is recorded in the description of the first stream of commands, so that all
/// senders agree on it and no configuration can contradict it.
final class StreamProvisioner {

  private static final Duration AWAIT_TIMEOUT = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(StreamProvisioner.class);

  private static final int NOT_FOUND = 404;
  private static final int NAME_IN_USE = 10058;

  /// Error codes for too little storage: of the disk of the broker, of the account, and of what the
  /// account allows one stream.
  private static final Set<Integer> INSUFFICIENT_STORAGE = Set.of(10047, 10002, 10122);

  private static final long MIN_OBJECTS_BYTES = 16 << 20;
  private static final Duration DUPLICATE_WINDOW = Duration.ofMinutes(2);

  /// Longer than any job may run, and long enough to look back.
  private static final Duration JOBS_RETENTION = Duration.ofDays(90);

  private static final Pattern SHARDS = Pattern.compile("shard \\d+ of (\\d+)");

  private final JetStreamManagement management;

  StreamProvisioner(Connection connection) throws IOException {
    this.management = connection.jetStreamManagement();
  }

  /// Finds the fleet's streams. Waits for a moment, since a node that has just started may still be
  /// creating them.
  Addresses await(String prefix) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + AWAIT_TIMEOUT.toNanos();
    while (true) {
      String problem = "its first node creates them when it starts";
      try {
        Optional<Addresses> found = ApiCalls.call(() -> find(prefix));
        if (found.isPresent()) {
          return found.get();
        }
      } catch (IOException e) { // perhaps until its servers have elected a leader
        problem = "it says: " + e.getMessage();
      }
      if (System.nanoTime() > deadline) {
        throw new NoFleetException(
            "the broker has no streams for the fleet \"" + prefix + "\" yet; " + problem);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /// How the fleet's streams were created; empty if there are none.
  Optional<Addresses> find(String prefix) throws IOException, JetStreamApiException {
    String first = new Addresses(prefix, 1).commandsStream("00");
    try {
      String description =
          Optional.ofNullable(management.getStreamInfo(first).getConfiguration().getDescription())
              .orElse("");
      Matcher shards = SHARDS.matcher(description);
      return Optional.of(
          new Addresses(prefix, shards.find() ? Integer.parseInt(shards.group(1)) : 1));
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Whether there is a stream. A fleet created by an older steward lacks newer ones.
  boolean exists(String stream) throws IOException, JetStreamApiException {
    try {
      var _ = management.getStreamInfo(stream);
      return true;
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /// Creates what is missing. Several nodes may do so concurrently.
  Addresses ensure(StreamLayout layout) throws IOException, JetStreamApiException {
    Addresses addresses =
        find(layout.prefix()).orElse(new Addresses(layout.prefix(), layout.shards()));
    String prefix = addresses.prefix();
    createIfMissing(
        stream(layout, addresses.eventsStream(), "events")
            .subjects(prefix + ".event.*.*.*")
            .republish(republish(prefix + ".event.*.*.*", "event"))
            .build());
    createIfMissing(
        stream(layout, addresses.repliesStream(), "answers")
            .subjects(prefix + ".reply.*.*.*.*")
            .republish(
                Republish.builder()
                    .source(prefix + ".reply.*.*.*.*")
                    .destination(
                        "{{wildcard(1)}}.reply.{{wildcard(2)}}.{{wildcard(3)}}.{{wildcard(4)}}")
                    .build())
            .build());
    createBucket(
        layout,
        addresses.unitsStream(),
        addresses.unitsBucket(),
        "the state of each unit",
        Duration.ZERO);
    createBucket(
        layout,
        addresses.linksStream(),
        addresses.linksBucket(),
        "the latest disconnect notice of each unit",
        Duration.ZERO);
    createBucket(
        layout,
        addresses.jobsStream(),
        addresses.jobsBucket(),
        "jobs and their status",
        JOBS_RETENTION);
    createBodiesBucket(layout, addresses);
    createObjectsBucket(layout, addresses);
    // the stream that records the number of shards comes last: if it exists, all exist
    for (int shard = addresses.shards() - 1; shard >= 0; shard--) {
      String number = "%02d".formatted(shard);
      String subject = prefix + ".command." + number + ".*.*.*";
      createIfMissing(
          stream(
                  layout,
                  addresses.commandsStream(number),
                  "commands, shard " + number + " of " + addresses.shards())
              .subjects(subject)
              .republish(republish(subject, "command"))
              .build());
    }
    return addresses;
  }

  /// Limited by age alone: a limit in bytes would drop messages that have not been received yet. A
  /// broker whose disk is full refuses to store, and the outboxes wait.
  private static StreamConfiguration.Builder stream(
      StreamLayout layout, String name, String description) {
    return StreamConfiguration.builder()
        .name(name)
        .description("steward: " + description)
        .storageType(StorageType.File)
        .replicas(layout.replicas())
        .maxAge(layout.retention())
        .duplicateWindow(DUPLICATE_WINDOW)
        .allowDirect(true);
  }

  private static Republish republish(String source, String type) {
    return Republish.builder()
        .source(source)
        .destination("{{wildcard(1)}}." + type + ".{{wildcard(2)}}.{{wildcard(3)}}")
        .build();
  }

  private void createIfMissing(StreamConfiguration configuration)
      throws IOException, JetStreamApiException {
    if (exists(configuration.getName())) {
      return; // as it was configured; its retention is not ours to change
    }
    try {
      var _ = management.addStream(configuration);
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != NAME_IN_USE) { // another node was faster
        throw e;
      }
    }
  }

  private void createBucket(
      StreamLayout layout, String stream, String name, String description, Duration retention)
      throws IOException, JetStreamApiException {
    createBucket(stream, bucket(layout, name, description, retention));
  }

  private static KeyValueConfiguration bucket(
      StreamLayout layout, String name, String description, Duration retention) {
    return KeyValueConfiguration.builder()
        .name(name)
        .description("steward: " + description)
        .storageType(StorageType.File)
        .replicas(layout.replicas())
        .ttl(retention)
        .build();
  }

  /// Creates a bucket of keys and values (NATS ADR-8) without rollup, by which whoever may write
  /// one key could remove all others; an older steward created them with it.
  private void createBucket(String stream, KeyValueConfiguration bucket)
      throws IOException, JetStreamApiException {
    createIfMissing(withoutRollup(bucket.getBackingConfig()));
    StreamConfiguration existing = management.getStreamInfo(stream).getConfiguration();
    if (existing.getAllowRollup()) {
      var _ = management.updateStream(withoutRollup(existing));
    }
  }

  private static StreamConfiguration withoutRollup(StreamConfiguration configuration) {
    return StreamConfiguration.builder(configuration).allowRollup(false).build();
  }

  /// Each of its entries is written once, whoever writes: the broker refuses a second value.
  /// Limited by age alone, as the streams of the messages are.
  private void createBodiesBucket(StreamLayout layout, Addresses addresses)
      throws IOException, JetStreamApiException {
    createIfMissing(
        StreamConfiguration.builder(
                withoutRollup(
                    bucket(
                            layout,
                            addresses.bodiesBucket(),
                            "bodies that are too large for a message, in pieces",
                            layout.retention())
                        .getBackingConfig()))
            .discardNewPerSubject(true)
            .build());
  }

  /// The broker reserves the space when the bucket is created, and refuses a bucket that it has no
  /// space for. A smaller one is better than none, and a fleet without one is better than no fleet.
  private void createObjectsBucket(StreamLayout layout, Addresses addresses) throws IOException {
    long requested = layout.objects().size();
    String refusal = "";
    for (long size = requested; size >= Math.min(requested, MIN_OBJECTS_BYTES); size /= 2) {
      try {
        createObjectsBucket(layout, addresses, size);
        if (size < requested) {
          log.warn(
              "created the bucket of objects with {} bytes instead of {}: {}",
              size,
              requested,
              refusal);
        }
        return;
      } catch (JetStreamApiException e) {
        refusal = e.getMessage();
        if (!INSUFFICIENT_STORAGE.contains(e.getApiErrorCode())) {
          break;
        }
      }
    }
    log.warn(
        "cannot create a bucket of {} bytes for objects, so no files can be copied: {}",
        requested,
        refusal);
  }

  private void createObjectsBucket(StreamLayout layout, Addresses addresses, long size)
      throws IOException, JetStreamApiException {
    createBucket(
        addresses.objectsStream(),
        KeyValueConfiguration.builder()
            .name(addresses.objectsBucket())
            .description("steward: objects of plugins, in pieces")
            .storageType(StorageType.File)
            .replicas(layout.replicas())
            .ttl(layout.objects().retention())
            .maxBucketSize(size)
            .build());
  }
}
