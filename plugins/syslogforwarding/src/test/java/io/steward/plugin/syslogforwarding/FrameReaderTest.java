package io.steward.plugin.syslogforwarding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

  private static final int LONGEST = 480;

  private static List<String> all(InputStream in) throws IOException {
    FrameReader frameReader = new FrameReader(in, LONGEST);
    List<String> all = new ArrayList<>();
    for (Optional<byte[]> next = frameReader.next(); next.isPresent(); next = frameReader.next()) {
      all.add(new String(next.get(), ISO_8859_1));
    }
    return all;
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private static List<String> all(String text) throws IOException {
    return all(bytes(text));
  }

  @Test
  void endsAMessageAtALineFeed() throws IOException {
    assertThat(all("<1>a\n<2>b\n")).containsExactly("<1>a", "<2>b");
  }

  @Test
  void endsAMessageAtACarriageReturnAndLineFeedOrANul() throws IOException {
    assertThat(all("<1>a\r\n<2>b\0<3>c\n")).containsExactly("<1>a", "<2>b", "<3>c");
  }

  @Test
  void keepsACarriageReturnWithinAMessage() throws IOException {
    assertThat(all("<1>a\rb\n")).containsExactly("<1>a\rb");
  }

  @Test
  void ignoresEmptyLines() throws IOException {
    assertThat(all("\n\n<1>a\n\r\n\n<2>b\n")).containsExactly("<1>a", "<2>b");
  }

  @Test
  void countsWhenTheFirstByteIsADigit() throws IOException {
    assertThat(all("4 <1>a5 <2>bc")).containsExactly("<1>a", "<2>bc");
  }

  @Test
  void keepsALineFeedInACountedMessage() throws IOException {
    assertThat(all("6 <1>a\nb5 <2>\nc")).containsExactly("<1>a\nb", "<2>\nc");
  }

  @Test
  void stripsTheLineEndOfACountedMessage() throws IOException {
    assertThat(all("5 <1>a\n4 <2>b")).containsExactly("<1>a", "<2>b");
  }

  @Test
  void treatsDigitsAfterALineFeedAsText() throws IOException {
    assertThat(all("<1>a\n5 bottles\n")).containsExactly("<1>a", "5 bottles");
  }

  @Test
  void readsTheSameWhereverTheStreamIsSplit() throws IOException {
    for (String stream :
        new String[] {"4 <1>a10 <2>b\n<3>c\n4 <4>d", "<1>a\r\n<2>b\0\n<3>cd\n<4>e"}) {
      List<String> whole = all(stream);
      assertThat(whole).hasSizeGreaterThan(2);
      for (int i = 0; i <= stream.length(); i++) {
        assertThat(
                all(
                    new SequenceInputStream(
                        bytes(stream.substring(0, i)), bytes(stream.substring(i)))))
            .isEqualTo(whole);
      }
      List<InputStream> drops = new ArrayList<>();
      stream.chars().forEach(c -> drops.add(bytes(String.valueOf((char) c))));
      assertThat(all(new SequenceInputStream(Collections.enumeration(drops)))).isEqualTo(whole);
    }
  }

  @Test
  void truncatesALongLineAndContinues() throws IOException {
    String longOne = "<1>" + "x".repeat(2 * LONGEST);
    assertThat(all(longOne + "\n<2>b\n")).containsExactly(longOne.substring(0, LONGEST), "<2>b");
  }

  @Test
  void truncatesALongCountedMessageAndContinues() throws IOException {
    String longOne = "<1>" + "x".repeat(2 * LONGEST);
    assertThat(all(longOne.length() + " " + longOne + "4 <2>b"))
        .containsExactly(longOne.substring(0, LONGEST), "<2>b");
  }

  @Test
  void splitsNoCharacter() {
    for (String character : new String[] {"\u00e9", "\u4e16", "\ud83d\ude00"}) {
      byte[] bytes = ("xxxx" + character).getBytes(UTF_8);
      for (int longest = 4; longest <= bytes.length; longest++) {
        byte[] cut = FrameReader.whole(Arrays.copyOf(bytes, longest), longest);
        assertThat(new String(cut, UTF_8))
            .isEqualTo(longest == bytes.length ? "xxxx" + character : "xxxx");
      }
    }
  }

  @Test
  void leavesInvalidUtf8Unchanged() {
    for (int last = 0; last < 256; last++) {
      byte[] bytes = {'x', 'x', 'x', (byte) 0xff, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0};
      bytes[7] = (byte) (last < 0xc0 ? last : 0xff);
      assertThat(FrameReader.whole(bytes, 8)).isEqualTo(bytes);
      assertThat(FrameReader.whole(bytes, 9)).isEqualTo(bytes);
    }
  }

  @Test
  void keepsAMessageOfMaximumLength() throws IOException {
    String full = "<1>" + "x".repeat(LONGEST - 3);
    assertThat(all(full + "\n<2>b\n")).containsExactly(full, "<2>b");
    assertThat(all(LONGEST + " " + full + "4 <2>b")).containsExactly(full, "<2>b");
  }

  @Test
  void keepsAnIncompleteLastMessage() throws IOException {
    assertThat(all("<1>a\n<2>b")).containsExactly("<1>a", "<2>b");
    assertThat(all("4 <1>a9 <2>b")).containsExactly("<1>a", "<2>b");
    assertThat(all("9000 <1>" + "x".repeat(LONGEST)))
        .containsExactly("<1>" + "x".repeat(LONGEST - 3));
  }

  @Test
  void aHugeCountNeedsNoMemory() throws IOException {
    assertThat(all("999999999 <1>a")).containsExactly("<1>a");
  }

  @Test
  void endsAtTheEnd() throws IOException {
    assertThat(all("")).isEmpty();
    assertThat(all("\n\n")).isEmpty();
  }

  @Test
  void rejectsAnInvalidCount() {
    for (String stream :
        Arrays.asList("4<1>a", "4 <1>a<2>b", "4 <1>a\n4 <2>b", "1234567890 <1>a", "4", "4x <1>")) {
      assertThatThrownBy(() -> all(stream))
          .isInstanceOf(ProtocolException.class)
          .hasMessage("expected an octet count");
    }
  }

  @Test
  void keepsTheBeginningOfAnEndlessLine() throws IOException {
    // too much to keep in memory
    InputStream endless =
        new InputStream() {
          private long left = 50_000_000;

          @Override
          public int read() {
            return left-- > 0 ? 'x' : -1;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            if (left <= 0) {
              return -1;
            }
            left -= length;
            Arrays.fill(into, from, from + length, (byte) 'x');
            return length;
          }
        };
    assertThat(all(endless)).containsExactly("x".repeat(LONGEST));
  }
}
