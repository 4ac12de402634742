package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Executes a document from top to bottom, and compares the output with what it shows. Closing it
/// ends the programs that the document leaves running.
final class Follower implements AutoCloseable {

  private final Path folder;
  private final String broker = Integer.toString(Ports.next());
  private final String syslog = Integer.toString(Ports.next());
  private final Installation installation;
  private final List<Running> staying = new ArrayList<>();

  /// @param folder where the document's commands are run
  Follower(Path folder) throws IOException {
    this.folder = folder;
    this.installation =
        LocalRepository.author(folder)
            .with("STEWARD_BROKER", "nats://127.0.0.1:" + broker)
            .with("STEWARD_SYSLOG_PORT", syslog);
    Files.createSymbolicLink(folder.resolve("steward"), Installation.HOME.resolve("steward"));
  }

  /// Executes a document.
  ///
  /// @return how many of its programs keep running
  int follow(Path document) throws IOException {
    for (Readme.Step step : Readme.steps(document)) {
      switch (step) {
        case Readme.Write(var name, var text) -> write(folder.resolve(name), text);
        case Readme.Type type -> type(type);
      }
    }
    return staying.size();
  }

  private void type(Readme.Type type) {
    Readme.Type shown =
        new Readme.Type(
            onFreePorts(type.command()),
            type.prints().stream().map(this::onFreePorts).toList(),
            type.stays());
    Running running = installation.program(List.of("bash", "-c", shell(shown)));
    if (shown.stays()) {
      staying.add(running);
      running.awaitPrinted(shown.pattern().pattern());
    } else {
      String out = running.awaitEnd().out().replace("\u001b[0m", ""); // printed by Maven
      assertThat(shown.pattern().matcher(out).matches())
          .as(shown.command() + "\n" + out + "is not\n" + shown.pattern())
          .isTrue();
    }
  }

  /// Replaces the document's ports, which may be in use.
  private String onFreePorts(String text) {
    return text.replace("steward up ", "steward up --port " + broker + " ")
        .replace("nats://127.0.0.1:4222", "nats://127.0.0.1:" + broker)
        .replace("5514", syslog);
  }

  /// Merges both streams, as a terminal does.
  private static String shell(Readme.Type type) {
    return type.stays() ? "exec " + type.command() + " 2>&1" : "exec 2>&1; " + type.command();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  @Override
  public void close() {
    staying.reversed().forEach(Running::close);
  }
}
