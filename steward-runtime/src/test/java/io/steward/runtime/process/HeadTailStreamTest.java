package io.steward.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTailStreamTest {

  private record Chunk(long offset, int length) {}

  @Test
  void keepsHeadAndTailAndCountsDroppedAndRefusedBytes() throws IOException {
    Random random = new Random(2);
    for (int round = 0; round < 300; round++) {
      int head = random.nextInt(100);
      int tail = random.nextInt(50);
      byte[] all = new byte[random.nextInt(300)];
      random.nextBytes(all);
      byte[] kept = new byte[all.length];
      boolean[] there = new boolean[all.length];
      boolean[] refused = new boolean[all.length];
      List<Chunk> chunks = new ArrayList<>();
      HeadTailStream stream =
          new HeadTailStream(
              head,
              tail,
              (offset, bytes) -> {
                if (random.nextInt(20) == 0) {
                  Arrays.fill(refused, (int) offset, (int) offset + bytes.length, true);
                  return false;
                }
                chunks.add(new Chunk(offset, bytes.length));
                System.arraycopy(bytes, 0, kept, (int) offset, bytes.length);
                Arrays.fill(there, (int) offset, (int) offset + bytes.length, true);
                return true;
              });
      int at = 0;
      while (at < all.length) {
        int length = Math.min(all.length - at, 1 + random.nextInt(70));
        stream.write(all, at, length);
        at += length;
        if (random.nextInt(4) == 0) {
          stream.flush();
        }
      }
      stream.close();
      int dropped = 0;
      for (int i = 0; i < all.length; i++) {
        boolean expected = (i < head || i >= all.length - tail) && !refused[i];
        assertThat(there[i]).isEqualTo(expected);
        assertThat(!there[i] || kept[i] == all[i]).isTrue();
        dropped += expected ? 0 : 1;
      }
      assertThat(stream.total()).isEqualTo(all.length);
      assertThat(stream.dropped()).isEqualTo(dropped);
      long next = 0;
      for (Chunk chunk : chunks) {
        assertThat(chunk.offset()).isGreaterThanOrEqualTo(next);
        next = chunk.offset() + chunk.length();
      }
    }
  }

  @Test
  void sendsNothingTwiceAndNothingAfterClose() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeadTailStream stream =
        new HeadTailStream(
            100,
            0,
            (offset, bytes) -> {
              out.writeBytes(bytes);
              return true;
            });
    stream.write(new byte[] {1, 2, 3});
    stream.close();
    stream.close();
    assertThat(out.size()).isEqualTo(3);
    assertThatThrownBy(() -> stream.write(4)).hasMessageContaining("closed");
  }
}
