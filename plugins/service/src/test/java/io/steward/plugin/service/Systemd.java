package io.steward.plugin.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Fake programs in place of systemd's: they record how they were called, and do what the test
/// wants.
record Systemd(Path folder) {

  private static final String SHOWN =
      """
      Id=app.service
      Description=The app = everything
      LoadState=loaded
      ActiveState=active
      SubState=running
      UnitFileState=enabled
      StateChangeTimestamp=Tue 2026-11-24 03:11:33 UTC
      MainPID=4711
      ExecMainExitTimestampMonotonic=0
      ExecMainStatus=0
      Result=success
      NRestarts=2
      """;

  /// A handler that allows all services and timers, and runs these programs.
  Service service() {
    return new Service(List.of("*", "*.timer"), systemctl(), folder.resolve("journalctl"));
  }

  Path systemctl() {
    return folder.resolve("systemctl");
  }

  /// Creates both programs: each call is recorded as a line; `show` prints a healthy unit.
  ///
  /// @param otherwise lines of a shell, run for any other call
  Systemd does(String otherwise) throws IOException {
    return shows(SHOWN, otherwise);
  }

  Systemd shows(String shown, String otherwise) throws IOException {
    String script =
        """
        #!/bin/sh
        echo "$*" >> FOLDER/calls
        case "$1" in
        show) cat <<'END'
        %sEND
        ;;
        *)
        %s
        ;;
        esac
        """
            .formatted(shown, otherwise)
            .replace("FOLDER", folder.toString());
    for (String name : List.of("systemctl", "journalctl")) {
      Path program = folder.resolve(name);
      Files.writeString(program, script);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
    return this;
  }

  /// The calls so far, except `show`.
  List<String> calls() throws IOException {
    try (var lines = Files.lines(folder.resolve("calls"))) {
      return lines.filter(line -> !line.startsWith("show ")).toList();
    }
  }
}
