package io.steward.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.api.CommandHandler;
import io.steward.api.MethodHandler;
import io.steward.api.MethodName;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each damaged or hostile jar is refused with a one-line reason, and a good jar next to it is
/// active.
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
        public Reply handle(Arguments arguments, CommandContext context) throws Exception {
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
  private static final Duration INSTANTIATION_TIMEOUT = Duration.ofSeconds(2);
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private static Path temp = Path.of("");
  private Path folder = Path.of("");

  /// One kind of unusable jar.
  ///
  /// @param name the name of the test
  /// @param writer writes the jar to a path
  /// @param reason parts of the expected reason
  private record HostileJar(String name, Consumer<Path> writer, List<String> reason) {}

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory(temp, "plugins");
  }

  private static HostileJar hostile(String name, Consumer<Path> writer, String... reason) {
    return new HostileJar(name, writer, List.of(reason));
  }

  /// A valid jar with falsified fields.
  private static HostileJar corrupted(String name, Consumer<RawZip> change, String... reason) {
    return hostile(
        name,
        path -> {
          RawZip zip = RawZip.of(validJar());
          change.accept(zip);
          zip.write(path);
        },
        reason);
  }

  /// A jar built from changed sources or content, as its author would build it.
  private static HostileJar built(String name, Consumer<JarForge> change, String... reason) {
    return hostile(
        name,
        path -> {
          JarForge forge = forge();
          change.accept(forge);
          forge.pack(path);
        },
        reason);
  }

  private static JarForge forge() {
    return JarForge.plugin(temp, "odd", "1.0.0")
        .source("module-info.java", MODULE)
        .source("Odd.java", source("", "", "new MethodName(\"odd\")"));
  }

  private static String source(String field, String constructor, String name) {
    return SOURCE.replace("FIELD", field).replace("CONSTRUCTOR", constructor).replace("NAME", name);
  }

  private static HostileJar withCode(
      String name, String field, String constructor, String... reason) {
    return built(
        name,
        forge -> forge.source("Odd.java", source(field, constructor, "new MethodName(\"odd\")")),
        reason);
  }

  private static Path validJar() {
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

  private static RawZip.Entry oddClass(RawZip zip) {
    return zip.named("org/example/odd/Odd.class");
  }

  private static Stream<HostileJar> files() {
    return Stream.of(
        hostile("empty", path -> write(path, new byte[0]), "it is empty"),
        hostile("text", path -> write(path, text("#!/bin/sh\n")), "it is not a jar"),
        hostile(
            "half",
            path -> write(path, Arrays.copyOf(bytes(validJar()), bytes(validJar()).length / 2)),
            "it is not a jar, or it is truncated"),
        corrupted("cut off", zip -> zip.commentLength = 5, "it is truncated: 5 bytes are missing"),
        corrupted("appended to", zip -> zip.suffix = text("evil"), "4 extra bytes follow its end"),
        corrupted("a script", zip -> zip.prefix = text("#!/bin/sh\n"), "it starts with 10 bytes"),
        corrupted(
            "a script before the archive",
            zip -> {
              zip.prefix = text("#!/bin/sh\n");
              zip.offsetsIncludePrefix = false;
            },
            "its central directory is not where its end record says"),
        hostile("a folder", HostileJarsTest::makeDirectory, "it is a folder, not a jar"),
        hostile("a pipe", HostileJarsTest::makePipe, "it is not a file but a pipe"),
        hostile(
            "a link to nowhere",
            path -> link(path, Path.of("/nowhere/odd.jar")),
            "it is a link to /nowhere/odd.jar, which does not exist"),
        hostile("a link to itself", path -> link(path, path), "which does not exist"));
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

  private static Stream<HostileJar> archives() {
    return Stream.of(
        corrupted(
            "fewer entries",
            zip -> zip.extraEntryCount = -1,
            "its central directory has more entries than the"),
        corrupted(
            "more entries", zip -> zip.extraEntryCount = 1, "entries, its central directory has"),
        corrupted("a part", zip -> zip.diskNumber = 1, "it is one part of a split archive"),
        corrupted("no entries", zip -> zip.entries.clear(), "it has no entries"),
        corrupted(
            "zip64",
            zip -> {
              zip.beforeEnd = new byte[20];
              zip.beforeEnd[0] = 'P';
              zip.beforeEnd[1] = 'K';
              zip.beforeEnd[2] = 6;
              zip.beforeEnd[3] = 7;
            },
            "it uses zip64"),
        corrupted(
            "a size in zip64",
            zip -> oddClass(zip).size = 0xFFFFFFFFL,
            "\"org/example/odd/Odd.class\" uses zip64 sizes"),
        corrupted(
            "garbage", zip -> zip.beforeEnd = text("evil"), "its central directory is not where"),
        corrupted(
            "an entry for streams alone",
            zip -> zip.with(zip.add("evil.class", text("x")), entry -> entry.listed = false),
            "bytes after",
            "belong to no entry"),
        corrupted(
            "an entry twice in one place",
            zip ->
                zip.with(
                    zip.add("evil", text("x")),
                    entry -> {
                      entry.written = false;
                      entry.offset = 0;
                    }),
            "overlaps what follows it"),
        corrupted(
            "twice", zip -> zip.add("evil", text("x")).name = oddClass(zip).name, "is in it twice"),
        corrupted(
            "two manifests",
            zip -> zip.add("META-INF/manifest.mf", text("Plugin-Id: other\n\n")),
            "\"META-INF/manifest.mf\" and \"META-INF/MANIFEST.MF\" differ only in case"),
        corrupted(
            "another name",
            zip -> oddClass(zip).localName = text("org/example/odd/Old.class"),
            "the central directory and the local header disagree about"
                + " \"org/example/odd/Odd.class\""),
        corrupted("another method", zip -> oddClass(zip).localMethod = 0, "local header disagree"),
        corrupted("another size", zip -> oddClass(zip).localSize = 1, "local header disagree"),
        corrupted(
            "another size behind",
            zip -> {
              oddClass(zip).flags = 8;
              oddClass(zip).dataDescriptor =
                  RawZip.dataDescriptor(oddClass(zip).crc, (int) oddClass(zip).compressedSize, 7);
            },
            "local header disagree"),
        corrupted(
            "nothing behind",
            zip -> oddClass(zip).flags = 8,
            "0 bytes after",
            "are not a data descriptor"),
        corrupted(
            "another checksum",
            zip -> oddClass(zip).crc++,
            "is damaged: its unpacked size or checksum"),
        corrupted(
            "damaged data",
            zip -> Arrays.fill(oddClass(zip).compressed, (byte) 0xFF),
            "is damaged"),
        corrupted("encrypted", zip -> oddClass(zip).flags = 1, "Odd.class\" is encrypted"),
        corrupted(
            "bzip2",
            zip -> {
              oddClass(zip).method = 12;
              oddClass(zip).localMethod = 12;
            },
            "uses compression method 12, which Java does not support"),
        corrupted("a link in it", zip -> oddClass(zip).mode = 0120777, "is a symbolic link"),
        corrupted(
            "a full folder",
            zip -> zip.add("evil/", text("x")),
            "the folder entry \"evil/\" has content"));
  }

  private static Stream<HostileJar> names() {
    return Stream.of(
            List.of("../evil", "is not a normalized path: it contains \"..\""),
            List.of("org/../../evil", "is not a normalized path: it contains \"..\""),
            List.of("lib/./evil.jar", "is not a normalized path: it contains \".\""),
            List.of("org//evil", "is not a normalized path: it contains //"),
            List.of("/etc/evil", "is absolute"),
            List.of("C:/evil", "is absolute"),
            List.of("org\\evil", "contains a backslash"),
            List.of("evil\0.class", "\"evil\\u0000.class\" contains a control character"),
            List.of("", "an entry has no name"),
            List.of("x".repeat(2000), "the name is too long"))
        .map(each ->
            corrupted(
                "the name "
                    + each.getFirst()
                        .replace('\0', '0')
                        .substring(0, Math.min(20, each.getFirst().length())),
                zip -> zip.add(each.getFirst(), text("x")),
                each.getLast()));
  }

  private static Stream<HostileJar> bombs() {
    return Stream.of(
        corrupted(
            "a bomb",
            zip -> zip.add("evil", new byte[64 * MEBIBYTE]),
            "\"evil\" unpacks to",
            "times its size, like a zip bomb"),
        corrupted(
            "more than it says",
            zip ->
                zip.with(
                    zip.add("evil", new byte[4 * MEBIBYTE]),
                    entry -> {
                      entry.size = 10;
                      entry.localSize = 10;
                    }),
            "\"evil\" unpacks to more than the 10 bytes in its header"),
        corrupted(
            "a large entry",
            zip ->
                zip.with(
                    zip.add("evil", text("x")),
                    entry -> {
                      entry.size = 300L * MEBIBYTE;
                      entry.localSize = entry.size;
                    }),
            "\"evil\" unpacks to more than 256 MiB"),
        corrupted(
            "a large manifest",
            zip -> zip.add("META-INF/evil", new byte[9 * MEBIBYTE]),
            "\"META-INF/evil\" unpacks to more than 8 MiB"),
        corrupted(
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

  private static HostileJar withModuleInfo(String name, byte[] module, String... reason) {
    return corrupted(
        name,
        zip -> {
          zip.entries.remove(zip.named("module-info.class"));
          zip.add("module-info.class", module);
        },
        reason);
  }

  private static byte[] library(Consumer<JarForge> forged) {
    JarForge forge = new JarForge(temp);
    forged.accept(forge);
    return bytes(forge.pack(temp.resolve("library.jar")));
  }

  private static Stream<HostileJar> contents() {
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
        built("java", forge -> forge.file("java/lang/Evil.class", fine), "reserved for the JDK"),
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
            "\"org/example/odd/No.class\" is not a class file"),
        built(
            "versions that are not looked at",
            forge -> forge.file("META-INF/versions/21/org/example/odd/Odd.class", fine),
            "Multi-Release: true"),
        built("a Class-Path", forge -> forge.key("Class-Path", "evil.jar"), "has a Class-Path"),
        built(
            "a library's Class-Path",
            forge ->
                forge.file("lib/p.jar", library(lib -> lib.key("Class-Path", "../../evil.jar"))),
            "Class-Path \"../../evil.jar\", which points outside"),
        built(
            "a library in a folder",
            forge -> forge.file("lib/more/a.jar", bytes(validJar())),
            "its library \"lib/more/a.jar\": it is not directly in lib/"),
        built(
            "a damaged library",
            forge -> forge.file("lib/a.jar", text("x")),
            "its library \"lib/a.jar\": it is not a jar"),
        corrupted(
            "no manifest",
            zip -> zip.entries.remove(zip.named("META-INF/MANIFEST.MF")),
            "nothing in it says its version"),
        corrupted(
            "a damaged manifest",
            zip -> {
              zip.entries.remove(zip.named("META-INF/MANIFEST.MF"));
              zip.add("META-INF/MANIFEST.MF", text("hello\n"));
            },
            "it cannot be read: "));
  }

  private static Stream<HostileJar> keys() {
    return Stream.of(
        built(
            "an odd id", forge -> forge.key("Plugin-Id", "a b"), "Plugin-Id \"a b\" is not valid"),
        built("an id of paths", forge -> forge.key("Plugin-Id", "../x"), "Plugin-Id \"../x\""),
        built(
            "a long id",
            forge -> forge.key("Plugin-Id", "x".repeat(5000)),
            "is not valid: use at most 64"),
        built(
            "no version",
            forge -> forge.key("Plugin-Version", ""),
            "nothing in it says its version"),
        built(
            "a long version",
            forge -> forge.key("Plugin-Version", "1.0.0-" + "1".repeat(60_000)),
            "is not a version"),
        built(
            "a deep range",
            forge -> forge.key("Plugin-Requires", "(".repeat(50_000) + "1.x"),
            "is not a range"),
        built(
            "coordinates of several lines",
            forge -> silent(forge).coordinates("a", "odd", "1.0.0\\n\\u0007plus more"),
            "the version in its pom.properties \"1.0.0??plus more\" is not a version"),
        built(
            "damaged coordinates",
            forge -> silent(forge).coordinates("a", "odd", "\\uzzzz"),
            "it cannot be read: Malformed"),
        built(
            "large coordinates",
            forge -> silent(forge).coordinates("a", "odd", incompressible(2 * MEBIBYTE)),
            "pom.properties\" is larger than 1 MiB"),
        built(
            "coordinates of several artifacts",
            forge -> silent(forge).coordinates("a", "b", "1.0.0").coordinates("a", "c", "1.0.0"),
            "the Maven coordinates of several artifacts, b and c; say in its manifest"),
        compiledAgainst(
            "a long version of the API",
            "1." + "1".repeat(30_000),
            "nothing in it says which version of the API it requires"),
        compiledAgainst(
            "a newer API",
            "1.999.0",
            "it was compiled against version 1.999.0 of the API; this is 1."),
        compiledAgainst(
            "another API", "2.0.0", "it was compiled against version 2.0.0 of the API; this is 1."),
        built(
            "dependencies",
            forge -> forge.key("Plugin-Dependencies", "other@1.0.0"),
            "plugins share nothing"));
  }

  /// Says nothing in the manifest.
  private static JarForge silent(JarForge forge) {
    return forge.without("Plugin-Id").without("Plugin-Version").without("Plugin-Requires");
  }

  private static String incompressible(int length) {
    StringBuilder text = new StringBuilder();
    RandomGenerator random = new SplittableRandom(1);
    while (text.length() < length) {
      text.append(Long.toHexString(random.nextLong()));
    }
    return text.toString();
  }

  /// A plugin whose descriptor records the version of the API, and whose manifest does not.
  private static HostileJar compiledAgainst(String name, String version, String reason) {
    return hostile(
        name,
        path ->
            JarForge.plugin(temp, "odd", "1.0.0")
                .without("Plugin-Requires")
                .source("Odd.java", source("", "", "new MethodName(\"odd\")"))
                .file("module-info.class", moduleCompiledAgainst(version))
                .pack(path),
        reason);
  }

  private static byte[] moduleCompiledAgainst(String version) {
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of("org.example.odd"),
                module ->
                    module
                        .requires(ModuleDesc.of("java.base"), 0x8000, null)
                        .requires(ModuleDesc.of("io.steward.api"), 0, version)
                        .provides(
                            ClassDesc.of(MethodHandler.class.getName()),
                            ClassDesc.of("org.example.odd.Odd"))));
  }

  private static Stream<HostileJar> modules() {
    return Stream.of(
        withModuleInfo(
            "a damaged descriptor", classOf(65), "its module descriptor cannot be read: "),
        withModuleInfo(
            "too new a descriptor", classOf(120), "\"module-info.class\" is compiled for"),
        withModuleInfo(
            "the API's module", module("io.steward.api"), "the name of a module of the node"),
        withModuleInfo(
            "a module of the JDK", module("java.sql"), "the name of a module of the JDK"),
        withModuleInfo(
            "a module like the JDK's", module("jdk.evil"), "the name of a module of the JDK"),
        withModuleInfo("a module that provides nothing", module("org.example.odd"), "no method"),
        built(
            "one module twice",
            forge ->
                forge
                    .file("lib/a.jar", library(lib -> lib.key("Automatic-Module-Name", "twin")))
                    .file("lib/b.jar", library(lib -> lib.key("Automatic-Module-Name", "twin"))),
            "a.jar and b.jar in it both contain the module twin"),
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

  /// A jar without a module descriptor, which names its handlers in a service file.
  private static HostileJar withServiceFile(
      String name, String code, String service, String... reason) {
    return hostile(
        name,
        path ->
            JarForge.plugin(temp, "odd", "1.0.0")
                .source("Odd.java", code)
                .file(SERVICE, text(service))
                .pack(path),
        reason);
  }

  private static Stream<HostileJar> services() {
    String good = source("", "", "new MethodName(\"odd\")");
    return Stream.of(
        withServiceFile(
            "a missing class", good, "org.example.odd.Gone", "org.example.odd.Gone not found"),
        withServiceFile(
            "no name of a class",
            good,
            "a b c",
            "MethodHandler:1: Illegal configuration-file syntax"),
        withServiceFile("a stranger", good, "java.lang.Object", "provides no method"),
        withServiceFile(
            "another type",
            "package org.example.odd; public class Odd {}",
            "org.example.odd.Odd",
            "org.example.odd.Odd not a subtype"),
        withServiceFile(
            "no constructor",
            good.replace("Odd()", "Odd(int a)"),
            "org.example.odd.Odd",
            "Unable to get public no-arg constructor"),
        withServiceFile(
            "no record",
            good.replace("public record Odd()", "public class Odd")
                .replace("public Odd { ", "public Odd() { "),
            "org.example.odd.Odd",
            "org.example.odd.Odd is not a record"),
        withServiceFile(
            "no arguments",
            good.replace("<Odd.Arguments>", "<Record>")
                .replace("Arguments arguments", "Record arguments"),
            "org.example.odd.Odd",
            "the arguments of org.example.odd.Odd are not a record"));
  }

  private static Stream<HostileJar> code() {
    return Stream.of(
        withCode("throws", "", "if (true) throw new IllegalStateException(\"bang\");", "bang"),
        withCode("throws an error", "", "if (true) throw new AssertionError(\"bang\");", "bang"),
        withCode("overflows", "", "new Odd();", "StackOverflowError"),
        withCode(
            "throws before all",
            "static final int X = Integer.parseInt(\"bang\");",
            "",
            "For input string: \"bang\""),
        withCode(
            "hangs",
            "",
            "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }",
            "one of its methods was not created within 2000 ms: it is at ",
            "org.example.odd.Odd.<init>(Odd.java:"),
        withCode(
            "exits",
            "",
            "System.exit(3);",
            "org.example.odd.Odd calls System.exit, which would end the node"),
        withCode(
            "halts",
            "void stop() { Runtime.getRuntime().halt(3); }",
            "",
            "org.example.odd.Odd calls Runtime.halt"),
        built(
            "no name",
            forge -> forge.source("Odd.java", source("", "", "null")),
            "org.example.odd.Odd.method() does not return a constant"),
        built(
            "a computed name",
            forge ->
                forge.source(
                    "Odd.java", source("", "", "new MethodName(\"od\" + System.getenv())")),
            "write return new MethodName(\"...\")"),
        built(
            "an invalid name",
            forge -> forge.source("Odd.java", source("", "", "new MethodName(\"a b\")")),
            "org.example.odd.Odd.method(): ",
            "a b"),
        withCode(
            "needs what is not there",
            "static final Class<?> X = gone(); static Class<?> gone() { throw new"
                + " NoClassDefFoundError(\"org/example/Gone\"); }",
            "",
            "org/example/Gone"));
  }

  @TestFactory
  Stream<DynamicTest> eachIsRefusedAloneWithItsReason() {
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
        .map(hostileJar ->
            DynamicTest.dynamicTest(hostileJar.name(), () -> assertRefused(hostileJar)));
  }

  private void assertRefused(HostileJar hostileJar) throws IOException {
    Path each = Files.createTempDirectory(temp, "kind");
    hostileJar.writer().accept(each.resolve("bad.jar"));
    addGoodJar(each);
    try (PluginFolder plugins = open(each)) {
      assertThat(plugins.refused())
          .singleElement()
          .satisfies(jar -> {
            assertThat(jar.jar().getFileName()).hasToString("bad.jar");
            assertThat(jar.reason()).contains(hostileJar.reason()).doesNotContain("\n", "staging");
          });
      assertServes(plugins, "good");
    }
  }

  private static PluginFolder open(Path folder) throws IOException {
    return PluginFolder.open(
        folder,
        PluginPolicy.ANY,
        Files.createDirectories(temp.resolve("staging")),
        INSTANTIATION_TIMEOUT);
  }

  private static void addGoodJar(Path folder) throws IOException {
    Path jar = temp.resolve("good.jar");
    if (!Files.exists(jar)) {
      JarForge.plugin(temp, "good", "1.0.0")
          .source("module-info.java", MODULE)
          .source("Odd.java", source("", "", "new MethodName(\"good\")"))
          .pack(jar);
    }
    Files.copy(jar, folder.resolve("good.jar"));
  }

  private static void assertServes(PluginFolder plugins, String name) {
    PluginMethod method =
        plugins.find(new MethodName(name), PluginMethod.Kind.COMMAND).orElseThrow();
    assertThat(method.defaults().get()).isInstanceOf(CommandHandler.class);
  }

  @Test
  void aSymbolicLinkIsFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("link.jar"), validJar());
    try (PluginFolder plugins = open(folder)) {
      assertThat(plugins.refused()).isEmpty();
      assertServes(plugins, "odd");
    }
  }

  @Test
  void aRewrittenArchiveIsActive() throws IOException {
    RawZip.of(validJar()).write(folder.resolve("raw.jar"));
    try (PluginFolder plugins = open(folder)) {
      assertThat(plugins.refused()).isEmpty();
      assertServes(plugins, "odd");
    }
  }

  @Test
  void twoPluginsWithModulesOfTheSameNameAreActive() throws IOException {
    addGoodJar(folder);
    Files.copy(validJar(), folder.resolve("odd.jar"));
    try (PluginFolder plugins = open(folder)) {
      assertThat(plugins.refused()).isEmpty();
      assertServes(plugins, "good");
      assertServes(plugins, "odd");
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
      assertServes(plugins, "odd");
    }
  }
}
