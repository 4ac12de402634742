package io.steward.runtime.jobs;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.DeduplicationToken;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.RevisionConflictException;
import io.steward.runtime.databind.Binder;
import io.steward.runtime.databind.Document;
import io.steward.runtime.databind.Json;
import io.steward.runtime.databind.PlainData;
import io.steward.runtime.databind.ProblemsException;
import io.steward.runtime.databind.Tree;
import io.steward.runtime.fleet.Retry;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records in the bucket of jobs, by key. A fleet that was created by an older steward does not
/// have this bucket, and so has no jobs.
///
/// @param bus the connection to the broker
record RecordBucket(Bus bus) {

  private static final Logger log = LoggerFactory.getLogger(RecordBucket.class);
  private static final long PUBLISH_TIMEOUT_SECONDS = 10;
  private static final String DOT = "\\.";

  /// Stores a record.
  ///
  /// @param replaces the revision that it replaces; 0 if the key must not exist
  /// @return its revision
  /// @throws RevisionConflictException if the key has another revision by now
  /// @throws IOException if the broker does not acknowledge it
  long put(String key, Record value, long replaces) throws IOException, InterruptedException {
    Headers headers = Headers.NONE.with(Header.REPLACES, Long.toString(replaces));
    OutboundMessage outbound =
        new OutboundMessage(
            bus.addresses().jobsSubject(key), headers, Json.write(PlainData.of(value)));
    try {
      return bus.store(outbound).get(PUBLISH_TIMEOUT_SECONDS, TimeUnit.SECONDS).sequence();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RevisionConflictException conflict
          ? conflict
          : new IOException("not stored: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("the broker did not acknowledge it", e);
    }
  }

  /// Stores a record under a new key, trying again if the broker does not acknowledge it.
  ///
  /// @return its revision
  /// @throws IOException if the broker does not acknowledge it in time
  long add(String key, Record value, Retry retry) throws IOException, InterruptedException {
    Headers headers =
        Headers.NONE
            .with(Header.REPLACES, "0")
            .with(Header.DEDUPLICATION, DeduplicationToken.next());
    OutboundMessage outbound =
        new OutboundMessage(
            bus.addresses().jobsSubject(key), headers, Json.write(PlainData.of(value)));
    return retry.store(bus, () -> outbound).sequence();
  }

  /// The latest message of a key.
  ///
  /// @throws IOException if the broker cannot be queried
  Optional<InboundMessage> last(String key) throws IOException, InterruptedException {
    String stream = bus.addresses().jobsStream();
    return bus.streamExists(stream)
        ? bus.lastMessage(stream, bus.addresses().jobsSubject(key))
        : Optional.empty();
  }

  /// Reads the messages of keys, which may contain wildcards.
  ///
  /// @throws IOException if the broker cannot be queried
  void read(String keys, Bus.StartPosition start, Consumer<InboundMessage> consumer)
      throws IOException, InterruptedException {
    String stream = bus.addresses().jobsStream();
    if (bus.streamExists(stream)) {
      try (Bus.StreamReader reader = bus.read(stream, bus.addresses().jobsSubject(keys), start)) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          consumer.accept(next.get());
        }
      }
    }
  }

  /// Subscribes to keys, which may contain wildcards.
  Bus.Subscription watch(String keys, Consumer<InboundMessage> consumer)
      throws InterruptedException {
    return bus.subscribe(bus.addresses().jobsSubject(keys), consumer);
  }

  /// A token of the key of a message, or an empty string.
  static String token(InboundMessage message, int index) {
    String[] tokens = message.subject().split(DOT, -1); // the first two name the bucket
    return tokens.length > index + 2 ? tokens[index + 2] : "";
  }

  /// Whether a message only marks that its key was deleted.
  static boolean isDeleted(InboundMessage message) {
    return message.body().length == 0;
  }

  /// Parses a record; empty if it is invalid or deleted. Fields that only a newer steward knows are
  /// ignored.
  static <T> Optional<T> record(InboundMessage message, Class<T> type) {
    if (isDeleted(message)) {
      return Optional.empty();
    }
    try {
      Document document = Document.json(message.subject(), message.body());
      return Optional.of(Binder.bind(withoutUnknownFields(document.root(), type), type, ""));
    } catch (ProblemsException e) {
      log.warn("{} is ignored: {}", message.subject(), e.getMessage());
      return Optional.empty();
    }
  }

  private static Tree withoutUnknownFields(Tree tree, Class<?> type) {
    if (!(tree instanceof Tree.Mapping(var origin, var position, var entries))) {
      return tree;
    }
    Set<String> names = new LinkedHashSet<>();
    Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).forEach(names::add);
    Map<String, Tree.Entry> known = new LinkedHashMap<>(entries);
    known.keySet().retainAll(names);
    return new Tree.Mapping(origin, position, known);
  }
}
