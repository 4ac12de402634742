package io.steward.runtime.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplySubjectsTest {

  @Test
  void acceptsInboxesAndThoseBelowConfiguredPrefixes() {
    ReplySubjects replies = ReplySubjects.alsoBelow(List.of("_OPERATORS", "_CI.inbox."));
    assertThat(replies.accept(Optional.of("_INBOX.a1B-_.2"))).contains("_INBOX.a1B-_.2");
    assertThat(replies.accept(Optional.of("_OPERATORS.x"))).contains("_OPERATORS.x");
    assertThat(replies.accept(Optional.of("_CI.inbox.x"))).contains("_CI.inbox.x");
    assertThat(replies.accept(Optional.of("_CI.other.x"))).isEmpty();
    assertThat(replies.accept(Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_INBOX",
        "_INBOX.",
        "_INBOX.>",
        "_INBOX.*",
        "_INBOX.a b",
        "_INBOX.a\r\nPUB x 0",
        "_INBOX..a",
        "_INBOX.a.",
        "_INBOXES.a",
        "_inbox.a",
        "x._INBOX.a",
        "$JS.API.STREAM.PURGE.S",
        "ship.command.shellcommand.operatingsystem"
      })
  void refusesEverythingElse(String replyTo) {
    assertThat(ReplySubjects.DEFAULT.accept(Optional.of(replyTo))).isEmpty();
  }

  @Test
  void refusesWhatIsLong() {
    assertThat(ReplySubjects.DEFAULT.accept(Optional.of("_INBOX." + "a".repeat(300)))).isEmpty();
    assertThat(ReplySubjects.DEFAULT.accept(Optional.of("_INBOX" + ".a".repeat(20)))).isEmpty();
  }
}
