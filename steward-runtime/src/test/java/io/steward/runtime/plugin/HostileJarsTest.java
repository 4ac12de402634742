package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.CommandHandler;
import io.steward.api.MethodName;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each broken or hostile jar is refused alone, with a line that says why, and a good one beside it
/// serves.
class HostileJarsTest {

  private static final String SOURCE =
      """
      package org.example.odd;
      import io.steward.api.*;
      public record Odd() implements CommandHandler<Odd.Arguments> {
        public record Arguments() {}
        FIELD
        public Odd { CONSTRUCTOR }
        public MethodName method() { return NAME; }
        public Reply handle(Arguments arguments, MessageContext context) throws Exception {
          return Reply.succeeded("served");
        }
      }
      """;
  private static final String MODULE =
      """
      module org.example.odd {
        requires io.steward.api;
        provides io.steward.api.MethodHandler with org.example.odd.Odd;
      }
      """;
  private static final String SERVICE = "META-INF/services/io.steward.api.MethodHandler";
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private static Path temp = Path.of("");
  private Path folder = Path.of("");

  /// One way to be bad.
  ///
  /// @param name of it
  /// @param jar puts it where it is told
  /// @param said what the line has
  private record Kind(String name, Consumer<Path> jar, List<String> said) {}

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(temp, "plugins");
  }

  private static Kind kind(String name, Consumer<Path> jar, String... said) {
    return new Kind(name, jar, List.of(said));
  }

  /// A kind that is a lie told by a zip file that was fine.
  private static Kind lie(String name, Consumer<RawZip> lie, String... said) {
    return kind(
        name,
        path -> {
          RawZip zip = RawZip.of(fine());
          lie.accept(zip);
          zip.write(path);
        },
        said);
  }

  /// A kind that is built as its author would.
  private static Kind built(String name, Consumer<JarForge> odd, String... said) {
    return kind(
        name,
        path -> {
          JarForge forge = forge();
          odd.accept(forge);
          forge.pack(path);
        },
        said);
  }

  private static JarForge forge() {
    return JarForge.plugin(temp, "odd", "1.0.0")
        .source("module-info.java", MODULE)
        .source("Odd.java", source("", "", "new MethodName(\"odd\")"));
  }

  private static String source(String field, String constructor, String name) {
    return SOURCE.replace("FIELD", field).replace("CONSTRUCTOR", constructor).replace("NAME", name);
  }

  private static Kind coded(String name, String field, String constructor, String... said) {
    return built(
        name,
        forge -> forge.source("Odd.java", source(field, constructor, "new MethodName(\"odd\")")),
        said);
  }

  private static Path fine() {
    Path jar = temp.resolve("fine.jar");
    return Files.exists(jar) ? jar : forge().pack(jar);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(Path path, byte[] bytes) {
    try {
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static RawZip.Entry odd(RawZip zip) {
    return zip.named("org/example/odd/Odd.class");
  }

  private static Stream<Kind> files() {
    return Stream.of(
        kind("empty", path -> write(path, new byte[0]), "it is empty"),
        kind("text", path -> write(path, text("#!/bin/sh\n")), "it is not a jar"),
        kind(
            "half",
            path -> write(path, Arrays.copyOf(bytes(fine()), bytes(fine()).length / 2)),
            "it is not a jar, or was cut off"),
        lie("cut off", zip -> zip.remark = 5, "it was cut off, by 5 bytes"),
        lie("appended to", zip -> zip.suffix = text("evil"), "4 bytes follow its end"),
        lie("a script", zip -> zip.prefix = text("#!/bin/sh\n"), "it begins with 10 bytes"),
        lie(
            "a script before the archive",
            zip -> {
              zip.prefix = text("#!/bin/sh\n");
              zip.offsetsKnowPrefix = false;
            },
            "its directory is not where its end says"),
        kind("a folder", HostileJarsTest::makeDirectory, "it is a folder, not a jar"),
        kind("a pipe", HostileJarsTest::makePipe, "it is not a file but a pipe"),
        kind(
            "a link to nowhere",
            path -> link(path, Path.of("/nowhere/odd.jar")),
            "it is a link to /nowhere/odd.jar, where there is nothing"),
        kind("a link to itself", path -> link(path, path), "where there is nothing"));
  }

  private static void makeDirectory(Path path) {
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void makePipe(Path path) {
    try {
      assertThat(new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor())
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void link(Path path, Path target) {
    try {
      Files.createSymbolicLink(path, target);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Stream<Kind> archives() {
    return Stream.of(
        lie("fewer entries", zip -> zip.moreEntries = -1, "its directory has more than the"),
        lie("more entries", zip -> zip.moreEntries = 1, "entries, its directory has"),
        lie("a part", zip -> zip.disk = 1, "it is one of several parts of an archive"),
        lie("no entries", zip -> zip.entries.clear(), "nothing is in it"),
        lie(
            "zip64",
            zip -> {
              zip.beforeEnd = new byte[20];
              zip.beforeEnd[0] = 'P';
              zip.beforeEnd[1] = 'K';
              zip.beforeEnd[2] = 6;
              zip.beforeEnd[3] = 7;
            },
            "it is in the format zip64"),
        lie(
            "a size in zip64",
            zip -> odd(zip).size = 0xFFFFFFFFL,
            "\"org/example/odd/Odd.class\" has a size in the format zip64"),
        lie("garbage", zip -> zip.beforeEnd = text("evil"), "its directory is not where"),
        lie(
            "an entry for streams alone",
            zip -> zip.with(zip.add("evil.class", text("x")), entry -> entry.listed = false),
            "bytes after",
            "belong to no entry"),
        lie(
            "an entry twice in one place",
            zip ->
                zip.with(
                    zip.add("evil", text("x")),
                    entry -> {
                      entry.written = false;
                      entry.at = 0;
                    }),
            "overlaps what follows it"),
        lie("twice", zip -> zip.add("evil", text("x")).name = odd(zip).name, "is in it twice"),
        lie(
            "two manifests",
            zip -> zip.add("META-INF/manifest.mf", text("Plugin-Id: other\n\n")),
            "\"META-INF/manifest.mf\" and \"META-INF/MANIFEST.MF\" are in it"),
        lie(
            "another name",
            zip -> odd(zip).localName = text("org/example/odd/Old.class"),
            "its directory and the entry itself disagree about \"org/example/odd/Odd.class\""),
        lie("another method", zip -> odd(zip).localMethod = 0, "itself disagree"),
        lie("another size", zip -> odd(zip).localSize = 1, "itself disagree"),
        lie(
            "another size behind",
            zip -> {
              odd(zip).flags = 8;
              odd(zip).behind = RawZip.behind(odd(zip).crc, (int) odd(zip).packedSize, 7);
            },
            "itself disagree"),
        lie("nothing behind", zip -> odd(zip).flags = 8, "0 bytes after", "no description of it"),
        lie("another checksum", zip -> odd(zip).crc++, "is damaged: it does not unpack"),
        lie("damaged data", zip -> Arrays.fill(odd(zip).packed, (byte) 0xFF), "is damaged"),
        lie("encrypted", zip -> odd(zip).flags = 1, "Odd.class\" is encrypted"),
        lie(
            "bzip2",
            zip -> {
              odd(zip).method = 12;
              odd(zip).localMethod = 12;
            },
            "is packed by method 12, which Java does not read"),
        lie("a link in it", zip -> odd(zip).mode = 0120777, "is a symbolic link"),
        lie("a full folder", zip -> zip.add("evil/", text("x")), "\"evil/\" has content"));
  }

  private static Stream<Kind> names() {
    return Stream.of(
            List.of("../evil", "leads elsewhere, by \"..\""),
            List.of("org/../../evil", "leads elsewhere, by \"..\""),
            List.of("lib/./evil.jar", "leads elsewhere, by \".\""),
            List.of("org//evil", "leads elsewhere, by //"),
            List.of("/etc/evil", "is absolute"),
            List.of("C:/evil", "is absolute"),
            List.of("org\\evil", "has a backslash"),
            List.of("evil\0.class", "\"evil\\u0000.class\" has a control character"),
            List.of("", "an entry has no name"),
            List.of("x".repeat(2000), "is too long a name"))
        .map(each ->
            lie(
                "the name "
                    + each.getFirst()
                        .replace('\0', '0')
                        .substring(0, Math.min(20, each.getFirst().length())),
                zip -> zip.add(each.getFirst(), text("x")),
                each.getLast()));
  }

  private static Stream<Kind> bombs() {
    return Stream.of(
        lie(
            "a bomb",
            zip -> zip.add("evil", new byte[64 * MEBIBYTE]),
            "\"evil\" unpacks to",
            "times its size, as a zip bomb does"),
        lie(
            "more than it says",
            zip ->
                zip.with(
                    zip.add("evil", new byte[4 * MEBIBYTE]),
                    entry -> {
                      entry.size = 10;
                      entry.localSize = 10;
                    }),
            "\"evil\" unpacks to more than the 10 bytes that it says"),
        lie(
            "a large entry",
            zip ->
                zip.with(
                    zip.add("evil", text("x")),
                    entry -> {
                      entry.size = 300L * MEBIBYTE;
                      entry.localSize = entry.size;
                    }),
            "\"evil\" unpacks to more than 256 MiB"),
        lie(
            "a large manifest",
            zip -> zip.add("META-INF/evil", new byte[9 * MEBIBYTE]),
            "\"META-INF/evil\" unpacks to more than 8 MiB"),
        lie(
            "many entries",
            zip -> {
              for (int i = 0; i < 65_001; i++) {
                zip.add("e" + i, new byte[0]);
              }
            },
            "it has more than 65000 entries"),
        built(
            "a bomb in a library",
            forge -> {
              RawZip zip = new RawZip();
              zip.add("evil", new byte[64 * MEBIBYTE]);
              zip.write(temp.resolve("bomb.jar"));
              forge.file("lib/bomb.jar", bytes(temp.resolve("bomb.jar")));
            },
            "its library \"lib/bomb.jar\": \"evil\" unpacks to"));
  }

  private static byte[] classOf(int major) {
    byte[] bytes = new byte[64];
    bytes[0] = (byte) 0xCA;
    bytes[1] = (byte) 0xFE;
    bytes[2] = (byte) 0xBA;
    bytes[3] = (byte) 0xBE;
    bytes[7] = (byte) major;
    return bytes;
  }

  private static byte[] module(String name) {
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of(name),
                module -> module.requires(ModuleDesc.of("java.base"), 0x8000, null)),
            builder ->
                builder.with(
                    java.lang.classfile.attribute.ModulePackagesAttribute.ofNames(
                        PackageDesc.of("org.example.odd"))));
  }

  private static Kind replaced(String name, byte[] module, String... said) {
    return lie(
        name,
        zip -> {
          zip.entries.remove(zip.named("module-info.class"));
          zip.add("module-info.class", module);
        },
        said);
  }

  private static byte[] library(Consumer<JarForge> forged) {
    JarForge forge = new JarForge(temp);
    forged.accept(forge);
    return bytes(forge.pack(temp.resolve("library.jar")));
  }

  private static Stream<Kind> contents() {
    byte[] fine = classOf(65);
    return Stream.of(
        built("the API", forge -> forge.file("io/steward/api/Reply.class", fine), "provided"),
        built(
            "the API for a newer Java",
            forge ->
                forge
                    .key("Multi-Release", "true")
                    .file("META-INF/versions/25/io/steward/api/Reply.class", fine),
            "a copy of io.steward.api"),
        built("SLF4J", forge -> forge.file("org/slf4j/Logger.class", fine), "provided"),
        built(
            "SLF4J in a library",
            forge ->
                forge.file(
                    "lib/slf4j.jar", library(lib -> lib.file("org/slf4j/Logger.class", fine))),
            "its library \"lib/slf4j.jar\": it contains a copy of org.slf4j"),
        built("PF4J", forge -> forge.file("org/pf4j/Plugin.class", fine), "no plugin needs"),
        built(
            "the runtime",
            forge -> forge.file("io/steward/runtime/bus/Spy.class", fine),
            "a copy of io.steward.runtime"),
        built("java", forge -> forge.file("java/lang/Evil.class", fine), "the JDK's alone"),
        built(
            "too new a class",
            forge -> forge.file("org/example/odd/New.class", classOf(120)),
            "\"org/example/odd/New.class\" is compiled for Java 76"),
        built(
            "too new a class in a library",
            forge ->
                forge.file("lib/new.jar", library(lib -> lib.file("a/New.class", classOf(120)))),
            "its library \"lib/new.jar\": \"a/New.class\" is compiled for Java 76"),
        built(
            "no class",
            forge -> forge.file("org/example/odd/No.class", text("hello")),
            "\"org/example/odd/No.class\" is no class file"),
        built(
            "versions that are not looked at",
            forge -> forge.file("META-INF/versions/21/org/example/odd/Odd.class", fine),
            "Multi-Release: true"),
        built("a Class-Path", forge -> forge.key("Class-Path", "evil.jar"), "has a Class-Path"),
        built(
            "a library's Class-Path",
            forge ->
                forge.file("lib/p.jar", library(lib -> lib.key("Class-Path", "../../evil.jar"))),
            "Class-Path \"../../evil.jar\", which leads out"),
        built(
            "a library in a folder",
            forge -> forge.file("lib/more/a.jar", bytes(fine())),
            "its library \"lib/more/a.jar\": it is not directly in lib/"),
        built(
            "a damaged library",
            forge -> forge.file("lib/a.jar", text("x")),
            "its library \"lib/a.jar\": it is not a jar"),
        lie(
            "no manifest",
            zip -> zip.entries.remove(zip.named("META-INF/MANIFEST.MF")),
            "its manifest has no Plugin-Id"),
        lie(
            "a damaged manifest",
            zip -> {
              zip.entries.remove(zip.named("META-INF/MANIFEST.MF"));
              zip.add("META-INF/MANIFEST.MF", text("hello\n"));
            },
            "it cannot be read: "));
  }

  private static Stream<Kind> keys() {
    return Stream.of(
        built("an odd id", forge -> forge.key("Plugin-Id", "a b"), "Plugin-Id \"a b\" is not"),
        built("an id of paths", forge -> forge.key("Plugin-Id", "../x"), "Plugin-Id \"../x\""),
        built("a long id", forge -> forge.key("Plugin-Id", "x".repeat(5000)), "is not up to 64"),
        built("no version", forge -> forge.key("Plugin-Version", ""), "is not a version"),
        built(
            "a long version",
            forge -> forge.key("Plugin-Version", "1.0.0-" + "1".repeat(60_000)),
            "is not a version"),
        built(
            "a deep range",
            forge -> forge.key("Plugin-Requires", "(".repeat(50_000) + "1.x"),
            "is not a range"),
        built(
            "dependencies",
            forge -> forge.key("Plugin-Dependencies", "other@1.0.0"),
            "plugins share nothing"));
  }

  private static Stream<Kind> modules() {
    return Stream.of(
        replaced("a damaged descriptor", classOf(65), "its modules cannot be linked: "),
        replaced("too new a descriptor", classOf(120), "\"module-info.class\" is compiled for"),
        replaced("the API's module", module("io.steward.api"), "the name of one of the node's"),
        replaced("a module of the JDK", module("java.sql"), "the name of one of the JDK's"),
        replaced("a module like the JDK's", module("jdk.evil"), "the name of one of the JDK's"),
        replaced("a module that provides nothing", module("org.example.odd"), "no method"),
        built(
            "one module twice",
            forge ->
                forge
                    .file("lib/a.jar", library(lib -> lib.key("Automatic-Module-Name", "twin")))
                    .file("lib/b.jar", library(lib -> lib.key("Automatic-Module-Name", "twin"))),
            "a.jar and b.jar in it are both the module twin"),
        built(
            "a package twice",
            forge ->
                forge.file(
                    "lib/a.jar",
                    library(lib ->
                        lib.source("module-info.java", "module other { exports org.example.odd; }")
                            .source("Two.java", "package org.example.odd; public class Two {}"))),
            "its modules cannot be linked: ",
            "org.example.odd"),
        built(
            "a library without a name",
            forge -> forge.file("lib/1.jar", library(lib -> lib.key("X", "y"))),
            "its modules cannot be linked: ",
            "'1' is not a Java identifier"));
  }

  /// A jar without a module descriptor, which names its handlers in a file.
  private static Kind plain(String name, String code, String service, String... said) {
    return kind(
        name,
        path ->
            JarForge.plugin(temp, "odd", "1.0.0")
                .source("Odd.java", code)
                .file(SERVICE, text(service))
                .pack(path),
        said);
  }

  private static Stream<Kind> services() {
    String good = source("", "", "new MethodName(\"odd\")");
    return Stream.of(
        plain("a missing class", good, "org.example.odd.Gone", "org.example.odd.Gone not found"),
        plain(
            "no name of a class",
            good,
            "a b c",
            "MethodHandler:1: Illegal configuration-file syntax"),
        plain("a stranger", good, "java.lang.Object", "provides no method"),
        plain(
            "another type",
            "package org.example.odd; public class Odd {}",
            "org.example.odd.Odd",
            "org.example.odd.Odd not a subtype"),
        plain(
            "no constructor",
            good.replace("Odd()", "Odd(int a)"),
            "org.example.odd.Odd",
            "Unable to get public no-arg constructor"),
        plain(
            "no record",
            good.replace("public record Odd()", "public class Odd")
                .replace("public Odd { ", "public Odd() { "),
            "org.example.odd.Odd",
            "org.example.odd.Odd is not a record"),
        plain(
            "no arguments",
            good.replace("public record Arguments() {}", "public static class Arguments {}"),
            "org.example.odd.Odd",
            "the arguments of org.example.odd.Odd are not a record"));
  }

  private static Stream<Kind> code() {
    return Stream.of(
        coded("throws", "", "if (true) throw new IllegalStateException(\"bang\");", "bang"),
        coded("throws an error", "", "if (true) throw new AssertionError(\"bang\");", "bang"),
        coded("overflows", "", "new Odd();", "StackOverflowError"),
        coded(
            "throws before all",
            "static final int X = Integer.parseInt(\"bang\");",
            "",
            "For input string: \"bang\""),
        coded(
            "hangs",
            "",
            "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }",
            "one of its methods is not made within 2000 ms: it is at ",
            "org.example.odd.Odd.<init>(Odd.java:"),
        coded(
            "exits",
            "",
            "System.exit(3);",
            "org.example.odd.Odd calls System.exit, which would end the node"),
        coded(
            "halts",
            "void stop() { Runtime.getRuntime().halt(3); }",
            "",
            "org.example.odd.Odd calls Runtime.halt"),
        built(
            "no name",
            forge -> forge.source("Odd.java", source("", "", "null")),
            "org.example.odd.Odd has no name for its method"),
        coded(
            "needs what is not there",
            "static final Class<?> X = gone(); static Class<?> gone() { throw new"
                + " NoClassDefFoundError(\"org/example/Gone\"); }",
            "",
            "org/example/Gone"));
  }

  @TestFactory
  Stream<DynamicTest> eachIsRefusedAloneWithItsLine() {
    return Stream.of(
            files(),
            archives(),
            names(),
            bombs(),
            contents(),
            keys(),
            modules(),
            services(),
            code())
        .flatMap(kinds -> kinds)
        .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> isRefused(kind)));
  }

  private void isRefused(Kind kind) throws IOException {
    Path each = Files.createTempDirectory(temp, "kind");
    kind.jar().accept(each.resolve("bad.jar"));
    good(each);
    try (PluginFolder plugins = open(each)) {
      assertThat(plugins.refused())
          .singleElement()
          .satisfies(jar -> {
            assertThat(jar.jar().getFileName()).hasToString("bad.jar");
            assertThat(jar.reason()).contains(kind.said()).doesNotContain("\n", "staging");
          });
      serves(plugins, "good");
    }
  }

  private static PluginFolder open(Path folder) throws IOException {
    return PluginFolder.open(
        folder, PluginPolicy.ANY, Files.createDirectories(temp.resolve("staging")), PATIENCE);
  }

  private static void good(Path folder) throws IOException {
    Path jar = temp.resolve("good.jar");
    if (!Files.exists(jar)) {
      JarForge.plugin(temp, "good", "1.0.0")
          .source("module-info.java", MODULE)
          .source("Odd.java", source("", "", "new MethodName(\"good\")"))
          .pack(jar);
    }
    Files.copy(jar, folder.resolve("good.jar"));
  }

  private static void serves(PluginFolder plugins, String name) {
    PluginMethod method =
        plugins.find(new MethodName(name), PluginMethod.Kind.COMMAND).orElseThrow();
    assertThat(method.defaults().get()).isInstanceOf(CommandHandler.class);
  }

  @Test
  void aLinkIsFollowedToItsJar() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.jar"), fine());
    try (PluginFolder plugins = open(folder)) {
      assertThat(plugins.refused()).isEmpty();
      serves(plugins, "odd");
    }
  }

  @Test
  void anArchiveThatIsWrittenAnewServes() throws IOException {
    RawZip.of(fine()).write(folder.resolve("raw.jar"));
    try (PluginFolder plugins = open(folder)) {
      assertThat(plugins.refused()).isEmpty();
      serves(plugins, "odd");
    }
  }

  @Test
  void twoPluginsWithModulesOfOneNameServeSideBySide() throws IOException {
    good(folder);
    Files.copy(fine(), folder.resolve("odd.jar"));
    try (PluginFolder plugins = open(folder)) {
      assertThat(plugins.refused()).isEmpty();
      serves(plugins, "good");
      serves(plugins, "odd");
    }
  }

  @Test
  void aJarWithoutADescriptorMayHaveAnyFileName() throws IOException {
    JarForge.plugin(temp, "odd", "1.0.0")
        .source("Odd.java", source("", "", "new MethodName(\"odd\")"))
        .file(SERVICE, text("org.example.odd.Odd"))
        .pack(folder.resolve("1.jar"));
    try (PluginFolder plugins = open(folder)) {
      assertThat(plugins.refused()).isEmpty();
      serves(plugins, "odd");
    }
  }
}
