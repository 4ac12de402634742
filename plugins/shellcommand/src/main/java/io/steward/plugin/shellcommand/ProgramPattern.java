package io.steward.plugin.shellcommand;

import java.util.ArrayList;
import java.util.List;

/// A pattern of programs with their arguments. It consists of words; each matches one argument. A
/// last word `*` or `**` matches any number of further arguments, or none.
///
/// A word never matches two arguments, so `cat *.log` does not match `cat a.log b`, and one
/// argument with a blank does not match two words.
///
/// @param program matches the program's absolute path
/// @param arguments one for each argument
/// @param rest matches each further argument; empty if there must be none
record ProgramPattern(PathPattern program, List<Glob> arguments, List<Glob> rest) {

  private static final List<String> REST = List.of("*", "**");

  /// Parses a pattern whose program is an absolute path.
  static ProgramPattern parse(String pattern) {
    List<String> words = words(pattern);
    PathPattern program = new PathPattern(new Glob(words.getFirst()));
    List<Glob> arguments = words.stream().skip(1).map(Glob::new).toList();
    return words.size() > 1 && REST.contains(words.getLast())
        ? new ProgramPattern(
            program, arguments.subList(0, arguments.size() - 1), List.of(arguments.getLast()))
        : new ProgramPattern(program, arguments, List.of());
  }

  /// Replaces a bare program by its absolute path. A program that does not exist remains bare, and
  /// then nothing matches.
  ///
  /// @throws IllegalArgumentException if the first word is neither a name nor an absolute path
  static String resolve(String pattern) {
    List<String> words = new ArrayList<>(words(pattern));
    String program = words.getFirst();
    boolean bare = SystemFolders.isBare(program);
    boolean valid =
        bare ? !program.isEmpty() && new Glob(program).isLiteral() : PathPattern.isPlain(program);
    if (!valid) {
      throw new IllegalArgumentException(
          "allow: \"" + pattern + "\" does not begin with a program such as uname or /opt/tools/*");
    }
    if (bare) {
      SystemFolders.find(program).findFirst().ifPresent(found -> words.set(0, found));
    }
    return String.join(" ", words);
  }

  /// The first word.
  static String program(String pattern) {
    return words(pattern).getFirst();
  }

  private static List<String> words(String pattern) {
    return List.of(pattern.strip().split("\\s+", -1));
  }

  /// Whether a program may be run with these arguments.
  ///
  /// @param path of the program, absolute
  boolean permits(String path, List<String> given) throws InterruptedException {
    int fixed = arguments.size();
    if (given.size() < fixed || (rest.isEmpty() && given.size() > fixed)) {
      return false;
    }
    if (!program.matches(path)) {
      return false;
    }
    for (int i = 0; i < given.size(); i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Glob word = i < fixed ? arguments.get(i) : rest.getFirst();
      if (!word.matches(given.get(i))) {
        return false;
      }
    }
    return true;
  }
}
