package dev.proven.core.load;

import java.util.LinkedHashMap;
import java.util.Map;

/** Errors counted by message, in bounded memory: messages with an id in them must not fill it. */
final class ErrorCounts {
  static final int DISTINCT = 20;
  static final int LENGTH = 200;
  static final String OTHERS = "other errors";

  private final Map<String, Integer> counts = new LinkedHashMap<>();

  void add(Throwable error) {
    String message = describe(error);
    boolean known = counts.containsKey(message) || counts.size() < DISTINCT;
    counts.merge(known ? message : OTHERS, 1, Integer::sum);
  }

  /** A copy in order of first appearance. */
  Map<String, Integer> snapshot() {
    return new LinkedHashMap<>(counts);
  }

  private static String describe(Throwable error) {
    String type = error.getClass().getSimpleName();
    String message = error.getMessage();
    String text = message == null ? type : type + ": " + message;
    String line = text.lines().findFirst().orElse(type);
    return line.length() <= LENGTH ? line : line.substring(0, LENGTH);
  }
}
