package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.api.ObjectStore;
import io.steward.api.StoredObject;
import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
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

  /// On a thin link a piece must arrive before the broker's answer is given up; 64 KiB do at 128
  /// kbit/s.
  private static final int LARGEST_PIECE = 64 << 10;

  private static final int BESIDES = 1 << 10; // subject, header and protocol, in one letter with it

  private final Bus bus;
  private final ObjectPieces pieces;
  private final RetryPolicy retry;

  /// @param bus to the broker; need not be up
  public ObjectBucket(Bus bus) {
    this.bus = bus;
    this.pieces = new ObjectPieces(bus);
    this.retry = new RetryPolicy(bus, pieces);
  }

  @Override
  public StoredObject put(String name, InputStream bytes) throws IOException, InterruptedException {
    check(name);
    Map<Long, String> there = ask(() -> pieces.pieces(name));
    Optional<ObjectManifest> before = ask(() -> pieces.find(name));
    int piece = before.map(ObjectManifest::piece).orElse(Math.min(LARGEST_PIECE, largestPiece()));
    MessageDigest whole = Digests.begin();
    long size = 0;
    boolean hidden = before.isEmpty();
    CongestionWindow window = new CongestionWindow();
    try (OrderedPipeline<Integer> pipeline = new OrderedPipeline<>(window)) {
      long number = 0;
      for (byte[] next = bytes.readNBytes(piece); next.length > 0; next = bytes.readNBytes(piece)) {
        whole.update(next);
        size += next.length;
        String sha256 = Digests.of(next);
        if (!sha256.equals(there.get(number))) {
          if (!hidden) {
            hidden = ask(() -> hide(name));
          }
          while (!pipeline.hasRoom()) {
            var _ = pipeline.next();
          }
          pipeline.submit(sending(name, number, next, sha256, window));
        }
        number++;
      }
      while (!pipeline.isEmpty()) {
        var _ = pipeline.next();
      }
    }
    StoredObject object = new StoredObject(name, size, Digests.end(whole), Instant.EPOCH);
    return ask(() -> finish(new ObjectManifest(object, piece)));
  }

  private int largestPiece() {
    return Math.max(bus.maxPayload() - BESIDES, 1);
  }

  private boolean hide(String name) throws IOException, InterruptedException {
    pieces.hide(name);
    return true;
  }

  private StoredObject finish(ObjectManifest manifest) throws IOException, InterruptedException {
    pieces.put(manifest);
    return pieces
        .find(manifest.object().name())
        .map(ObjectManifest::object)
        .filter(found -> found.sha256().equals(manifest.object().sha256()))
        .orElseThrow(() -> gone(manifest.object().name(), "deleted or replaced while it was put"));
  }

  private Callable<Integer> sending(
      String name, long number, byte[] bytes, String sha256, CongestionWindow window) {
    return () ->
        measured(
            window,
            () -> {
              pieces.put(name, number, bytes, sha256);
              return bytes.length;
            });
  }

  @Override
  public void get(StoredObject object, long from, OutputStream to)
      throws IOException, InterruptedException {
    check(object.name());
    if (from < 0 || from > object.size()) {
      throw new IllegalArgumentException(
          "there is no byte " + from + " in an object of " + object.size());
    }
    ObjectManifest manifest =
        ask(() -> pieces.find(object.name()))
            .orElseThrow(() -> gone(object.name(), "gone from the broker"));
    if (!manifest.object().sha256().equals(object.sha256())) {
      throw gone(object.name(), "another one by now");
    }
    CongestionWindow window = new CongestionWindow();
    int skipped = (int) (from % manifest.piece());
    try (OrderedPipeline<byte[]> pipeline = new OrderedPipeline<>(window)) {
      long next = from / manifest.piece();
      while (next < manifest.pieces() || !pipeline.isEmpty()) {
        while (next < manifest.pieces() && pipeline.hasRoom()) {
          long number = next++;
          pipeline.submit(() -> measured(window, () -> piece(manifest, number)));
        }
        byte[] bytes = pipeline.next();
        to.write(bytes, skipped, bytes.length - skipped);
        skipped = 0;
      }
    }
  }

  private byte[] piece(ObjectManifest manifest, long number)
      throws IOException, InterruptedException {
    String name = manifest.object().name();
    byte[] bytes =
        pieces
            .piece(name, number)
            .orElseThrow(() -> gone(name, "not whole any more: piece " + number + " is gone"));
    long length = Math.min(manifest.piece(), manifest.object().size() - number * manifest.piece());
    if (bytes.length != length) {
      throw gone(name, "another one by now");
    }
    return bytes;
  }

  private static ObjectRefusedException gone(String name, String how) {
    return new ObjectRefusedException("the object " + name + " is " + how);
  }

  @Override
  public Optional<StoredObject> find(String name) throws IOException, InterruptedException {
    check(name);
    return ask(() -> pieces.find(name)).map(ObjectManifest::object);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException, InterruptedException {
    return ask(() -> pieces.list(prefix));
  }

  @Override
  public void delete(String name) throws IOException, InterruptedException {
    check(name);
    boolean _ =
        ask(() -> {
          pieces.delete(name);
          return true;
        });
  }

  private <T> T ask(RetryPolicy.Attempt<T> attempt) throws IOException, InterruptedException {
    return retry.retry(attempt, () -> {});
  }

  /// Asks, and tells the window how long the answer took.
  private <T> T measured(CongestionWindow window, RetryPolicy.Attempt<T> attempt)
      throws IOException, InterruptedException {
    return retry.retry(
        () -> {
          long started = System.nanoTime();
          T answer = attempt.ask();
          window.arrived(Duration.ofNanos(System.nanoTime() - started));
          return answer;
        },
        window::lost);
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not an object's name: one to eight tokens of letters, digits, - and _, with"
              + " dots between them");
    }
  }
}
