package dev.proven.cli;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads {@code sprint.yaml}; whatever is wrong is said with its line. */
final class ConfigReader {
  private static final YAMLFactory FACTORY =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(FACTORY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final long MOST_BYTES = 1 << 20;

  private ConfigReader() {}

  static SprintConfig read(Path file) {
    String text = text(file);
    if (text.isBlank()) {
      throw Problem.usage(file + " is empty.", "Name at least one target under targets:.");
    }
    try {
      var config = MAPPER.readValue(text, SprintConfig.class);
      if (config == null) {
        throw Problem.usage(file + " says nothing.", "Name at least one target under targets:.");
      }
      return config;
    } catch (UnrecognizedPropertyException e) {
      throw unknownKey(file, text, e);
    } catch (JacksonException e) {
      throw Problem.usage(
              file + place(e, text) + ": " + reason(e),
              "Correct the file; docs/configuration.md shows every key.")
          .causedBy(e);
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw Problem.usage(file + " is larger than a megabyte.", "Is it the right file?");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw Problem.usage(
              "The configuration " + file + " cannot be read.",
              "Name a readable file, or a URL such as postgresql://user@host/database.")
          .causedBy(e);
    }
  }

  private static Problem unknownKey(Path file, String text, UnrecognizedPropertyException e) {
    Collection<Object> known = e.getKnownPropertyIds();
    var names =
        known == null ? java.util.List.<String>of() : known.stream().map(Object::toString).toList();
    var nearest =
        names.stream()
            .min(Comparator.comparingInt(n -> distance(n, e.getPropertyName())))
            .filter(n -> distance(n, e.getPropertyName()) <= 3)
            .map(n -> "Did you mean " + n + "? ")
            .orElse("");
    return Problem.usage(
            file + place(e, text) + ": unknown key \"" + e.getPropertyName() + "\".",
            nearest
                + "Known here: "
                + names.stream().sorted().collect(Collectors.joining(", "))
                + ".")
        .causedBy(e);
  }

  /** Without the names of our classes, which tell a reader nothing. */
  private static String reason(JacksonException e) {
    if (e instanceof MismatchedInputException m
        && m.getTargetType() != null
        && m.getOriginalMessage().startsWith("Cannot")) {
      return wanted(m.getTargetType()) + " is wanted here.";
    }
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }

  private static String wanted(Class<?> type) {
    if (Number.class.isAssignableFrom(type)) {
      return "A number";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "A list";
    }
    return type == Boolean.class ? "true or false" : type.isRecord() ? "A key" : "A text";
  }

  /** Where in the file, from the exception or, for records, from the path of keys. */
  private static String place(JacksonException e, String text) {
    if (e instanceof DatabindException d && !d.getPath().isEmpty()) {
      var path = new StringBuilder();
      d.getPath()
          .forEach(r ->
              path.append('/')
                  .append(r.getPropertyName() == null ? r.getIndex() : r.getPropertyName()));
      Integer line = lines(text).get(path.toString());
      if (line != null) {
        return ", line " + line;
      }
    }
    var location = e.getLocation();
    return location == null || location.getLineNr() < 1 ? "" : ", line " + location.getLineNr();
  }

  /** The line of every key and list item by its path. */
  private static Map<String, Integer> lines(String text) {
    var lines = new HashMap<String, Integer>();
    Deque<String> path = new ArrayDeque<>();
    Deque<Integer> index = new ArrayDeque<>();
    try (JsonParser parser =
        FACTORY.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
      walk(parser, lines, path, index);
    } catch (JacksonException e) {
      return lines; // The file broke off; what was seen before that still has its line.
    }
    return lines;
  }

  private static void walk(
      JsonParser parser, Map<String, Integer> lines, Deque<String> path, Deque<Integer> index) {
    String name = "";
    for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
      if (t == JsonToken.PROPERTY_NAME) {
        name = parser.currentName();
        lines.put(join(path) + "/" + name, parser.currentTokenLocation().getLineNr());
      } else if (t == JsonToken.START_OBJECT || t == JsonToken.START_ARRAY) {
        path.addLast(item(index, name));
        lines.putIfAbsent(join(path), parser.currentTokenLocation().getLineNr());
        index.addLast(t == JsonToken.START_ARRAY ? 0 : -1);
      } else if (t == JsonToken.END_OBJECT || t == JsonToken.END_ARRAY) {
        path.removeLast();
        index.removeLast();
      }
    }
  }

  /** The next index within a list, else the key; nothing for the root. */
  private static String item(Deque<Integer> index, String name) {
    if (index.isEmpty()) {
      return "";
    }
    int last = index.removeLast();
    index.addLast(last < 0 ? last : last + 1);
    return last < 0 ? name : String.valueOf(last);
  }

  private static String join(Deque<String> path) {
    return path.stream().filter(p -> !p.isEmpty()).map(p -> "/" + p).collect(Collectors.joining());
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
