package io.steward.runtime.databind;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds a tree from a parser's tokens, and records the position of each part.
final class DocumentReader {

  /// How much of the parser's own words is repeated, which may quote the document.
  private static final int MAX_SYNTAX_LENGTH = 500;

  private final String origin;
  private final ProblemCollector problems = new ProblemCollector();

  DocumentReader(String origin) {
    this.origin = origin;
  }

  /// Opens a parser.
  @FunctionalInterface
  interface ParserSource {
    JsonParser openParser() throws IOException;
  }

  Document read(ParserSource source) throws ProblemsException {
    try (JsonParser parser = source.openParser()) {
      if (parser.nextToken() == null) {
        return new Document(new Tree.Mapping(origin, Position.START, Map.of()), List.of());
      }
      Tree root = tree(parser, KeyPath.ROOT);
      if (parser.nextToken() != null) {
        problem(at(parser), KeyPath.ROOT, "a second document starts here; only one is allowed");
      }
      return new Document(root, problems.list());
    } catch (JsonProcessingException e) {
      problem(position(e.getLocation()), KeyPath.ROOT, syntax(e));
      throw new ProblemsException(problems.list());
    } catch (IOException e) {
      problem(Position.START, KeyPath.ROOT, "cannot be read: " + e.getMessage());
      throw new ProblemsException(problems.list());
    }
  }

  private static String syntax(JsonProcessingException e) {
    String message = e.getOriginalMessage() == null ? e.toString() : e.getOriginalMessage();
    return TruncatedValue.withCount(
        message.lines().findFirst().orElse(message).strip(), MAX_SYNTAX_LENGTH);
  }

  private Tree tree(JsonParser parser, KeyPath path) throws IOException {
    Position position = at(parser);
    if (parser instanceof YAMLParser yaml) {
      rejectUnsupported(yaml, position, path);
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, position, path);
      case START_ARRAY -> sequence(parser, position, path);
      case VALUE_NULL -> scalar(parser, position, Tree.Type.NULL);
      case VALUE_TRUE, VALUE_FALSE -> scalar(parser, position, Tree.Type.BOOLEAN);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(parser, position, Tree.Type.NUMBER);
      case VALUE_STRING, VALUE_EMBEDDED_OBJECT -> scalar(parser, position, Tree.Type.TEXT);
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE ->
          throw new IOException("unexpected " + parser.currentToken());
    };
  }

  private void rejectUnsupported(YAMLParser yaml, Position position, KeyPath path)
      throws IOException {
    if (yaml.isCurrentAlias()) {
      problem(position, path, "aliases (*) are not supported; write the value out");
    } else if (yaml.getObjectId() != null) {
      problem(position, path, "anchors (&) are not supported; write the value out");
    }
    if (yaml.getTypeId() != null) {
      problem(position, path, "tags (!) are not supported");
    }
  }

  private Tree.Scalar scalar(JsonParser parser, Position position, Tree.Type type)
      throws IOException {
    return new Tree.Scalar(origin, position, parser.getText(), type);
  }

  private Tree.Sequence sequence(JsonParser parser, Position position, KeyPath path)
      throws IOException {
    List<Tree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(tree(parser, path.item(items.size())));
    }
    return new Tree.Sequence(origin, position, items);
  }

  private Tree.Mapping mapping(JsonParser parser, Position position, KeyPath path)
      throws IOException {
    Map<String, Tree.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Position place = at(parser);
      KeyPath below = path.key(key);
      parser.nextToken();
      Tree value = tree(parser, below);
      Tree.Entry before = entries.putIfAbsent(key, new Tree.Entry(place, value));
      if (before != null) {
        problem(place, below, "duplicate key; first defined at " + before.position());
      }
    }
    return new Tree.Mapping(origin, position, entries);
  }

  private static Position at(JsonParser parser) {
    return position(parser.currentTokenLocation());
  }

  private static Position position(JsonLocation location) {
    return location == null
        ? Position.START
        : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private void problem(Position position, KeyPath path, String message) {
    problems.add(origin, position, path, message);
  }
}
