package io.steward.plugin.shellcommand;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the running processes from the kernel (proc(5)).
final class ProcFs {

  private static final Path ROOT = Path.of("/proc");
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int STARTED = 19;

  private ProcFs() {}

  /// Identifies a process, also after its pid has been reused.
  ///
  /// @param pid its process id
  /// @param started when it started, in clock ticks since boot
  record Id(long pid, long started) {

    /// Sends SIGTERM or SIGKILL, if the pid still belongs to this process.
    void signal(boolean forcibly) {
      if (read(pid).filter(entry -> entry.id().equals(this)).isPresent()) {
        ProcessHandle.of(pid).ifPresent(handle -> signal(handle, forcibly));
      }
    }

    private static void signal(ProcessHandle handle, boolean forcibly) {
      if (forcibly) {
        handle.destroyForcibly();
      } else {
        handle.destroy();
      }
    }
  }

  /// A process.
  ///
  /// @param id of the process
  /// @param parent pid of its parent
  /// @param session id of its session
  /// @param zombie whether it has ended and has not been waited for
  record Entry(Id id, long parent, long session, boolean zombie) {}

  /// Reads one process.
  static Optional<Entry> read(long pid) {
    try {
      String stat = Files.readString(ROOT.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      // the program's name, in parentheses, may contain any characters
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Optional.of(
          new Entry(
              new Id(pid, Long.parseLong(fields[STARTED])),
              Long.parseLong(fields[PARENT]),
              Long.parseLong(fields[SESSION]),
              fields[STATE].equals("Z")));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException gone) {
      return Optional.empty();
    }
  }

  /// All processes.
  static Map<Long, Entry> all() {
    Map<Long, Entry> all = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path folder : folders) {
        read(Long.parseLong(folder.getFileName().toString()))
            .ifPresent(entry -> all.put(entry.id().pid(), entry));
      }
    } catch (IOException | NumberFormatException none) {
      // not Linux: only the JDK's own view is available
    }
    return all;
  }

  /// The live processes of a run: those seen before, their descendants, everything in their
  /// sessions, and everything with the marker.
  static Set<Id> tree(String marker, Set<Id> seen) {
    Map<Long, Entry> all = all();
    Set<Id> found = new LinkedHashSet<>();
    long self = ProcessHandle.current().pid();
    for (Entry entry : all.values()) {
      boolean known = seen.contains(entry.id()) || isMarked(entry, marker, self);
      if (known && !entry.zombie()) {
        found.add(entry.id());
      }
    }
    boolean more = true;
    while (more) {
      more = false;
      for (Entry entry : all.values()) {
        if (!entry.zombie() && !found.contains(entry.id()) && belongs(entry, all, found)) {
          more |= found.add(entry.id());
        }
      }
    }
    return found;
  }

  /// Processes reparented to this program since a time that have cleared their environment and have
  /// their own session. Children started by this program itself share its session.
  ///
  /// @param name of the marker variable
  /// @param since in clock ticks since boot
  static Set<Id> adopted(String name, long since) {
    Map<Long, Entry> all = all();
    long self = ProcessHandle.current().pid();
    long session = Optional.ofNullable(all.get(self)).map(Entry::session).orElse(0L);
    Set<Id> found = new LinkedHashSet<>();
    for (Entry entry : all.values()) {
      if (entry.parent() == self
          && !entry.zombie()
          && entry.session() != session
          && entry.id().started() >= since
          && !environment(entry).contains("\0" + name + "=")) {
        found.add(entry.id());
      }
    }
    return found;
  }

  /// Whether it has the marker of any run.
  static boolean hasMarkerOfAnyRun(Entry entry) {
    return environment(entry).contains("\0" + ProcessTree.MARKER + "=");
  }

  private static boolean belongs(Entry entry, Map<Long, Entry> all, Set<Id> found) {
    Entry parent = all.get(entry.parent());
    Entry leader = all.get(entry.session());
    return (parent != null && found.contains(parent.id()))
        || (leader != null && found.contains(leader.id()));
  }

  private static boolean isMarked(Entry entry, String marker, long self) {
    return !entry.zombie()
        && entry.id().pid() != self
        && environment(entry).contains("\0" + marker + "\0");
  }

  /// A process's environment, each variable between two NULs; empty when it is not readable.
  private static String environment(Entry entry) {
    try {
      byte[] environment = Files.readAllBytes(ROOT.resolve(entry.id().pid() + "/environ"));
      return "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
    } catch (IOException notReadable) {
      return "";
    }
  }
}
