package io.steward.runtime.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {

  /// The example of FIPS 180-4 for the text `abc`.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final byte[] BYTES = "abc".getBytes(StandardCharsets.UTF_8);

  @Test
  void isThatOfTheStandard(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("abc"), BYTES);
    assertThat(Sha256.of(BYTES)).isEqualTo(ABC);
    assertThat(Sha256.of("abc")).isEqualTo(ABC);
    assertThat(Sha256.of(file)).isEqualTo(ABC);
    assertThat(Sha256.bytesOf("abc").getInt()).isEqualTo(0xba7816bf);
  }

  @Test
  void isTheSameForTheSameBytesInParts(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("b"), "b");
    Sha256 digest = new Sha256().add(new byte[] {'a'}).add(file);
    assertThat(digest.add(ByteBuffer.wrap(BYTES, 2, 1)).hex()).isEqualTo(ABC);
  }

  @Test
  void countsWhatIsCopied() throws Exception {
    Sha256 digest = new Sha256();
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (OutputStream out = digest.copyingTo(copy)) {
      out.write(BYTES);
    }
    assertThat(digest.hex()).isEqualTo(ABC);
    assertThat(copy.toByteArray()).isEqualTo(BYTES);
  }
}
