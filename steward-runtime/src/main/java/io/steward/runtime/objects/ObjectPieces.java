package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.api.StoredObject;
import io.steward.runtime.bus.Addresses;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.InboundMessage;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.bus.StreamFullException;
import io.steward.runtime.digest.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads and writes the bucket of objects, without retries: `piece.<name>.<number>` is a piece, and
/// `whole.<name>` is the manifest of a complete object.
///
/// A piece is the value of a key, so that each can be put and read in one round trip and in any
/// order, and putting it again is harmless. The chunks of a NATS object store (ADR-20) share one
/// subject, where a chunk that is sent again appears twice.
///
/// @param bus the bus
record ObjectPieces(Bus bus) {

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private Addresses addresses() throws InterruptedException {
    return bus.addresses();
  }

  private String pieceSubject(String name, Object number) throws InterruptedException {
    return addresses().objectsSubject("piece." + name + "." + number);
  }

  private String manifestSubject(String name) throws InterruptedException {
    return addresses().objectsSubject("whole." + name);
  }

  /// Checks that there is a bucket; does nothing if the broker cannot be asked.
  ///
  /// @throws ObjectRefusedException if there is none
  void requireBucket() throws InterruptedException, ObjectRefusedException {
    boolean exists;
    try {
      exists = bus.streamExists(addresses().objectsStream());
    } catch (IOException notNow) {
      return;
    }
    if (!exists) {
      throw new ObjectRefusedException(
          "the broker has no bucket "
              + addresses().objectsBucket()
              + " for objects; a node creates it at startup if the broker has room for one");
    }
  }

  void put(String name, long number, byte[] bytes, String sha256)
      throws IOException, InterruptedException {
    Headers headers = Headers.NONE.with(Header.SHA256, sha256);
    store(new OutboundMessage(pieceSubject(name, number), headers, bytes));
  }

  void put(ObjectManifest manifest) throws IOException, InterruptedException {
    store(
        new OutboundMessage(
            manifestSubject(manifest.object().name()), Headers.NONE, manifest.encode()));
  }

  /// Stores a message. Does not wait for an answer that can no longer arrive: the one over an
  /// earlier connection.
  private void store(OutboundMessage outbound) throws IOException, InterruptedException {
    String session = bus.session();
    CompletableFuture<Bus.PublishAck> ack = bus.store(outbound);
    while (true) {
      try {
        var _ = ack.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        if (!bus.isUp() || !bus.session().equals(session)) {
          throw new IOException("the link went down", e);
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof StreamFullException) {
          throw new ObjectRefusedException(
              "the broker's bucket "
                  + addresses().objectsBucket()
                  + " is full; delete objects that are not needed, or enlarge it");
        }
        throw new IOException(String.valueOf(e.getCause()), e);
      }
    }
  }

  /// A piece; empty if it is not there.
  ///
  /// @throws ObjectRefusedException if it is damaged
  Optional<byte[]> findPiece(String name, long number) throws IOException, InterruptedException {
    Optional<InboundMessage> found = last(pieceSubject(name, number));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = found.get().body();
    if (!found.get().headers().find(Header.SHA256).equals(Optional.of(Sha256.of(bytes)))) {
      throw new ObjectRefusedException(
          "piece " + number + " of the object " + name + " is damaged: its SHA-256 differs");
    }
    return Optional.of(bytes);
  }

  /// The SHA-256 of each piece that is there, by its number.
  Map<Long, String> pieceDigests(String name) throws IOException, InterruptedException {
    Map<Long, String> pieces = new HashMap<>();
    String all = pieceSubject(name, "*");
    try (Bus.StreamReader reader =
        bus.read(addresses().objectsStream(), all, new Bus.StartPosition.LastPerSubject(true))) {
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

  Optional<ObjectManifest> find(String name) throws IOException, InterruptedException {
    return last(manifestSubject(name)).flatMap(message -> ObjectManifest.parse(name, message));
  }

  private Optional<InboundMessage> last(String subject) throws IOException, InterruptedException {
    return bus.lastMessage(addresses().objectsStream(), subject)
        .filter(message -> message.headers().find(Header.BUCKET_OPERATION).isEmpty());
  }

  List<StoredObject> list(String prefix) throws IOException, InterruptedException {
    List<StoredObject> objects = new ArrayList<>();
    int before = manifestSubject("").length();
    try (Bus.StreamReader reader =
        bus.read(
            addresses().objectsStream(),
            manifestSubject(">"),
            new Bus.StartPosition.LastPerSubject(false))) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        String name = next.get().subject().substring(before);
        if (name.startsWith(prefix)) {
          ObjectManifest.parse(name, next.get())
              .map(ObjectManifest::object)
              .ifPresent(objects::add);
        }
      }
    }
    objects.sort(Comparator.comparing(StoredObject::name));
    return objects;
  }

  /// Deletes the manifest of an object, so that it is not found any more.
  void deleteManifest(String name) throws IOException, InterruptedException {
    bus.purge(addresses().objectsStream(), manifestSubject(name));
  }

  void delete(String name) throws IOException, InterruptedException {
    deleteManifest(name);
    bus.purge(addresses().objectsStream(), pieceSubject(name, "*"));
  }
}
