package io.steward.distribution;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kotlin.Unit;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/// A plugin in Kotlin, whose records are data classes and whose standard library is a module.
final class KotlinPlugin {

  private static final String HANDLER =
      """
      package org.example.greet

      import io.steward.api.CommandContext
      import io.steward.api.CommandHandler
      import io.steward.api.MethodName
      import io.steward.api.Reply

      @JvmRecord
      data class Greet(val greeting: String) : CommandHandler<Greet.Arguments> {

        @JvmRecord
        data class Arguments(val names: List<String>)

        constructor() : this("hello")

        override fun method() = MethodName("greet")

        override fun handle(arguments: Arguments, context: CommandContext): Reply =
          Reply.succeeded(mapOf("text" to arguments.names.joinToString { "$greeting $it" }))
      }
      """;

  private static final String MODULE =
      """
      module org.example.greet {
        requires io.steward.api;
        requires kotlin.stdlib;
        provides io.steward.api.MethodHandler with org.example.greet.Greet;
      }
      """;

  private KotlinPlugin() {}

  /// Compiles and packs it, as a plugin author does.
  static void pack(Path work, Path jar) throws IOException {
    Path folder = Files.createTempDirectory(work, "greet");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("Greet.kt"), HANDLER);
    Path library =
        Path.of(
            URI.create(Unit.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    ExitCode code =
        new K2JVMCompiler()
            .exec(
                new PrintStream(System.err, true, java.nio.charset.StandardCharsets.UTF_8),
                "-no-stdlib",
                "-no-reflect",
                "-jvm-target",
                "21",
                "-d",
                classes.toString(),
                "-classpath",
                PluginJar.api() + ":" + library,
                source.toString());
    if (code != ExitCode.OK) {
      throw new IllegalStateException("the plugin in Kotlin does not compile");
    }
    Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
    PluginJar.compile(
        classes,
        true,
        List.of(library, PluginJar.api()),
        List.of("--patch-module", "org.example.greet=" + classes, module.toString()));
    PluginJar.pack(classes, "greet", List.of(library), jar);
  }
}
