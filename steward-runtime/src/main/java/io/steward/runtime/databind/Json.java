package io.steward.runtime.databind;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads and writes plain data as text. Uses only Jackson's parser and generator: creating a mapper
/// takes so long that every command line program would be noticeably slower.
public final class Json {

  private static final int INITIAL_CAPACITY = 512;

  private Json() {}

  /// Writes plain data as JSON on one line, in UTF-8.
  public static byte[] write(Object plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(INITIAL_CAPACITY);
    try {
      write(plain, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes plain data as JSON on one line, in UTF-8, without holding the whole text in memory. It
  /// is safe to print, whoever wrote the data: its invisible characters are escaped.
  ///
  /// @throws IOException if writing to the stream fails
  public static void write(Object plain, OutputStream to) throws IOException {
    write(plain, to, InvisibleCharacters.ESCAPED);
  }

  private static void write(Object plain, OutputStream to, @Nullable CharacterEscapes escapes)
      throws IOException {
    try (JsonGenerator generator = Document.jsonFactory().createGenerator(to)) {
      generator.disable(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature());
      if (escapes != null) {
        generator.setCharacterEscapes(escapes);
      }
      write(plain, generator);
    }
  }

  private static void write(@Nullable Object plain, JsonGenerator to) throws IOException {
    switch (plain) {
      case null -> to.writeNull();
      case String text -> to.writeString(text);
      case Map<?, ?> map -> {
        to.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          to.writeFieldName(String.valueOf(entry.getKey()));
          write(entry.getValue(), to);
        }
        to.writeEndObject();
      }
      case Collection<?> items -> {
        to.writeStartArray();
        for (Object item : items) {
          write(item, to);
        }
        to.writeEndArray();
      }
      default -> to.writePOJO(plain); // numbers and booleans
    }
  }

  /// The length of plain data as JSON, in bytes.
  public static long length(Object plain) {
    ByteCounter counter = new ByteCounter();
    try {
      write(plain, counter, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counter.bytes;
  }

  /// Writes plain data as JSON on one line.
  public static String line(Object plain) {
    return text(Document.jsonFactory(), false, plain);
  }

  /// Writes plain data as indented JSON.
  public static String pretty(Object plain) {
    return text(Document.jsonFactory(), true, plain);
  }

  /// Writes plain data as YAML.
  public static String yaml(Object plain) {
    YAMLFactory yaml =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();
    return text(yaml, false, plain);
  }

  private static String text(JsonFactory format, boolean pretty, Object plain) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = format.createGenerator(text)) {
      if (pretty) {
        generator.useDefaultPrettyPrinter();
      }
      write(plain, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Reads JSON as plain data.
  ///
  /// @return maps, lists, strings, numbers, booleans; null for JSON's null
  /// @throws IllegalArgumentException if it is not JSON
  public static @Nullable Object read(byte[] json) {
    try (JsonParser parser = Document.jsonFactory().createParser(json)) {
      return document(parser);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  /// Reads JSON from a stream as plain data.
  ///
  /// @throws IllegalArgumentException if it is not JSON
  /// @throws IOException if the stream cannot be read
  public static @Nullable Object read(InputStream json) throws IOException {
    try (JsonParser parser = Document.jsonFactory().createParser(json)) {
      return document(parser);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  private static @Nullable Object document(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "empty input");
    }
    Object document = value(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "unexpected content after the end");
    }
    return document;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          map.put(key, value(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new JsonParseException(parser, "unexpected " + parser.currentToken());
    };
  }

  /// Counts the bytes written.
  private static final class ByteCounter extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
    }
  }
}
