package io.steward.runtime.config;

import io.steward.runtime.binding.Binder;
import io.steward.runtime.binding.Document;
import io.steward.runtime.binding.JsonSchema;
import io.steward.runtime.binding.Position;
import io.steward.runtime.binding.Problem;
import io.steward.runtime.binding.ProblemsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// A node's configuration with the file it was read from. Paths in it are relative to that file.
///
/// @param file as it was given
/// @param digest SHA-256 of its text, in hex
/// @param config what it says
public record ConfigFile(Path file, String digest, NodeConfig config) {

  /// Reads a file.
  ///
  /// @param environment what `${NAME}` stands for
  /// @throws ProblemsException with everything that is wrong with it
  public static ConfigFile read(Path file, Map<String, String> environment)
      throws ProblemsException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ProblemsException(
          List.of(
              new Problem(
                  file.toString(), Position.START, "", "the file cannot be read: " + reason(e))));
    }
    Document document = new Variables(environment).expand(Document.yaml(file.toString(), text));
    return new ConfigFile(file, digest(text), Binder.bind(document, NodeConfig.class));
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is none"
        : String.valueOf(e.getMessage());
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /// What such a file may hold, as JSON Schema for editors.
  public static Map<String, Object> schema() {
    return JsonSchema.of(NodeConfig.class);
  }

  /// A path of the file's, from where the program runs.
  public Path resolve(Path path) {
    return file.toAbsolutePath().resolveSibling(path).normalize();
  }

  /// The folder for what the node must not forget.
  public Path data() {
    return resolve(config.data().orElse(Path.of("data", config.node().value())));
  }

  /// The folder with plugin jars.
  public Path plugins() {
    return resolve(config.plugins().flatMap(NodeConfig.Plugins::folder).orElse(Path.of("plugins")));
  }

  /// Where the broker is.
  public BrokerConfig broker() {
    return config.broker().orElse(BrokerConfig.DEFAULT);
  }

  /// Which fleet it is of.
  public FleetConfig fleet() {
    return config.fleet().orElse(FleetConfig.DEFAULT);
  }
}
