package io.steward.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Links within and between documents lead somewhere, in the sources and in the distribution.
class DocumentsIT {

  private static final String SOURCES_ONLY = "CONTRIBUTING.md";
  private static final int README_LINES = 300;
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @TestFactory
  Stream<DynamicTest> everyLinkOfTheSourcesLeadsSomewhere() throws IOException {
    return links(Installation.ROOT).map(DocumentsIT::leadsSomewhere);
  }

  @TestFactory
  Stream<DynamicTest> everyLinkOfTheDistributionLeadsSomewhere() throws IOException {
    return links(Installation.HOME)
        .filter(link -> !link.target().equals(SOURCES_ONLY))
        .map(DocumentsIT::leadsSomewhere);
  }

  @Test
  void theReadmeStaysShort() throws IOException {
    assertThat(Files.readAllLines(Installation.ROOT.resolve("README.md")))
        .hasSizeLessThanOrEqualTo(README_LINES);
  }

  private record Link(Path document, String target) {}

  private static Stream<Link> links(Path root) throws IOException {
    List<Link> links = new ArrayList<>();
    for (Path document : documents(root)) {
      LINK.matcher(prose(document))
          .results()
          .map(found -> found.group(1))
          .filter(target -> !target.contains("://"))
          .forEach(target -> links.add(new Link(document, target)));
    }
    assertThat(links).hasSizeGreaterThan(20);
    return links.stream();
  }

  private static DynamicTest leadsSomewhere(Link link) {
    return DynamicTest.dynamicTest(
        Installation.ROOT.relativize(link.document()) + ": " + link.target(),
        () -> {
          List<String> parts = Arrays.asList(link.target().split("#", 2));
          Path file =
              parts.getFirst().isEmpty()
                  ? link.document()
                  : link.document().resolveSibling(parts.getFirst());
          assertThat(file).exists();
          if (parts.size() == 2) {
            assertThat(anchors(file)).contains(parts.getLast());
          }
        });
  }

  /// The anchors of a document, as GitHub derives them from headings.
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    HEADING
        .matcher(prose(document))
        .results()
        .map((MatchResult heading) -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  /// A document without its examples, in which brackets and `#` mean something else.
  private static String prose(Path document) throws IOException {
    return FENCED.matcher(Files.readString(document)).replaceAll("");
  }

  private static List<Path> documents(Path root) throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean built = name.equals("target") || name.startsWith(".");
            return built && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }
}
