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
/// It runs with locale C and time zone UTC, and never prompts for a password, so that its output
/// can be parsed on any machine.
///
/// @param program its name, or its path
record SystemdTool(Path program) {

  /// Maximum length of kept error output, in bytes.
  private static final int MAX_ERROR_LENGTH = 4096;

  /// The outcome of a run.
  ///
  /// @param exit its exit status
  /// @param complaint the first line of its standard error, or an empty string
  record Ended(int exit, String complaint) {}

  /// Runs it to its end. An interrupt kills it.
  ///
  /// @param printed receives its standard output
  /// @throws IOException when it cannot be started
  Ended run(List<String> arguments, OutputStream printed) throws IOException, InterruptedException {
    Process process = start(arguments);
    try {
      Complaint complaint = new Complaint();
      Thread output = Thread.ofVirtual().start(() -> pump(process.getInputStream(), printed));
      Thread errors = Thread.ofVirtual().start(() -> pump(process.getErrorStream(), complaint));
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
          "cannot start " + program + ": does this machine have systemd? (" + e.getMessage() + ")",
          e);
    }
  }

  private static void pump(InputStream from, OutputStream to) {
    try (from) {
      from.transferTo(to);
      to.flush();
    } catch (IOException gone) {
      // the program has ended, or its output is no longer read
    }
  }

  /// Keeps the beginning of the error output.
  private static final class Complaint extends OutputStream {

    private final StringBuilder kept = new StringBuilder();

    @Override
    public synchronized void write(int octet) {
      if (kept.length() < MAX_ERROR_LENGTH) {
        kept.append((char) (octet & 0xff));
      }
    }

    synchronized String firstLine() {
      byte[] bytes = kept.toString().getBytes(StandardCharsets.ISO_8859_1);
      return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
    }
  }
}
