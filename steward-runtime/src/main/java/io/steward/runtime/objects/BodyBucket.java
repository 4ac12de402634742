package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// The fleet's bucket of bodies that are too large for their messages, over any bus. A body is
/// stored in pieces, `<owner>.<name>.<number>`, each of which is written once. The size of the
/// first piece is that of all but the last.
public final class BodyBucket {

  private final Pieces pieces;
  private final RetryPolicy retryPolicy;
  private final PieceTransfer transfer;

  private BodyBucket(Bus bus, BooleanSupplier waiting) {
    this.pieces = new Pieces(bus, Bucket.BODIES);
    this.retryPolicy = new RetryPolicy(bus, pieces, waiting);
    this.transfer = new PieceTransfer(pieces, retryPolicy);
  }

  /// The bucket for a caller that does not wait while the link is down.
  public static BodyBucket of(Bus bus) {
    return new BodyBucket(bus, () -> false);
  }

  /// The bucket for a caller that waits while the link is down, so that a transfer resumes where it
  /// was.
  ///
  /// @param waiting whether the caller still waits
  public static BodyBucket waiting(Bus bus, BooleanSupplier waiting) {
    return new BodyBucket(bus, waiting);
  }

  /// Stores a body, and returns when the broker has all of it. Pieces that are already there are
  /// not sent again.
  ///
  /// @throws BodyConflictException if something else is stored under its name
  /// @throws IOException if the broker may not have stored it, or the body cannot be read
  public void put(String name, InputStream body) throws IOException, InterruptedException {
    Optional<Integer> first =
        retryPolicy
            .retry(() -> pieces.last(pieces.bucket().pieceKey(name, 0)))
            .map(piece -> piece.body().length);
    int own = pieces.size();
    // an upload that was interrupted goes on with its pieces although the broker accepts larger
    // ones
    int pieceSize = first.filter(size -> size >= Pieces.MIN_SIZE && size <= own).orElse(own);
    Map<Long, String> existing =
        first.isEmpty() ? Map.of() : retryPolicy.retry(() -> pieces.digests(name));
    var _ =
        transfer.store(
            body,
            pieceSize,
            existing,
            () -> true,
            (number, piece, sha256) -> pieces.putOnce(name, number, piece, sha256));
  }

  /// A message, if it fits into what the broker accepts. Otherwise the same with a reference to its
  /// body, which is first stored.
  ///
  /// @param name of the body
  /// @throws BodyConflictException if something else is stored under that name
  /// @throws IOException if the broker did not store the body
  public OutboundMessage detachLarge(OutboundMessage message, String name)
      throws IOException, InterruptedException {
    if (message.size() <= pieces.bus().maxPayload()) {
      return message;
    }
    put(name, new ByteArrayInputStream(message.body()));
    return referring(message, name);
  }

  /// A message with a reference to its body, which is stored or not.
  public static OutboundMessage referring(OutboundMessage message, String name) {
    String reference = BodyReference.to(name, message.body()).toString();
    return new OutboundMessage(
        message.subject(), message.headers().with(Header.BODY, reference), new byte[0]);
  }

  /// Downloads a body to a file, unless the file already holds it.
  ///
  /// @throws UnusableBodyException if the body is gone or incomplete, or differs in size or digest
  /// @throws IOException if the request to the broker fails or the file cannot be written
  public void fetch(BodyReference reference, Path to)
      throws IOException, InterruptedException, UnusableBodyException {
    if (holds(to, reference)) {
      return;
    }
    Sha256 digest = new Sha256();
    try (OutputStream out = digest.copyingTo(Files.newOutputStream(to))) {
      write(reference, out);
    } catch (ObjectRefusedException e) {
      throw new UnusableBodyException(String.valueOf(e.getMessage()));
    }
    if (!digest.hex().equals(reference.sha256())) {
      throw new UnusableBodyException(
          "the body " + reference.name() + " does not have its declared SHA-256");
    }
  }

  private void write(BodyReference reference, OutputStream to)
      throws IOException, InterruptedException {
    String name = reference.name();
    long size = reference.size();
    if (size == 0) {
      return;
    }
    Optional<byte[]> found = retryPolicy.retry(() -> pieces.find(name, 0));
    if (found.isPresent()) {
      byte[] first = found.get();
      if (first.length > size || first.length < Math.min(size, Pieces.MIN_SIZE)) {
        throw transfer.refusal(name, pieces.bucket().otherLength());
      }
      to.write(first);
      transfer.fetch(name, size, first.length, first.length, to);
    } else if (!new OlderBodies(pieces.bus()).write(reference, to)) {
      throw transfer.refusal(name, "is gone from the broker");
    }
  }

  /// Whether a file already holds a complete body, downloaded before a restart.
  private static boolean holds(Path file, BodyReference reference) throws IOException {
    return Files.exists(file)
        && Files.size(file) == reference.size()
        && Sha256.of(file).equals(reference.sha256());
  }

  /// Deletes a body, if it is there.
  ///
  /// @throws IOException if the broker may not have done so
  public void delete(String name) throws IOException, InterruptedException {
    pieces.delete(name);
  }
}
