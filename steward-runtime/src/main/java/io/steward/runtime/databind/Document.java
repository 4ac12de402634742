package io.steward.runtime.databind;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A text that was read: what stands in it, and what is wrong with how it was written.
///
/// @param root the whole
/// @param problems what did not keep it from being read: duplicate keys, anchors
public record Document(Tree root, List<Problem> problems) {

  /// How long a document may be is said where it comes from. What it becomes in memory depends on
  /// how many values it has more than on its length: each takes about a hundred bytes besides.
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(100)
          .maxStringLength(Integer.MAX_VALUE)
          .maxNameLength(1 << 20)
          .maxTokenCount(1_000_000)
          .build();

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().streamReadConstraints(LIMITS).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder().streamReadConstraints(LIMITS).build();

  /// Reads YAML, of which JSON is a part.
  ///
  /// @param origin what problems call it
  /// @throws ProblemsException when it cannot be read at all
  public static Document yaml(String origin, String text) throws ProblemsException {
    return new DocumentReader(origin).read(() -> YAML.createParser(text));
  }

  /// Reads JSON in UTF-8. Nothing at all is read as an empty map.
  ///
  /// @param origin what problems call it
  /// @throws ProblemsException when it cannot be read at all
  public static Document json(String origin, byte[] text) throws ProblemsException {
    return new DocumentReader(origin)
        .read(() -> JSON.createParser(new String(text, StandardCharsets.UTF_8)));
  }

  /// Reads JSON in UTF-8 from a stream, which the caller closes.
  ///
  /// @param origin what problems call it
  /// @throws ProblemsException when it cannot be read at all
  public static Document json(String origin, InputStream text) throws ProblemsException {
    // a reader, since a parser of bytes would count bytes where people count columns
    return new DocumentReader(origin)
        .read(() -> JSON.createParser(new InputStreamReader(text, StandardCharsets.UTF_8)));
  }

  /// Makes readers of JSON with the same limits.
  static JsonFactory jsonFactory() {
    return JSON;
  }
}
