package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.RevisionConflictException;
import io.steward.runtime.bus.StreamFullException;
import io.steward.runtime.digest.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Reads and writes the pieces in a bucket, without retries.
///
/// @param bus the bus
/// @param bucket the bucket
record Pieces(Bus bus, Bucket bucket) {

  /// On a slow link a piece must arrive before the broker's answer times out; 64 KiB do at 128
  /// kbit/s.
  private static final int MAX_SIZE = 64 << 10;

  /// A piece that is not the last is never smaller, so that nobody can have a body read in millions
  /// of pieces.
  static final int MIN_SIZE = 1 << 10;

  private static final int PROTOCOL_OVERHEAD =
      1 << 10; // for subject, header and protocol, in the message with a piece

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  /// The size of a piece that the broker accepts.
  int size() {
    return Math.clamp((long) bus.maxPayload() - PROTOCOL_OVERHEAD, MIN_SIZE, MAX_SIZE);
  }

  String stream() throws InterruptedException {
    return bucket.stream(bus.addresses());
  }

  /// @param key dot-separated tokens, which may be wildcards
  String subject(String key) throws InterruptedException {
    return bucket.subject(bus.addresses(), key);
  }

  /// Checks that there is a bucket; does nothing if the broker cannot be asked.
  ///
  /// @throws ObjectRefusedException if there is none
  void requireBucket() throws InterruptedException, ObjectRefusedException {
    boolean exists;
    try {
      exists = bus.streamExists(stream());
    } catch (IOException notNow) {
      return;
    }
    if (!exists) {
      throw new ObjectRefusedException(
          "the broker has no bucket "
              + bucket.name(bus.addresses())
              + " for "
              + bucket.plural()
              + "; a node creates it at startup if the broker has room for one");
    }
  }

  /// Stores a piece that may replace another.
  void put(String name, long number, byte[] bytes, String sha256)
      throws IOException, InterruptedException {
    Headers headers = Headers.NONE.with(Header.SHA256, sha256);
    store(bucket.pieceKey(name, number), headers, bytes);
  }

  /// Stores a piece unless it is there.
  ///
  /// @throws BodyConflictException if another one is there
  void putOnce(String name, long number, byte[] bytes, String sha256)
      throws IOException, InterruptedException {
    Headers headers = Headers.NONE.with(Header.SHA256, sha256).with(Header.REPLACES, "0");
    try {
      store(bucket.pieceKey(name, number), headers, bytes);
    } catch (RevisionConflictException taken) {
      InboundMessage there =
          bus.lastMessage(stream(), subject(bucket.pieceKey(name, number)))
              .orElseThrow(() -> new IOException("a piece was deleted meanwhile", taken));
      if (!Arrays.equals(there.body(), bytes)) {
        throw new BodyConflictException(name);
      }
    }
  }

  /// Stores the value of a key. Does not wait for an answer that can no longer arrive: the one over
  /// an earlier connection.
  void store(String key, Headers headers, byte[] value) throws IOException, InterruptedException {
    String session = bus.session();
    CompletableFuture<Bus.PublishAck> ack =
        bus.store(new OutboundMessage(subject(key), headers, value));
    while (true) {
      try {
        var _ = ack.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (!bus.isUp() || !bus.session().equals(session)) {
          throw new IOException("the link went down", e);
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      }
    }
  }

  private IOException failure(@Nullable Throwable cause) throws InterruptedException {
    return switch (cause) {
      case RevisionConflictException taken -> taken;
      case StreamFullException _ ->
          new ObjectRefusedException(
              "the broker's bucket "
                  + bucket.name(bus.addresses())
                  + " is full; delete "
                  + bucket.plural()
                  + " that are not needed, or enlarge it");
      case null, default -> new IOException(String.valueOf(cause), cause);
    };
  }

  /// A piece; empty if it is not there.
  ///
  /// @throws ObjectRefusedException if it is damaged
  Optional<byte[]> find(String name, long number) throws IOException, InterruptedException {
    Optional<InboundMessage> found = last(bucket.pieceKey(name, number));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = found.get().body();
    if (!found.get().headers().find(Header.SHA256).equals(Optional.of(Sha256.of(bytes)))) {
      throw new ObjectRefusedException(
          "piece "
              + number
              + " of the "
              + bucket.singular()
              + " "
              + name
              + " is damaged: its SHA-256 differs");
    }
    return Optional.of(bytes);
  }

  /// The SHA-256 of each piece that is there, by its number.
  Map<Long, String> digests(String name) throws IOException, InterruptedException {
    Map<Long, String> pieces = new HashMap<>();
    String all = subject(bucket.pieceKey(name, "*"));
    try (Bus.StreamReader reader =
        bus.read(stream(), all, new Bus.StartPosition.LastPerSubject(true))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        String subject = next.get().subject();
        String number = subject.substring(subject.lastIndexOf('.') + 1);
        Optional<String> sha256 = next.get().headers().find(Header.SHA256);
        if (number.matches("\\d{1,18}") && sha256.isPresent()) {
          pieces.put(Long.parseLong(number), sha256.get());
        }
      }
    }
    return pieces;
  }

  /// The value of a key, unless it was deleted.
  Optional<InboundMessage> last(String key) throws IOException, InterruptedException {
    return bus.lastMessage(stream(), subject(key))
        .filter(message -> message.headers().find(Header.BUCKET_OPERATION).isEmpty());
  }

  /// Deletes all pieces.
  void delete(String name) throws IOException, InterruptedException {
    bus.purge(stream(), subject(bucket.pieceKey(name, "*")));
  }
}
