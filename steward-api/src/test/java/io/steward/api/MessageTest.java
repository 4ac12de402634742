package io.steward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTest {

  private static final Subject SUBJECT = Subject.parse("ship1.command.echo.test");

  @Test
  void hasNoLimitsByDefault() {
    Message message = Message.to(SUBJECT, Map.of());
    assertThat(message.timeout()).isEmpty();
    assertThat(message.expiry()).isEmpty();
  }

  @Test
  void rejectsLimitsThatAreNotPositive() {
    Message message = Message.to(SUBJECT, Map.of());
    assertThatThrownBy(() -> message.withTimeout(Duration.ZERO)).hasMessageContaining("timeout");
    assertThatThrownBy(() -> message.withExpiry(Duration.ofSeconds(-1)))
        .hasMessageContaining("expiry");
  }

  @Test
  void outputCannotBeChangedByReaders() {
    Answer.Output output =
        new Answer.Output(Answer.Channel.STDOUT, 0, ByteBuffer.wrap(new byte[] {1, 2}));
    output.bytes().get();
    assertThat(output.bytes().remaining()).isEqualTo(2);
    assertThatThrownBy(() -> output.bytes().put((byte) 3))
        .isInstanceOf(ReadOnlyBufferException.class);
  }
}
