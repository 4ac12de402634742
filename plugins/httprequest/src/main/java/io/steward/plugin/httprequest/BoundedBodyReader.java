package io.steward.plugin.httprequest;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/// Reads the beginning of a body, and cancels the rest, which closes the connection.
final class BoundedBodyReader implements BodySubscriber<ResponseBody> {

  private final int largest;
  private final BiFunction<ByteBuffer, Boolean, ResponseBody> made;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final CompletableFuture<ResponseBody> body = new CompletableFuture<>();
  private final AtomicReference<Flow.Subscription> wire = new AtomicReference<>();

  /// @param made creates a body from the bytes kept, and whether these are all
  BoundedBodyReader(int largest, BiFunction<ByteBuffer, Boolean, ResponseBody> made) {
    this.largest = largest;
    this.made = made;
  }

  @Override
  public CompletionStage<ResponseBody> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    wire.set(subscription);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      if (body.isDone()) {
        return;
      }
      byte[] taken = new byte[Math.min(piece.remaining(), largest - kept.size())];
      piece.get(taken);
      kept.writeBytes(taken);
      if (piece.hasRemaining()) {
        body.complete(made.apply(ByteBuffer.wrap(kept.toByteArray()), false));
        wire.get().cancel();
      }
    }
  }

  @Override
  public void onError(Throwable cause) {
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    body.complete(made.apply(ByteBuffer.wrap(kept.toByteArray()), true));
  }
}
