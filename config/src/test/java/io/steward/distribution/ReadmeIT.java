package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever follows the README from top to bottom sees what it shows; also a plugin that is built
/// outside of this tree, with nothing but the API.
class ReadmeIT {

  private static final Path README = Installation.ROOT.resolve("README.md");

  @TempDir private Path folder = Path.of("");

  /// The README's ports may be taken here.
  private static String onFreePorts(String text, String broker, String syslog) {
    return text.replace("steward up ", "steward up --port " + broker + " ")
        .replace("nats://127.0.0.1:4222", "nats://127.0.0.1:" + broker)
        .replace("5514", syslog);
  }

  @Test
  void showsWhatHappens() throws Exception {
    Files.createSymbolicLink(folder.resolve("steward"), Installation.HOME.resolve("steward"));
    Files.createSymbolicLink(folder.resolve("config"), Installation.ROOT.resolve("config"));
    Files.createSymbolicLink(folder.resolve("plugins"), Installation.HOME.resolve("plugins"));
    Files.createSymbolicLink(
        folder.resolve("steward-api"), Installation.ROOT.resolve("steward-api"));
    String broker = Integer.toString(Fleet.freePort());
    String syslog = Integer.toString(Fleet.freePort());
    Installation reader =
        new Installation(
            folder,
            Map.of(
                "STEWARD_BROKER",
                "nats://127.0.0.1:" + broker,
                "STEWARD_SYSLOG_PORT",
                syslog,
                "JAVA_HOME",
                System.getProperty("java.home"),
                "MAVEN_OPTS", // an older Maven's own libraries make this Java warn
                "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"));
    List<Running> staying = new ArrayList<>();
    try {
      for (Readme.Step step : Readme.steps(README)) {
        switch (step) {
          case Readme.Write(var name, var text) -> write(folder.resolve(name), text);
          case Readme.Type type -> {
            String command = onFreePorts(type.command(), broker, syslog);
            Readme.Type shown =
                new Readme.Type(
                    command,
                    type.prints().stream().map(line -> onFreePorts(line, broker, syslog)).toList(),
                    type.stays());
            Running running = reader.program(List.of("bash", "-c", shell(shown)));
            if (shown.stays()) {
              staying.add(running);
              running.awaitPrinted(shown.pattern().pattern());
            } else {
              String out = running.awaitEnd().out().replace("\u001b[0m", ""); // Maven's
              assertThat(shown.pattern().matcher(out).matches())
                  .as(command + "\n" + out + "is not\n" + shown.pattern())
                  .isTrue();
            }
          }
        }
      }
    } finally {
      staying.reversed().forEach(Running::close);
    }
    assertThat(staying).hasSize(3);
  }

  /// Both streams as a terminal shows them.
  private static String shell(Readme.Type type) {
    return type.stays() ? "exec " + type.command() + " 2>&1" : "exec 2>&1; " + type.command();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  @Test
  void namesTheSubjectsThatAreTested() throws Exception {
    assertThat(README).content().contains("nats pub " + PlainNatsIT.STORED, PlainNatsIT.LIVE);
  }
}
