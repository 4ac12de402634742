package io.steward.runtime.jobs;

import io.steward.runtime.bus.Bus;
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

/// Records under keys in the bucket of jobs. A fleet that was made by an older steward has no such
/// bucket, and so no jobs.
///
/// @param bus to the broker
record RecordBucket(Bus bus) {

  private static final Logger log = LoggerFactory.getLogger(JobStore.class);
  private static final long PUBLISH_TIMEOUT_SECONDS = 10;
  private static final String DOT = "\\.";

  /// Puts a record there.
  ///
  /// @param replaces the revision that it replaces; 0 where there must be none
  /// @return its revision
  /// @throws RevisionConflictException when something else is there by now
  /// @throws IOException when the broker did not say that it has it
  long put(String key, Record value, long replaces) throws IOException, InterruptedException {
    Headers headers = Headers.NONE.with(Header.REPLACES, Long.toString(replaces));
    OutboundMessage outbound =
        new OutboundMessage(bus.addresses().jobs(key), headers, Json.write(PlainData.of(value)));
    try {
      return bus.store(outbound).get(PUBLISH_TIMEOUT_SECONDS, TimeUnit.SECONDS).sequence();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RevisionConflictException conflict
          ? conflict
          : new IOException("not kept: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("the broker did not say that it keeps it", e);
    }
  }

  /// What was put last under a key.
  ///
  /// @throws IOException when the broker cannot be asked
  Optional<InboundMessage> last(String key) throws IOException, InterruptedException {
    String stream = bus.addresses().jobsStream();
    return bus.streamExists(stream)
        ? bus.last(stream, bus.addresses().jobs(key))
        : Optional.empty();
  }

  /// Reads what was put under keys that may have wildcards.
  ///
  /// @throws IOException when the broker cannot be asked
  void read(String keys, Bus.StartPosition start, Consumer<InboundMessage> consumer)
      throws IOException, InterruptedException {
    String stream = bus.addresses().jobsStream();
    if (bus.streamExists(stream)) {
      try (Bus.StreamReader reader = bus.read(stream, bus.addresses().jobs(keys), start)) {
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
          consumer.accept(next.get());
        }
      }
    }
  }

  /// Hears what is put under keys that may have wildcards.
  Bus.Subscription watch(String keys, Consumer<InboundMessage> consumer) throws InterruptedException {
    return bus.subscribe(bus.addresses().jobs(keys), consumer);
  }

  /// A token of the key that something was put under.
  static String token(InboundMessage message, int index) {
    String[] tokens = message.subject().split(DOT, -1); // of which the first two are the bucket
    return tokens.length > index + 2 ? tokens[index + 2] : "";
  }

  /// Reads a record; nothing when it is none. What a newer steward says besides is left out.
  static <T> Optional<T> record(InboundMessage message, Class<T> type) {
    if (message.body().length == 0) {
      return Optional.empty(); // deleted
    }
    try {
      Document document = Document.json(message.subject(), message.body());
      return Optional.of(Binder.bind(withoutUnknownFields(document.root(), type), type, ""));
    } catch (ProblemsException e) {
      log.warn("{} is left out: {}", message.subject(), e.getMessage());
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
