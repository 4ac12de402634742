package io.steward.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// The launcher starts some verbs without the guard against native code in plugins, so these must
/// never load a plugin.
class ClientVerbsTest {

  private static final Pattern LIST = Pattern.compile("(?m)^  (.+)\\) kind=client ;;$");

  static List<String> clientVerbs() throws IOException {
    Matcher list = LIST.matcher(Files.readString(Path.of("../steward")));
    assertThat(list.find()).isTrue();
    List<String> verbs = List.of(list.group(1).split(" \\| "));
    assertThat(verbs).contains("run", "units");
    return verbs;
  }

  @ParameterizedTest
  @MethodSource("clientVerbs")
  void aVerbThatStartsWithoutTheGuardLoadsNoPlugin(String verb) throws IOException {
    Map<String, CommandLine> modelled = Verbs.line(List.of(verb)).getSubcommands();
    assertThat(modelled).containsOnlyKeys(verb);
    Class<?> type = modelled.values().iterator().next().getCommandSpec().userObject().getClass();
    assertThat(reachableTypes(type.getName().replace('.', '/')))
        .contains("picocli/CommandLine$Command")
        .noneMatch(used -> used.startsWith("org/pf4j/"));
  }

  /// All types reachable from a type through steward's own types. The table of all verbs is not
  /// followed: it models verbs, but runs none.
  private static Set<String> reachableTypes(String type) throws IOException {
    Set<String> reachable = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reachable.add(next)
          && next.startsWith("io/steward/runtime/")
          && !next.endsWith("/Verbs")) {
        open.addAll(referencedTypes(next));
      }
    }
    return reachable;
  }

  private static Set<String> referencedTypes(String type) throws IOException {
    Set<String> used = new TreeSet<>();
    try (InputStream bytes = Verbs.class.getResourceAsStream("/" + type + ".class")) {
      for (PoolEntry entry : ClassFile.of().parse(bytes.readAllBytes()).constantPool()) {
        if (entry instanceof ClassEntry each) {
          used.add(each.asInternalName().replaceFirst("^\\[+L?", "").replace(";", ""));
        }
      }
    }
    return used;
  }
}
