package io.steward.runtime.binding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plain data as text.
public final class Json {

  private static final ObjectMapper JSON =
      JsonMapper.builder(Document.jsonFactory())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();
  private static final int USUAL_LENGTH = 512;
  private static final ObjectMapper PRETTY =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private Json() {}

  /// Writes plain data as JSON on one line, in UTF-8.
  public static byte[] write(Object plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_LENGTH);
    try {
      write(plain, bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes plain data as JSON on one line, in UTF-8, without ever holding the whole text.
  ///
  /// @throws IOException when the stream does not take it
  public static void write(Object plain, OutputStream to) throws IOException {
    try (JsonGenerator generator = JSON.createGenerator(to)) {
      write(plain, generator);
    }
  }

  /// Plain data has few types. Known by them, it is written several times as fast as by a mapper,
  /// which looks for a way to write each value.
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

  /// How long plain data is as JSON, in bytes.
  public static long length(Object plain) {
    Length length = new Length();
    try {
      write(plain, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return length.bytes;
  }

  /// Writes plain data as JSON on one line.
  public static String line(Object plain) {
    return text(JSON, plain);
  }

  /// Writes plain data as JSON for people.
  public static String pretty(Object plain) {
    return text(PRETTY, plain);
  }

  /// Writes plain data as YAML.
  public static String yaml(Object plain) {
    return text(YAML, plain);
  }

  private static String text(ObjectMapper mapper, Object plain) {
    try {
      return mapper.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads JSON as plain data.
  ///
  /// @return maps, lists, text, numbers, booleans; null for JSON's null
  /// @throws IllegalArgumentException when it is not JSON
  public static @Nullable Object read(byte[] json) {
    try {
      return JSON.readValue(json, Object.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  /// Reads JSON from a stream as plain data.
  ///
  /// @throws IllegalArgumentException when it is not JSON
  /// @throws IOException when the stream cannot be read
  public static @Nullable Object read(InputStream json) throws IOException {
    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  /// Counts what is written.
  private static final class Length extends OutputStream {
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
