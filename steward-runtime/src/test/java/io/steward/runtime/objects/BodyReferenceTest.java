package io.steward.runtime.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReferenceTest {

  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-2, B.1

  @TempDir private Path folder = Path.of("");

  @Test
  void parsesWhatItPrints() throws Exception {
    byte[] body = "abc".getBytes(StandardCharsets.UTF_8);
    BodyReference reference = BodyReference.to("id.succeeded", body);
    assertThat(reference).hasToString("id.succeeded; size=3; sha256=" + ABC);
    assertThat(BodyReference.parse(reference.toString())).isEqualTo(reference);
    Path file = Files.write(folder.resolve("body"), body);
    assertThat(BodyReference.to("id.succeeded", file)).isEqualTo(reference);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "id; size=3",
        "id; size=-3; sha256=" + ABC,
        "id; size=3; sha256=ba78",
        "../id; size=3; sha256=" + ABC,
        "owner..id; size=3; sha256=" + ABC,
        "owner.id.; size=3; sha256=" + ABC,
        "owner.*; size=3; sha256=" + ABC,
        "owner.>; size=3; sha256=" + ABC,
        "a b; size=3; sha256=" + ABC,
        "; size=3; sha256=" + ABC
      })
  void rejectsMalformedReferences(String header) {
    assertThatThrownBy(() -> BodyReference.parse(header))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(header);
  }
}
