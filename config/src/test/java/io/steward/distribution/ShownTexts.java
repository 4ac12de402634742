package io.steward.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Every text that the distribution can show to a person: the pages of help, the messages of the
/// launcher, and the sentences in the compiled classes. A value within a sentence is `…`.
final class ShownTexts {

  /// Words, rather than a key, a pattern or a format.
  private static final Pattern SENTENCE = Pattern.compile("[A-Za-z]{2,}[,:;.]? +[a-z…\"(]");

  /// Statements for the database, and what is not for reading either.
  private static final Pattern OTHER =
      Pattern.compile(
          "(?is)(select|insert|update|delete|create|alter|drop|pragma|savepoint|release|rollback"
              + "|with) .*|.*[\\\\^$|]\\)?.*|#!.*|#define .*");

  private static final Pattern SHELL = Pattern.compile("(?:die|printf|echo|note) (['\"].*)$");

  private ShownTexts() {}

  /// All of them, in an order that stays.
  static String of(Path home) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> pages = Files.list(home.resolve("help"))) {
      for (Path page : pages.filter(file -> file.toString().endsWith(".txt")).sorted().toList()) {
        section(all, "help " + page.getFileName(), Files.readAllLines(page));
      }
    }
    for (String script : List.of("steward", "lib/aot-cache.sh")) {
      section(all, script, scripted(Files.readAllLines(home.resolve(script))));
    }
    Map<String, Set<String>> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path jar : files.filter(ShownTexts::isOurs).sorted().toList()) {
        read(jar, classes);
      }
    }
    classes.forEach((type, texts) -> section(all, type, texts));
    return String.join("\n", all) + "\n";
  }

  private static boolean isOurs(Path file) {
    String path = file.toString();
    return path.endsWith(".jar") && (path.contains("/lib/steward-") || path.contains("/plugins/"));
  }

  private static void section(List<String> all, String head, Collection<String> texts) {
    if (!texts.isEmpty()) {
      all.add("");
      all.add("## " + head);
      all.addAll(texts);
    }
  }

  private static List<String> scripted(List<String> lines) {
    return lines.stream()
        .map(SHELL::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .filter(text -> SENTENCE.matcher(text).find())
        .toList();
  }

  private static void read(Path jar, Map<String, Set<String>> classes) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().startsWith("io/steward/") && entry.getName().endsWith(".class")) {
          try (InputStream bytes = zip.getInputStream(entry)) {
            ClassModel model = ClassFile.of().parse(bytes.readAllBytes());
            String type = model.thisClass().asInternalName().replaceFirst("\\$.*", "");
            collect(model, classes.computeIfAbsent(type, _ -> new LinkedHashSet<>()));
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void collect(ClassModel model, Set<String> texts) {
    described(model, texts);
    model
        .findAttribute(Attributes.record())
        .ifPresent(record -> {
          for (RecordComponentInfo component : record.components()) {
            described(component, texts);
          }
        });
    for (MethodModel method : model.methods()) {
      method
          .code()
          .ifPresent(code ->
              code.forEach(element -> {
                switch (element) {
                  case ConstantInstruction constant -> add(constant.constantValue(), texts);
                  case InvokeDynamicInstruction dynamic ->
                      dynamic.bootstrapArgs().forEach(argument -> add(argument, texts));
                  default -> {}
                }
              }));
    }
  }

  /// What an annotation of the API says of a type or of a component of a record.
  private static void described(AttributedElement element, Set<String> texts) {
    element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .ifPresent(all -> {
          for (Annotation annotation : all.annotations()) {
            if (annotation.className().stringValue().startsWith("Lio/steward/api/")) {
              for (AnnotationElement each : annotation.elements()) {
                if (each.value() instanceof AnnotationValue.OfString text) {
                  add(text.stringValue(), texts);
                }
              }
            }
          }
        });
  }

  private static void add(ConstantDesc constant, Set<String> texts) {
    if (constant instanceof String text) {
      String shown = text.replace('\u0001', '…').replace("{}", "…").strip();
      if (SENTENCE.matcher(shown).find() && !OTHER.matcher(shown).matches()) {
        texts.add(shown.replace("\n", "\\n"));
      }
    }
  }
}
