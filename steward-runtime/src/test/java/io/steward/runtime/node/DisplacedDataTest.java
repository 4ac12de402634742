package io.steward.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.Reply;
import io.steward.api.Subject;
import io.steward.runtime.process.CommandSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder that is moved away, removed or replaced while its node runs.
class DisplacedDataTest {

  private static final Subject SUBJECT = TestBinding.subject("one");

  @TempDir private Path temp = Path.of("");
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CommandSpec<ActHandler.Arguments> command =
      TestBinding.DEFAULTS.bind(
          "one",
          (arguments, context) -> {
            done.add(arguments.text());
            return Reply.succeeded();
          });
  private Path data = Path.of("");
  private Path aside = Path.of("");
  private TestNode node = new TestNode(data);

  @BeforeEach
  void start() throws IOException {
    data = Files.createDirectory(temp.resolve("data"));
    aside = temp.resolve("aside");
    node = TestNode.with(data, command);
    node.await(SUBJECT, node.send(SUBJECT, "before"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /// Sends a command, and waits until the node has refused to write it.
  private String sendInVain(String reason) {
    String id = node.send(SUBJECT, "meanwhile");
    TestNode.await(reason, () -> node.ledgerProblems().toString().contains(reason));
    assertThat(node.answers(SUBJECT, id).words()).isEmpty();
    assertThat(done).containsExactly("before");
    return id;
  }

  @Test
  void nothingIsAcceptedWhileTheDataFolderIsGoneAndEverythingWhenItIsBack() throws Exception {
    Files.move(data, aside);
    String id = sendInVain("data has been removed; put it back, or restart the node");
    Files.move(aside, data);
    assertThat(node.await(SUBJECT, id).has("succeeded")).isTrue();
    assertThat(done).containsExactly("before", "meanwhile");
    assertThat(node.ledgerProblems()).isEmpty();
  }

  @Test
  void nothingIsAcceptedIntoAFolderThatHasBeenReplaced() throws Exception {
    Files.move(data, aside);
    Files.createDirectory(data);
    String id = sendInVain("data has been replaced by another folder");
    node.stop();
    assertThat(data.resolve("ledger.db")).doesNotExist();
    node.start(command);
    node.await(SUBJECT, id);
    assertThat(done).contains("meanwhile");
  }

  @Test
  void aNodeWithoutWorkReportsThatItsFolderIsGoneAndBack() throws Exception {
    Files.move(data, aside);
    assertThat(node.ledgerProblems())
        .singleElement()
        .asString()
        .contains("the ledger cannot be written: " + data + " has been removed");
    Files.move(aside, data);
    assertThat(node.ledgerProblems()).isEmpty();
  }

  @Test
  void aLinkThatLeadsElsewhereIsAnotherFolder() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.move(data, aside);
    Files.createSymbolicLink(data, aside);
    assertThat(node.ledgerProblems()).isEmpty();
    Files.delete(data);
    Files.createSymbolicLink(data, other);
    var _ = sendInVain("data has been replaced by another folder");
  }
}
