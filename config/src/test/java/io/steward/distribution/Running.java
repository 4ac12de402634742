package io.steward.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running program. Closing it terminates the program, and waits for its end.
public final class Running implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final Printed out;
  private final Printed err;

  Running(Process process) {
    this.process = process;
    this.out = new Printed(process.getInputStream());
    this.err = new Printed(process.getErrorStream());
  }

  public long pid() {
    return process.pid();
  }

  /// Waits for its end.
  public Ended awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("it did not end; it printed\n" + out.text() + err.text());
      }
      out.thread.join();
      err.thread.join();
      return new Ended(process.exitValue(), out.text(), err.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Waits until it has printed something on either stream.
  ///
  /// @return the first group, or the whole match
  public String awaitPrinted(String regex) {
    Pattern pattern = Pattern.compile(regex);
    await()
        .atMost(PATIENCE)
        .until(() ->
            pattern.matcher(out.text()).find()
                || pattern.matcher(err.text()).find()
                || !process.isAlive());
    for (Printed printed : new Printed[] {out, err}) {
      Matcher matcher = pattern.matcher(printed.text());
      if (matcher.find()) {
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
      }
    }
    throw new AssertionError("it ended without " + regex + "\n" + out.text() + err.text());
  }

  /// Types a line on its standard input.
  public void type(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Types a line, and waits for the line printed in response.
  public String tell(String line) {
    int before = out.text().length();
    type(line);
    await().atMost(PATIENCE).until(() -> out.text().indexOf('\n', before) >= 0);
    return out.text().substring(before).lines().findFirst().orElseThrow();
  }

  /// Its output so far, of both streams.
  public String printed() {
    return out.text() + err.text();
  }

  /// Kills it with SIGKILL.
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /// Terminates it with SIGTERM, and waits.
  public Ended stop() {
    process.destroy();
    return awaitEnd();
  }

  @Override
  public void close() {
    stop();
  }

  /// The output so far of one stream.
  private static final class Printed {
    private final StringBuilder text = new StringBuilder();
    private final Thread thread;

    Printed(InputStream from) {
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try (var reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
                  char[] buffer = new char[8192];
                  for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
                    append(new String(buffer, 0, read));
                  }
                } catch (IOException gone) {
                  // the program was killed
                }
              });
    }

    private synchronized void append(String more) {
      text.append(more);
    }

    synchronized String text() {
      return text.toString();
    }
  }
}
