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

/// Who is running, as the kernel tells it (proc(5)).
final class ProcFs {

  private static final Path ROOT = Path.of("/proc");
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int STARTED = 19;

  private ProcFs() {}

  /// A process that cannot be mistaken for another that has its number later.
  ///
  /// @param pid its number
  /// @param started when it started, in the kernel's ticks
  record Id(long pid, long started) {

    /// Asks it to end, or kills it, if it is still the same.
    void signal(boolean forcibly) {
      if (read(pid).filter(now -> now.id().equals(this)).isPresent()) {
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
  /// @param id which
  /// @param parent its parent's number
  /// @param session its session's number
  /// @param zombie whether it has ended and waits for its parent to notice
  record Entry(Id id, long parent, long session, boolean zombie) {}

  /// Reads one process.
  static Optional<Entry> read(long pid) {
    try {
      String stat = Files.readString(ROOT.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      // the program's name, in parentheses, may hold anything
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

  /// Every process.
  static Map<Long, Entry> all() {
    Map<Long, Entry> all = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path folder : folders) {
        read(Long.parseLong(folder.getFileName().toString()))
            .ifPresent(entry -> all.put(entry.id().pid(), entry));
      }
    } catch (IOException | NumberFormatException none) {
      // not a Linux system: the JDK's own view has to do
    }
    return all;
  }

  /// What is alive of a run: everything that was seen to be, everything below that, everything in
  /// its sessions, and everything with its mark.
  static Set<Id> tree(String mark, Set<Id> seen) {
    Map<Long, Entry> all = all();
    Set<Id> found = new LinkedHashSet<>();
    long self = ProcessHandle.current().pid();
    for (Entry entry : all.values()) {
      boolean known = seen.contains(entry.id()) || isMarked(entry, mark, self);
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

  /// What was handed to this program since a time, cleared its environment and has a session of its
  /// own. Children that this program started itself share its session.
  ///
  /// @param name of the variable that marks a run
  /// @param since in the kernel's ticks
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

  /// Whether it carries the mark of a run, whichever.
  static boolean isOfARun(Entry entry) {
    return environment(entry).contains("\0" + ProcessTree.MARK + "=");
  }

  private static boolean belongs(Entry entry, Map<Long, Entry> all, Set<Id> found) {
    Entry parent = all.get(entry.parent());
    Entry leader = all.get(entry.session());
    return (parent != null && found.contains(parent.id()))
        || (leader != null && found.contains(leader.id()));
  }

  private static boolean isMarked(Entry entry, String mark, long self) {
    return !entry.zombie()
        && entry.id().pid() != self
        && environment(entry).contains("\0" + mark + "\0");
  }

  /// A process's variables, each between two NULs; none when it is not ours to look at.
  private static String environment(Entry entry) {
    try {
      byte[] environment = Files.readAllBytes(ROOT.resolve(entry.id().pid() + "/environ"));
      return "\0" + new String(environment, StandardCharsets.ISO_8859_1) + "\0";
    } catch (IOException notOurs) {
      return "";
    }
  }
}
