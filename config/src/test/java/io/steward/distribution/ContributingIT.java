package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What CONTRIBUTING says of the code is so: the walk of one command goes from type to type, and a
/// search for the field's term finds the file that answers a question.
class ContributingIT {

  private static final Path GUIDE = Installation.ROOT.resolve("CONTRIBUTING.md");
  private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. \\[`(\\w+)`]\\(([^)]+)\\)");
  private static final Pattern QUESTION =
      Pattern.compile("(?m)^\\| [^|]+ \\| `([^`]+)` \\| \\[`(\\w+)`]\\(([^)]+)\\) \\|$");
  private static final Pattern HEAD =
      Pattern.compile(
          "(?m)((?:^///.*\n)+)(?:^@.*\n|^ {4}.*\n|^\\)\n)*^[a-z -]*(?:class|record|interface|enum) ");

  /// A reader tries a few hits of a search, and no more.
  private static final int TRIED = 5;

  @Test
  void eachTypeOfTheWalkIsLinkedToOneBeforeIt() throws IOException {
    List<String> walked = new ArrayList<>();
    Map<String, String> sources = new TreeMap<>();
    Matcher step = STEP.matcher(Files.readString(GUIDE));
    while (step.find()) {
      String type = step.group(1);
      Path file = Installation.ROOT.resolve(step.group(2));
      assertThat(file).hasFileName(type + ".java").isRegularFile();
      String source = Files.readString(file);
      assertThat(walked.isEmpty() || walked.stream().anyMatch(linked(type, source, sources)))
          .as("%s uses, or is used by, a type before it", type)
          .isTrue();
      walked.add(type);
      sources.put(type, source);
    }
    assertThat(walked).hasSizeGreaterThan(15).doesNotHaveDuplicates();
  }

  private static Predicate<String> linked(String type, String source, Map<String, String> sources) {
    return before -> names(source, before) || names(sources.getOrDefault(before, ""), type);
  }

  private static boolean names(String source, String type) {
    return Pattern.compile("\\b" + type + "\\b").matcher(source).find();
  }

  @Test
  void aSearchForTheTermFindsTheFileThatAnswersTheQuestion() throws IOException {
    Map<Path, String> heads = heads();
    Matcher question = QUESTION.matcher(Files.readString(GUIDE));
    int asked = 0;
    while (question.find()) {
      String term = question.group(1).toLowerCase(Locale.ROOT);
      Path answer = Installation.ROOT.resolve(question.group(3)).normalize();
      assertThat(answer).hasFileName(question.group(2) + ".java").isRegularFile();
      List<Path> named = found(heads, file -> words(file).contains(term));
      List<Path> hits =
          named.isEmpty()
              ? found(heads, file -> heads.getOrDefault(file, "").contains(term))
              : named;
      assertThat(hits).as("a search for %s", term).contains(answer).hasSizeLessThanOrEqualTo(TRIED);
      asked++;
    }
    assertThat(asked).isGreaterThanOrEqualTo(20);
  }

  private static List<Path> found(Map<Path, String> heads, Predicate<Path> hit) {
    return heads.keySet().stream().filter(hit).toList();
  }

  /// The name of a type as words: `zip entry` for `ZipEntry.java`.
  private static String words(Path file) {
    String name = file.getFileName().toString().replace(".java", "");
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /// What each source says of its type.
  private static Map<Path, String> heads() throws IOException {
    Map<Path, String> heads = new TreeMap<>();
    for (String module : List.of("steward-api", "steward-runtime", "plugins")) {
      try (Stream<Path> files = Files.walk(Installation.ROOT.resolve(module).normalize())) {
        for (Path file : files.filter(ContributingIT::isMainSource).toList()) {
          Matcher head = HEAD.matcher(Files.readString(file));
          heads.put(file, head.find() ? prose(head.group(1)) : "");
        }
      }
    }
    return heads;
  }

  private static boolean isMainSource(Path file) {
    String path = file.toString();
    return path.contains("/src/main/java/")
        && path.endsWith(".java")
        && !path.endsWith("-info.java");
  }

  private static String prose(String comment) {
    return comment.replaceAll("(?m)^/// ?", "").replace('\n', ' ').toLowerCase(Locale.ROOT);
  }
}
