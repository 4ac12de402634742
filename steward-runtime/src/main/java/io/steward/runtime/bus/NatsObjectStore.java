package io.steward.runtime.bus;

import io.nats.client.Connection;
import io.nats.client.ObjectStore;
import io.nats.client.api.ObjectInfo;
import io.nats.client.api.ObjectMeta;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// The bucket of files: a NATS object store (ADR-20), which the stock tool can read and write.
///
/// @param connection the connection to the broker
/// @param bucket the name of the bucket
record NatsObjectStore(Connection connection, String bucket) {

  /// Each chunk is confirmed before the next is sent, so a few large ones are faster over a link
  /// with a high latency.
  private static final int MAX_CHUNK_BYTES = 512 << 10;

  private static final int PROTOCOL_OVERHEAD =
      1 << 10; // for subject and protocol, in the message with a chunk
  private static final int CHUNKS_PER_FETCH = 8;

  /// An operation on the bucket.
  @FunctionalInterface
  private interface BucketOperation<T extends @Nullable Object> {
    T run(ObjectStore store)
        throws IOException,
            InterruptedException,
            io.nats.client.JetStreamApiException,
            NoSuchAlgorithmException;
  }

  private <T extends @Nullable Object> T withStore(BucketOperation<T> operation)
      throws IOException, InterruptedException {
    try {
      return ApiCalls.call(() -> {
        try {
          return operation.run(connection.objectStore(bucket));
        } catch (NoSuchAlgorithmException e) {
          throw new IllegalStateException(e); // every JDK has SHA-256
        }
      });
    } catch (IllegalArgumentException e) { // thrown by the library when parts are missing
      throw new IOException("the bucket " + bucket + " cannot be read: " + e.getMessage(), e);
    }
  }

  void put(String name, InputStream body) throws IOException, InterruptedException {
    int chunk = (int) Math.min(MAX_CHUNK_BYTES, connection.getMaxPayload() - PROTOCOL_OVERHEAD);
    ObjectMeta meta = ObjectMeta.builder(name).chunkSize(chunk).build();
    ObjectInfo _ = withStore(store -> store.put(meta, body));
  }

  /// Reads an object, a few chunks at a time. With the method of the library the broker sends all
  /// it can, and continues to send after the reader has stopped.
  ///
  /// @return whether there is such an object
  boolean get(String name, OutputStream to) throws IOException, InterruptedException {
    @Nullable ObjectInfo info = this.<@Nullable ObjectInfo>withStore(store -> store.getInfo(name));
    if (info == null) {
      return false;
    }
    String chunks = "$O." + bucket + ".C." + info.getNuid();
    try (Bus.StreamReader reader =
        NatsStreamReader.open(
            connection,
            "OBJ_" + bucket,
            chunks,
            new Bus.StartPosition.AtSequence(1),
            CHUNKS_PER_FETCH)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        to.write(next.get().body());
      }
    }
    return true;
  }

  void delete(String name) throws IOException, InterruptedException {
    @Nullable ObjectInfo _ =
        this.<@Nullable ObjectInfo>withStore(
            store -> store.getInfo(name) == null ? null : store.delete(name));
  }
}
