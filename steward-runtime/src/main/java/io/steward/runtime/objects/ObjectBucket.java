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
  private final Place place;
  private final Insistence insistence;

  /// @param bus to the broker; need not be up
  public ObjectBucket(Bus bus) {
    this.bus = bus;
    this.place = new Place(bus);
    this.insistence = new Insistence(bus, place);
  }

  @Override
  public StoredObject put(String name, InputStream bytes) throws IOException, InterruptedException {
    check(name);
    Map<Long, String> there = ask(() -> place.pieces(name));
    Optional<Whole> before = ask(() -> place.find(name));
    int piece = before.map(Whole::piece).orElse(Math.min(LARGEST_PIECE, largestPiece()));
    MessageDigest whole = Digests.begin();
    long size = 0;
    boolean hidden = before.isEmpty();
    Window window = new Window();
    try (Flight<Integer> flight = new Flight<>(window)) {
      long number = 0;
      for (byte[] next = bytes.readNBytes(piece); next.length > 0; next = bytes.readNBytes(piece)) {
        whole.update(next);
        size += next.length;
        String sha256 = Digests.of(next);
        if (!sha256.equals(there.get(number))) {
          if (!hidden) {
            hidden = ask(() -> hide(name));
          }
          while (!flight.hasRoom()) {
            var _ = flight.land();
          }
          flight.start(sending(name, number, next, sha256, window));
        }
        number++;
      }
      while (!flight.isEmpty()) {
        var _ = flight.land();
      }
    }
    StoredObject object = new StoredObject(name, size, Digests.end(whole), Instant.EPOCH);
    return ask(() -> finish(new Whole(object, piece)));
  }

  private int largestPiece() {
    return Math.max(bus.largestLetter() - BESIDES, 1);
  }

  private boolean hide(String name) throws IOException, InterruptedException {
    place.hide(name);
    return true;
  }

  private StoredObject finish(Whole whole) throws IOException, InterruptedException {
    place.put(whole);
    return place
        .find(whole.object().name())
        .map(Whole::object)
        .filter(found -> found.sha256().equals(whole.object().sha256()))
        .orElseThrow(() -> gone(whole.object().name(), "deleted or replaced while it was put"));
  }

  private Callable<Integer> sending(
      String name, long number, byte[] bytes, String sha256, Window window) {
    return () ->
        measured(
            window,
            () -> {
              place.put(name, number, bytes, sha256);
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
    Whole whole =
        ask(() -> place.find(object.name()))
            .orElseThrow(() -> gone(object.name(), "gone from the broker"));
    if (!whole.object().sha256().equals(object.sha256())) {
      throw gone(object.name(), "another one by now");
    }
    Window window = new Window();
    int skipped = (int) (from % whole.piece());
    try (Flight<byte[]> flight = new Flight<>(window)) {
      long next = from / whole.piece();
      while (next < whole.pieces() || !flight.isEmpty()) {
        while (next < whole.pieces() && flight.hasRoom()) {
          long number = next++;
          flight.start(() -> measured(window, () -> piece(whole, number)));
        }
        byte[] bytes = flight.land();
        to.write(bytes, skipped, bytes.length - skipped);
        skipped = 0;
      }
    }
  }

  private byte[] piece(Whole whole, long number) throws IOException, InterruptedException {
    String name = whole.object().name();
    byte[] bytes =
        place
            .piece(name, number)
            .orElseThrow(() -> gone(name, "not whole any more: piece " + number + " is gone"));
    long length = Math.min(whole.piece(), whole.object().size() - number * whole.piece());
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
    return ask(() -> place.find(name)).map(Whole::object);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException, InterruptedException {
    return ask(() -> place.list(prefix));
  }

  @Override
  public void delete(String name) throws IOException, InterruptedException {
    check(name);
    boolean _ =
        ask(() -> {
          place.delete(name);
          return true;
        });
  }

  private <T> T ask(Insistence.Question<T> question) throws IOException, InterruptedException {
    return insistence.on(question, () -> {});
  }

  /// Asks, and tells the window how long the answer took.
  private <T> T measured(Window window, Insistence.Question<T> question)
      throws IOException, InterruptedException {
    return insistence.on(
        () -> {
          long started = System.nanoTime();
          T answer = question.ask();
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
