package io.steward.runtime.databind;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A parsed text: its tree, and the problems of its syntax.
///
/// @param root the whole document
/// @param problems those that did not prevent parsing: duplicate keys, anchors
public record Document(Tree root, List<Problem> problems) {

  /// The limit for a key, in characters.
  static final int MAX_KEY_LENGTH = 16 << 10;

  /// The length of a document is limited by its origin. Its size in memory depends more on the
  /// number of values, each of which takes about a hundred extra bytes.
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(100)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(MAX_KEY_LENGTH)
          .maxTokenCount(1_000_000)
          .build();

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().streamReadConstraints(LIMITS).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder().streamReadConstraints(LIMITS).build();

  /// Parses YAML, which includes JSON.
  ///
  /// @param origin names the document in problems
  /// @throws ProblemsException if it cannot be parsed at all
  public static Document yaml(String origin, String text) throws ProblemsException {
    return new DocumentReader(origin).read(() -> YAML.createParser(text));
  }

  /// Parses JSON in UTF-8. Empty input yields an empty map.
  ///
  /// @param origin names the document in problems
  /// @throws ProblemsException if it cannot be parsed at all
  public static Document json(String origin, byte[] text) throws ProblemsException {
    return new DocumentReader(origin)
        .read(() -> JSON.createParser(new String(text, StandardCharsets.UTF_8)));
  }

  /// Parses JSON in UTF-8 from a stream, which the caller closes.
  ///
  /// @param origin names the document in problems
  /// @throws ProblemsException if it cannot be parsed at all
  public static Document json(String origin, InputStream text) throws ProblemsException {
    // a reader, since a parser of bytes would report columns in bytes, not characters
    return new DocumentReader(origin)
        .read(() -> JSON.createParser(new InputStreamReader(text, StandardCharsets.UTF_8)));
  }

  /// The factory of JSON parsers and generators with the same limits.
  static JsonFactory jsonFactory() {
    return JSON;
  }
}
