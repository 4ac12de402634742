package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A reader who follows documents from top to bottom and checks that they show what happens.
/// Closing it ends the programs that the documents leave running.
final class Follower implements AutoCloseable {

  private final Path folder;
  private final String broker = Integer.toString(Ports.next());
  private final String syslog = Integer.toString(Ports.next());
  private final Installation installation;
  private final List<Running> staying = new ArrayList<>();

  /// @param folder where the commands are typed
  Follower(Path folder) throws IOException {
    this.folder = folder;
    this.installation =
        LocalRepository.author(folder)
            .with("STEWARD_BROKER", "nats://127.0.0.1:" + broker)
            .with("STEWARD_SYSLOG_PORT", syslog);
    Files.createSymbolicLink(folder.resolve("steward"), Installation.HOME.resolve("steward"));
  }

  /// Follows a document, in the state that those before it left.
  ///
  /// @return how many programs are still running
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

  /// The document's ports may be in use on this machine.
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
