package io.steward.runtime.objects;

import io.steward.api.ObjectStore;
import io.steward.api.StoredObject;
import io.steward.runtime.bus.Bus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The fleet's bucket of objects, over any bus.
public final class ObjectBucket implements ObjectStore {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,7}");

  private final Pieces pieces;
  private final Manifests manifests;
  private final RetryPolicy retryPolicy;
  private final PieceTransfer transfer;

  /// @param bus the bus, which need not be up
  public ObjectBucket(Bus bus) {
    this.pieces = new Pieces(bus, Bucket.OBJECTS);
    this.manifests = new Manifests(pieces);
    this.retryPolicy = new RetryPolicy(bus, pieces, () -> true);
    this.transfer = new PieceTransfer(pieces, retryPolicy);
  }

  @Override
  public StoredObject put(String name, InputStream bytes) throws IOException, InterruptedException {
    requireValidName(name);
    Map<Long, String> existing = retryPolicy.retry(() -> pieces.digests(name));
    Optional<ObjectManifest> previous = retryPolicy.retry(() -> manifests.find(name));
    int pieceSize = previous.map(ObjectManifest::pieceSize).orElse(pieces.size());
    PieceTransfer.Stored stored =
        transfer.store(
            bytes,
            pieceSize,
            existing,
            () -> previous.isEmpty() || deleteManifest(name),
            (number, piece, sha256) -> pieces.put(name, number, piece, sha256));
    StoredObject object = new StoredObject(name, stored.size(), stored.sha256(), Instant.EPOCH);
    return retryPolicy.retry(() -> finish(new ObjectManifest(object, pieceSize)));
  }

  private boolean deleteManifest(String name) throws IOException, InterruptedException {
    manifests.delete(name);
    return true;
  }

  private StoredObject finish(ObjectManifest manifest) throws IOException, InterruptedException {
    String name = manifest.object().name();
    manifests.put(manifest);
    return manifests
        .find(name)
        .map(ObjectManifest::object)
        .filter(found -> found.sha256().equals(manifest.object().sha256()))
        .orElseThrow(() -> transfer.refusal(name, "was deleted or replaced during the upload"));
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
        retryPolicy
            .retry(() -> manifests.find(object.name()))
            .orElseThrow(() -> transfer.refusal(object.name(), "is no longer at the broker"));
    if (!manifest.object().sha256().equals(object.sha256())) {
      throw transfer.refusal(object.name(), "has been replaced");
    }
    transfer.fetch(object.name(), manifest.object().size(), manifest.pieceSize(), from, to);
  }

  @Override
  public Optional<StoredObject> find(String name) throws IOException, InterruptedException {
    requireValidName(name);
    return retryPolicy.retry(() -> manifests.find(name)).map(ObjectManifest::object);
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException, InterruptedException {
    return retryPolicy.retry(() -> manifests.list(prefix));
  }

  @Override
  public void delete(String name) throws IOException, InterruptedException {
    requireValidName(name);
    boolean _ =
        retryPolicy.retry(() -> {
          manifests.delete(name);
          pieces.delete(name);
          return true;
        });
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
