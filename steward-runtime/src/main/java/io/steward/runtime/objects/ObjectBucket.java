package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.api.ObjectStore;
import io.steward.api.StoredObject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/// The fleet's bucket of objects, over any bus.
public final class ObjectBucket implements ObjectStore {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,7}");

  /// On a slow link a piece must arrive before the broker's answer times out; 64 KiB do at 128
  /// kbit/s.
  private static final int MAX_PIECE_SIZE = 64 << 10;

  private static final int PROTOCOL_OVERHEAD =
      1 << 10; // for subject, header and protocol, in the message with a piece

  private final Bus bus;
  private final ObjectPieces pieces;
  private final RetryPolicy retryPolicy;

  /// @param bus the bus, which need not be up
  public ObjectBucket(Bus bus) {
    this.bus = bus;
    this.pieces = new ObjectPieces(bus);
    this.retryPolicy = new RetryPolicy(bus, pieces);
  }

  @Override
  public StoredObject put(String name, InputStream bytes) throws IOException, InterruptedException {
    requireValidName(name);
    Map<Long, String> existing = retry(() -> pieces.pieceDigests(name));
    Optional<ObjectManifest> previous = retry(() -> pieces.find(name));
    int piece =
        previous.map(ObjectManifest::pieceSize).orElse(Math.min(MAX_PIECE_SIZE, maxPieceSize()));
    Sha256 whole = new Sha256();
    long size = 0;
    boolean manifestDeleted = previous.isEmpty();
    CongestionWindow window = new CongestionWindow();
    try (OrderedPipeline<Integer> pipeline = new OrderedPipeline<>(window)) {
      long number = 0;
      for (byte[] next = bytes.readNBytes(piece); next.length > 0; next = bytes.readNBytes(piece)) {
        whole.add(next);
        size += next.length;
        String sha256 = Sha256.of(next);
        if (!sha256.equals(existing.get(number))) {
          if (!manifestDeleted) {
            manifestDeleted = retry(() -> deleteManifest(name));
          }
          while (!pipeline.hasRoom()) {
            var _ = pipeline.next();
          }
          pipeline.submit(putTask(name, number, next, sha256, window));
        }
        number++;
      }
      while (!pipeline.isEmpty()) {
        var _ = pipeline.next();
      }
    }
    StoredObject object = new StoredObject(name, size, whole.hex(), Instant.EPOCH);
    return retry(() -> finish(new ObjectManifest(object, piece)));
  }

  private int maxPieceSize() {
    return Math.max(bus.maxPayload() - PROTOCOL_OVERHEAD, 1);
  }

  private boolean deleteManifest(String name) throws IOException, InterruptedException {
    pieces.deleteManifest(name);
    return true;
  }

  private StoredObject finish(ObjectManifest manifest) throws IOException, InterruptedException {
    pieces.put(manifest);
    return pieces
        .find(manifest.object().name())
        .map(ObjectManifest::object)
        .filter(found -> found.sha256().equals(manifest.object().sha256()))
        .orElseThrow(
            () -> refusal(manifest.object().name(), "was deleted or replaced during the upload"));
  }

  private Callable<Integer> putTask(
      String name, long number, byte[] bytes, String sha256, CongestionWindow window) {
    return () ->
        timed(
            window,
            () -> {
              pieces.put(name, number, bytes, sha256);
              return bytes.length;
            });
  }

  @Override
  public void get(StoredObject object, long from, OutputStream to)
      throws IOException, InterruptedException {
    requireValidName(object.name());
    if (from < 0 || from > object.size()) {
      throw new IllegalArgumentException(
          "offset " + from + " is beyond the end of an object of " + object.size() + " bytes");
    }
    ObjectManifest manifest =
        retry(() -> pieces.find(object.name()))
            .orElseThrow(() -> refusal(object.name(), "is no longer at the broker"));
    if (!manifest.object().sha256().equals(object.sha256())) {
      throw refusal(object.name(), "has been replaced");
    }
    CongestionWindow window = new CongestionWindow();
    int skipped = (int) (from % manifest.pieceSize());
    try (OrderedPipeline<byte[]> pipeline = new OrderedPipeline<>(window)) {
      long next = from / manifest.pieceSize();
      while (next < manifest.pieceCount() || !pipeline.isEmpty()) {
        while (next < manifest.pieceCount() && pipeline.hasRoom()) {
          long number = next++;
          pipeline.submit(() -> timed(window, () -> fetchPiece(manifest, number)));
        }
        byte[] bytes = pipeline.next();
        to.write(bytes, skipped, bytes.length - skipped);
        skipped = 0;
      }
    }
  }

  private byte[] fetchPiece(ObjectManifest manifest, long number)
      throws IOException, InterruptedException {
    String name = manifest.object().name();
    byte[] bytes =
        pieces
            .findPiece(name, number)
            .orElseThrow(() -> refusal(name, "is incomplete: piece " + number + " is missing"));
    long length =
        Math.min(manifest.pieceSize(), manifest.object().size() - number * manifest.pieceSize());
    if (bytes.length != length) {
      throw refusal(name, "has been replaced");
    }
    return bytes;
  }

  private static ObjectRefusedException refusal(String name, String problem) {
    return new ObjectRefusedException("the object " + name + " " + problem);
  }

  @Override
  public Optional<StoredObject> find(String name) throws IOException, InterruptedException {
    requireValidName(name);
    return retry(() -> pieces.find(name)).map(ObjectManifest::object);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException, InterruptedException {
    return retry(() -> pieces.list(prefix));
  }

  @Override
  public void delete(String name) throws IOException, InterruptedException {
    requireValidName(name);
    boolean _ =
        retry(() -> {
          pieces.delete(name);
          return true;
        });
  }

  private <T> T retry(RetryPolicy.Attempt<T> attempt) throws IOException, InterruptedException {
    return retryPolicy.retry(attempt, () -> {});
  }

  /// Runs a request, and reports to the window how long the answer took.
  private <T> T timed(CongestionWindow window, RetryPolicy.Attempt<T> attempt)
      throws IOException, InterruptedException {
    return retryPolicy.retry(
        () -> {
          long started = System.nanoTime();
          T answer = attempt.run();
          window.onArrival(Duration.ofNanos(System.nanoTime() - started));
          return answer;
        },
        window::onLoss);
  }

  private static void requireValidName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not a valid object name: expected one to eight tokens of letters, digits, -"
              + " and _, separated by dots");
    }
  }
}
