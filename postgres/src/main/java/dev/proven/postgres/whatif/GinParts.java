package dev.proven.postgres.whatif;

import dev.proven.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The parts of a value that a GIN index has entries for: the elements of an array, the words of a
 * text, the keys and values of a document, or its trigrams.
 */
enum GinParts {
  /** Every three letters in a row, two blanks before and one behind each word. */
  TRIGRAMS("%s::text", 4) {
    @Override
    void add(String text, Set<String> parts) {
      for (String word : NO_LETTER.split(text.toLowerCase(Locale.ROOT), -1)) {
        var padded = "  " + word + " ";
        for (int i = 0; !word.isEmpty() && i + 3 <= padded.length(); i++) {
          parts.add(padded.substring(i, i + 3));
        }
      }
    }
  },
  /** A hash of each value and of the keys that lead to it. */
  JSON_PATHS("%s::text", 4) {
    @Override
    void add(String text, Set<String> parts) {
      paths("", Json.mapper().readTree(text), parts);
    }

    private void paths(String path, JsonNode node, Set<String> parts) {
      if (node.isContainer()) {
        node.forEach(child -> {
          if (node.isArray()) {
            paths(path, child, parts);
          }
        });
        node.properties().forEach(p -> paths(path + '\0' + p.getKey(), p.getValue(), parts));
      } else {
        parts.add(path + '\0' + node);
      }
    }
  },
  /** Each key, and each value by itself. */
  JSON_KEYS("%s::text", 0) {
    @Override
    void add(String text, Set<String> parts) {
      keys(Json.mapper().readTree(text), parts);
    }

    private void keys(JsonNode node, Set<String> parts) {
      node.properties().forEach(p -> parts.add(p.getKey()));
      node.forEach(child -> keys(child, parts));
      if (!node.isContainer()) {
        parts.add(' ' + node.asString(""));
      }
    }
  },
  /** Each element of an array of texts. */
  ELEMENTS("to_jsonb(%s)::text", 0) {
    @Override
    void add(String text, Set<String> parts) {
      elements(Json.mapper().readTree(text), parts);
    }
  },
  /** Each element of an array of numbers or dates. */
  NUMBERS("to_jsonb(%s)::text", 8) {
    @Override
    void add(String text, Set<String> parts) {
      elements(Json.mapper().readTree(text), parts);
    }
  },
  /** Each word of a text that was prepared for search. */
  WORDS("to_jsonb(tsvector_to_array(%s))::text", 0) {
    @Override
    void add(String text, Set<String> parts) {
      elements(Json.mapper().readTree(text), parts);
    }
  };

  /** A longer key of a document is replaced by a hash. */
  private static final int LONGEST = 125;

  private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern NUMBER =
      Pattern.compile("(smallint|integer|bigint|date|real|oid|double precision|timestamp.*)\\[\\]");

  private final String read;
  private final int keyBytes;

  /**
   * Kinds of parts.
   *
   * @param read what to select of a value
   * @param keyBytes of the key of an entry; 0 where it is the part's text
   */
  GinParts(String read, int keyBytes) {
    this.read = read;
    this.keyBytes = keyBytes;
  }

  /** The parts that an operator class takes of values of a type. */
  static GinParts of(String operatorClass, String sqlType) {
    var name = operatorClass.substring(operatorClass.lastIndexOf('.') + 1).replace("\"", "");
    return switch (name) {
      case "gin_trgm_ops" -> TRIGRAMS;
      case "jsonb_path_ops" -> JSON_PATHS;
      default -> ofType(sqlType);
    };
  }

  private static GinParts ofType(String sqlType) {
    if (sqlType.equals("jsonb")) {
      return JSON_KEYS;
    }
    if (sqlType.equals("tsvector")) {
      return WORDS;
    }
    return NUMBER.matcher(sqlType).matches() ? NUMBERS : ELEMENTS;
  }

  /** What to select of rows, so that this can tell the parts of each. */
  String select(String key) {
    return read.formatted("(" + key + ")");
  }

  /** The different parts of one value as it was selected; a value without parts has one, empty. */
  Set<String> of(@org.jspecify.annotations.Nullable String selected) {
    var parts = new HashSet<String>();
    if (selected != null) {
      add(selected, parts);
    }
    return parts.isEmpty() ? Set.of("") : parts;
  }

  abstract void add(String text, Set<String> parts);

  /** Bytes of a part as the key of an entry. */
  int bytes(String part) {
    return keyBytes > 0
        ? keyBytes
        : 1 + Math.min(LONGEST, part.getBytes(StandardCharsets.UTF_8).length);
  }

  private static void elements(JsonNode array, Set<String> parts) {
    array.forEach(e -> {
      if (e.isArray()) {
        elements(e, parts);
      } else {
        parts.add(e.asString(""));
      }
    });
  }
}
