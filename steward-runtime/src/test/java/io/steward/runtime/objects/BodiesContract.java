package io.steward.runtime.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.runtime.bus.Bus;
import io.steward.runtime.bus.Header;
import io.steward.runtime.bus.Headers;
import io.steward.runtime.bus.OutboundMessage;
import io.steward.runtime.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract of bodies over every bus.
abstract class BodiesContract {

  static final int PIECE = 64 << 10;
  static final String NAME = "ship.0123456789abcdef";

  @TempDir private Path folder = Path.of("");

  /// The bus of this test, up.
  abstract Bus bus();

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  final void put(String name, byte[] body) throws Exception {
    BodyBucket.of(bus()).put(name, new ByteArrayInputStream(body));
  }

  final byte[] get(BodyReference reference) throws Exception {
    Path file = folder.resolve("body");
    Files.deleteIfExists(file);
    BodyBucket.of(bus()).fetch(reference, file);
    return Files.readAllBytes(file);
  }

  final byte[] get(String name, byte[] expected) throws Exception {
    return get(BodyReference.to(name, expected));
  }

  final String subject(String name, Object number) throws InterruptedException {
    return bus().addresses().bodiesSubject(name + "." + number);
  }

  final String stream() throws InterruptedException {
    return bus().addresses().bodiesStream();
  }

  /// The sequence of a piece; 0 if it is not there.
  final long sequence(String name, long number) throws Exception {
    return bus()
        .lastMessage(stream(), subject(name, number))
        .map(piece -> piece.sequence())
        .orElse(0L);
  }

  /// Stores a piece as a stranger would.
  final void store(String name, long number, byte[] piece) throws Exception {
    Headers headers = Headers.NONE.with(Header.SHA256, Sha256.of(piece));
    bus().store(new OutboundMessage(subject(name, number), headers, piece)).join();
  }

  @Test
  void aBodyOfAnySizeRoundTrips() throws Exception {
    int number = 0;
    for (int size : new int[] {0, 1, PIECE - 1, PIECE, PIECE + 1, (3 << 20) + 17}) {
      byte[] body = random(size);
      String name = "ship.body" + number++;
      put(name, body);
      assertThat(get(name, body)).isEqualTo(body);
    }
  }

  @Test
  void aBodyIsStoredInPiecesOfItsOwner() throws Exception {
    byte[] body = random(2 * PIECE + 5);
    put(NAME, body);
    for (int number = 0; number < 3; number++) {
      byte[] piece =
          Arrays.copyOfRange(body, number * PIECE, Math.min((number + 1) * PIECE, body.length));
      var stored = bus().lastMessage(stream(), subject(NAME, number)).orElseThrow();
      assertThat(stored.body()).isEqualTo(piece);
      assertThat(stored.headers().find(Header.SHA256)).contains(Sha256.of(piece));
    }
  }

  @Test
  void storingABodyAgainChangesNothing() throws Exception {
    byte[] body = random(2 * PIECE + 5);
    put(NAME, body);
    long last = sequence(NAME, 2);
    put(NAME, body);
    assertThat(sequence(NAME, 2)).isEqualTo(last);
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void anInterruptedUploadSendsOnlyWhatIsMissing() throws Exception {
    byte[] body = random(5 * PIECE);
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(body, 0, 3 * PIECE),
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
    assertThatThrownBy(() -> BodyBucket.of(bus()).put(NAME, broken)).hasMessage("broken off");
    long first = sequence(NAME, 0);
    put(NAME, body);
    assertThat(first).isPositive();
    assertThat(sequence(NAME, 0)).isEqualTo(first);
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void anUploadGoesOnWithThePiecesOfASmallerLimit() throws Exception {
    byte[] body = random(20_000);
    store(NAME, 0, Arrays.copyOf(body, 4096));
    put(NAME, body);
    assertThat(sequence(NAME, 4)).isPositive();
    assertThat(sequence(NAME, 5)).isZero();
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void nothingElseIsStoredUnderTheNameOfABody() throws Exception {
    byte[] body = random(3 * PIECE);
    put(NAME, body);
    assertThatThrownBy(() -> put(NAME, random(3 * PIECE + 1)))
        .isInstanceOf(BodyConflictException.class)
        .hasMessage("something else is already stored under the name of the body " + NAME);
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void aPieceThatAStrangerHasStoredBeforeIsReportedAtBothEnds() throws Exception {
    byte[] body = random(3 * PIECE);
    for (int number = 0; number < 3; number++) {
      String name = "ship.taken" + number;
      store(name, number, random(PIECE - 1));
      assertThatThrownBy(() -> put(name, body)).isInstanceOf(BodyConflictException.class);
      assertThatThrownBy(() -> get(name, body)).isInstanceOf(UnusableBodyException.class);
    }
  }

  @Test
  void aBodyWithAnotherDigestIsNotUsed() throws Exception {
    byte[] body = random(3 * PIECE);
    put(NAME, body);
    body[body.length - 1]++;
    assertThatThrownBy(() -> get(NAME, body))
        .isInstanceOf(UnusableBodyException.class)
        .hasMessage("the body " + NAME + " does not have its declared SHA-256");
  }

  @Test
  void aBodyWithAnotherSizeIsNotUsed() throws Exception {
    String sha256 = Sha256.of(random(3 * PIECE));
    put(NAME, random(3 * PIECE));
    for (long size : new long[] {1, PIECE, 3 * PIECE - 1, 3 * PIECE + 1, 4 * PIECE}) {
      assertThatThrownBy(() -> get(new BodyReference(NAME, size, sha256)))
          .isInstanceOf(UnusableBodyException.class);
    }
  }

  @Test
  void aBodyInTinyPiecesIsNotRead() throws Exception {
    for (int number = 0; number < 100; number++) {
      store(NAME, number, random(1));
    }
    assertThatThrownBy(() -> get(NAME, random(100)))
        .isInstanceOf(UnusableBodyException.class)
        .hasMessage("the body " + NAME + " is not as many bytes long as declared");
  }

  @Test
  void aMissingPieceIsNamed() throws Exception {
    byte[] body = random(5 * PIECE);
    put(NAME, body);
    bus().purge(stream(), subject(NAME, 3));
    assertThatThrownBy(() -> get(NAME, body))
        .isInstanceOf(UnusableBodyException.class)
        .hasMessage("the body " + NAME + " is incomplete: piece 3 is missing");
    put(NAME, body);
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void aDeletedBodyIsGoneAndNoOther() throws Exception {
    byte[] body = random(3 * PIECE);
    String other = NAME + "0";
    put(NAME, body);
    put(other, body);
    BodyBucket.of(bus()).delete(NAME);
    BodyBucket.of(bus()).delete(NAME);
    assertThatThrownBy(() -> get(NAME, body))
        .isInstanceOf(UnusableBodyException.class)
        .hasMessage("the body " + NAME + " is gone from the broker");
    assertThat(get(other, body)).isEqualTo(body);
    put(NAME, body);
    assertThat(get(NAME, body)).isEqualTo(body);
  }

  @Test
  void onlyALargeMessageIsDetachedFromItsBody() throws Exception {
    OutboundMessage small = new OutboundMessage("a.b", Headers.NONE, random(1000));
    assertThat(BodyBucket.of(bus()).detachLarge(small, NAME)).isSameAs(small);
    byte[] body = random(bus().maxPayload());
    OutboundMessage detached =
        BodyBucket.of(bus()).detachLarge(new OutboundMessage("a.b", Headers.NONE, body), NAME);
    assertThat(detached.body()).isEmpty();
    Optional<String> reference = detached.headers().find(Header.BODY);
    assertThat(get(BodyReference.parse(reference.orElseThrow()))).isEqualTo(body);
  }
}
