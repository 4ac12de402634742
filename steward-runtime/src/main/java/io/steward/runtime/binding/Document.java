package io.steward.runtime.binding;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A text that was read: what stands in it, and what is wrong with how it was written.
///
/// @param root the whole
/// @param problems what did not keep it from being read: duplicate keys, anchors
public record Document(Tree root, List<Problem> problems) {

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(100)
          .maxStringLength(64 << 20)
          .maxNameLength(1 << 20)
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
}
