package io.steward.runtime.objects;

import io.steward.api.ObjectRefusedException;
import io.steward.runtime.digest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/// Stores and fetches the pieces of one object or body, several at a time.
///
/// @param pieces the bucket
/// @param retryPolicy retries the request for each piece
record PieceTransfer(Pieces pieces, RetryPolicy retryPolicy) {

  /// Stores one piece.
  @FunctionalInterface
  interface Put {
    void put(long number, byte[] bytes, String sha256) throws IOException, InterruptedException;
  }

  /// What was stored.
  ///
  /// @param size in bytes
  /// @param sha256 in hex
  record Stored(long size, String sha256) {}

  /// Stores pieces that are not there yet.
  ///
  /// @param pieceSize the size of each but the last
  /// @param existing the SHA-256 of each piece that is there, by its number
  /// @param beforeFirst called before the first piece is stored
  Stored store(
      InputStream bytes,
      int pieceSize,
      Map<Long, String> existing,
      RetryPolicy.Attempt<?> beforeFirst,
      Put put)
      throws IOException, InterruptedException {
    Sha256 whole = new Sha256();
    long size = 0;
    boolean begun = false;
    CongestionWindow window = new CongestionWindow();
    try (OrderedPipeline<Integer> pipeline = new OrderedPipeline<>(window)) {
      long number = 0;
      for (byte[] next = bytes.readNBytes(pieceSize);
          next.length > 0;
          next = bytes.readNBytes(pieceSize)) {
        whole.add(next);
        size += next.length;
        String sha256 = Sha256.of(next);
        if (!sha256.equals(existing.get(number))) {
          if (!begun) {
            var _ = retryPolicy.retry(beforeFirst);
            begun = true;
          }
          while (!pipeline.hasRoom()) {
            var _ = pipeline.next();
          }
          pipeline.submit(storing(put, number, next, sha256, window));
        }
        number++;
      }
      while (!pipeline.isEmpty()) {
        var _ = pipeline.next();
      }
    }
    return new Stored(size, whole.hex());
  }

  private Callable<Integer> storing(
      Put put, long number, byte[] bytes, String sha256, CongestionWindow window) {
    return () ->
        timed(
            window,
            () -> {
              put.put(number, bytes, sha256);
              return bytes.length;
            });
  }

  /// Fetches pieces, and writes their bytes in order.
  ///
  /// @param size of the whole, in bytes
  /// @param pieceSize the size of each piece but the last
  /// @param from offset of the first byte to write
  void fetch(String name, long size, int pieceSize, long from, OutputStream to)
      throws IOException, InterruptedException {
    long count = (size + pieceSize - 1) / pieceSize;
    CongestionWindow window = new CongestionWindow();
    int skipped = (int) (from % pieceSize);
    try (OrderedPipeline<byte[]> pipeline = new OrderedPipeline<>(window)) {
      long next = from / pieceSize;
      while (next < count || !pipeline.isEmpty()) {
        while (next < count && pipeline.hasRoom()) {
          long number = next++;
          long length = Math.min(pieceSize, size - number * pieceSize);
          pipeline.submit(() -> timed(window, () -> fetchPiece(name, number, length)));
        }
        byte[] bytes = pipeline.next();
        to.write(bytes, skipped, bytes.length - skipped);
        skipped = 0;
      }
    }
  }

  private byte[] fetchPiece(String name, long number, long length)
      throws IOException, InterruptedException {
    byte[] bytes =
        pieces
            .find(name, number)
            .orElseThrow(() -> refusal(name, "is incomplete: piece " + number + " is missing"));
    if (bytes.length != length) {
      throw refusal(name, pieces.bucket().otherLength());
    }
    return bytes;
  }

  /// The exception for something that is unusable.
  ObjectRefusedException refusal(String name, String problem) {
    return new ObjectRefusedException(
        "the " + pieces.bucket().singular() + " " + name + " " + problem);
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
}
