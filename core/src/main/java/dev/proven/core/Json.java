package dev.proven.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way in which Proven reads and writes JSON: keys in a fixed order, unknown keys refused,
 * so that equal values have equal bytes and a hash over them means something.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private Json() {}

  public static JsonMapper mapper() {
    return MAPPER;
  }

  /** The value on one line, the form that is hashed. */
  public static String line(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** The value indented for people, with a newline at the end. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
  }

  /** Reads a value back; unknown or missing structure is a {@link Problem} that names the file. */
  public static <V> V read(Path file, Class<V> type) {
    try {
      return MAPPER.readValue(Files.readString(file, StandardCharsets.UTF_8), type);
    } catch (JacksonException e) {
      throw Problem.failed(
              file + " is not what Proven wrote: " + e.getOriginalMessage(),
              "The file was edited or damaged; restore it, or run again.")
          .causedBy(e);
    } catch (IOException e) {
      throw Problem.failed(
              file + " cannot be read.", "Check that the run folder is complete and readable.")
          .causedBy(e);
    }
  }

  /** Writes the value indented. */
  public static void write(Path file, Object value) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, pretty(value), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
