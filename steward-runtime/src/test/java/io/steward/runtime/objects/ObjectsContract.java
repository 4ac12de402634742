package io.steward.runtime.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.api.ObjectRefusedException;
import io.steward.api.StoredObject;
import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The contract of objects over every bus.
abstract class ObjectsContract {

  private static final int PIECE = 64 << 10;

  /// The bus of this test, up.
  abstract Bus bus();

  final ObjectBucket objects() {
    return new ObjectBucket(bus());
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  final StoredObject put(String name, byte[] bytes) throws Exception {
    return objects().put(name, new ByteArrayInputStream(bytes));
  }

  private byte[] get(StoredObject object, long from) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    objects().get(object, from, bytes);
    return bytes.toByteArray();
  }

  private long sequence(String key) throws Exception {
    return bus()
        .lastMessage(bus().addresses().objectsStream(), bus().addresses().objectsSubject(key))
        .orElseThrow()
        .sequence();
  }

  /// A stream that fails after some bytes.
  private static InputStream broken(byte[] bytes, int after) {
    return new SequenceInputStream(
        new ByteArrayInputStream(bytes, 0, after),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken off");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        });
  }

  @Test
  void aLongObjectRoundTrips() throws Exception {
    byte[] bytes = random(20 * PIECE + 17);
    StoredObject object = put("test.long", bytes);
    assertThat(object.size()).isEqualTo(bytes.length);
    assertThat(object.sha256()).isEqualTo(Sha256.of(bytes));
    assertThat(objects().find("test.long")).contains(object);
    assertThat(get(object, 0)).isEqualTo(bytes);
  }

  @Test
  void readsAnObjectFromAnOffset() throws Exception {
    byte[] bytes = random(3 * PIECE);
    StoredObject object = put("test.rest", bytes);
    for (int from : new int[] {1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE - 1, 3 * PIECE}) {
      assertThat(get(object, from)).isEqualTo(Arrays.copyOfRange(bytes, from, bytes.length));
    }
    assertThatThrownBy(() -> get(object, 3 * PIECE + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyObjectRoundTrips() throws Exception {
    StoredObject object = put("test.empty", new byte[0]);
    assertThat(object.size()).isZero();
    assertThat(get(object, 0)).isEmpty();
  }

  @Test
  void anIncompleteObjectIsNotFound() throws Exception {
    assertThatThrownBy(() -> objects().put("test.part", broken(random(5 * PIECE), 3 * PIECE)))
        .hasMessage("broken off");
    assertThat(objects().find("test.part")).isEmpty();
  }

  @Test
  void puttingAgainSendsOnlyMissingPieces() throws Exception {
    byte[] bytes = random(5 * PIECE);
    put("test.again", Arrays.copyOf(bytes, 3 * PIECE));
    long first = sequence("piece.test.again.0");
    StoredObject object = put("test.again", bytes);
    assertThat(sequence("piece.test.again.0")).isEqualTo(first);
    assertThat(get(object, 0)).isEqualTo(bytes);
  }

  @Test
  void anObjectReplacesTheOneOfTheSameName() throws Exception {
    StoredObject before = put("test.same", random(3 * PIECE));
    byte[] bytes = random(PIECE + 5);
    StoredObject after = put("test.same", bytes);
    assertThat(get(after, 0)).isEqualTo(bytes);
    assertThatThrownBy(() -> get(before, 0))
        .isInstanceOf(ObjectRefusedException.class)
        .hasMessage("the object test.same has been replaced");
  }

  @Test
  void aDeletedObjectIsGone() throws Exception {
    StoredObject object = put("test.gone", random(2 * PIECE));
    objects().delete("test.gone");
    objects().delete("test.gone");
    assertThat(objects().find("test.gone")).isEmpty();
    assertThatThrownBy(() -> get(object, 0))
        .isInstanceOf(ObjectRefusedException.class)
        .hasMessage("the object test.gone is no longer at the broker");
  }

  @Test
  void listsObjectsByPrefix() throws Exception {
    StoredObject b = put("list.one.b", random(3));
    StoredObject a = put("list.one.a", random(PIECE + 1));
    put("list.two", random(3));
    assertThat(objects().list("list.one.")).containsExactly(a, b);
  }

  @Test
  void refusesADamagedPiece() throws Exception {
    StoredObject object = put("test.damaged", random(2 * PIECE));
    bus()
        .store(
            new OutboundMessage(
                bus().addresses().objectsSubject("piece.test.damaged.1"),
                Headers.NONE.with(Header.SHA256, Sha256.of(random(PIECE))),
                random(PIECE - 1)))
        .join();
    assertThatThrownBy(() -> get(object, 0))
        .isInstanceOf(ObjectRefusedException.class)
        .hasMessage("piece 1 of the object test.damaged is damaged: its SHA-256 differs");
  }

  @Test
  void rejectsInvalidNames() {
    for (String name : new String[] {"", "a b", "a.*", "a.>", "..", "a.", "ä"}) {
      assertThatThrownBy(() -> objects().find(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("\"" + name + "\" is not a valid object name");
    }
  }
}
