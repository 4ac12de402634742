package io.steward.plugin.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One of systemd's programs.
///
/// It runs in the language of programs, at UTC, and asks nobody for a password, so that what it
/// prints can be read whoever has installed the machine.
///
/// @param program its name, or where it is
record SystemdTool(Path program) {

  /// Of what it complains about, this much is kept.
  private static final int COMPLAINT = 4096;

  /// How a run went.
  ///
  /// @param exit its exit code
  /// @param complaint the first line it printed on standard error, or nothing
  record Ended(int exit, String complaint) {}

  /// Runs it to its end. An interrupt ends it.
  ///
  /// @param printed takes what it prints on standard output, as it comes
  /// @throws IOException when it cannot be started
  Ended run(List<String> arguments, OutputStream printed) throws IOException, InterruptedException {
    Process process = start(arguments);
    try {
      Complaint complaint = new Complaint();
      Thread output = Thread.ofVirtual().start(() -> carry(process.getInputStream(), printed));
      Thread errors = Thread.ofVirtual().start(() -> carry(process.getErrorStream(), complaint));
      int exit = process.waitFor();
      output.join();
      errors.join();
      return new Ended(exit, complaint.firstLine());
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(program.toString()));
    all.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.environment().put("SYSTEMD_COLORS", "0");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new IOException(
          "cannot start " + program + ": is this a machine with systemd? (" + e.getMessage() + ")",
          e);
    }
  }

  private static void carry(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
      to.flush();
    } catch (IOException gone) {
      // the program has ended, or nobody takes any more of it
    }
  }

  /// Keeps the beginning of what is written.
  private static final class Complaint extends OutputStream {

    private final StringBuilder kept = new StringBuilder();

    @Override
    public synchronized void write(int octet) {
      if (kept.length() < COMPLAINT) {
        kept.append((char) (octet & 0xff));
      }
    }

    synchronized String firstLine() {
      byte[] bytes = kept.toString().getBytes(StandardCharsets.ISO_8859_1);
      return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
    }
  }
}
