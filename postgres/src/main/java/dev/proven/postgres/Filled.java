package dev.proven.postgres;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A statement whose parameters have got values.
 *
 * @param text with the values in it
 * @param draw which values
 * @param share of the statement's executions for which it stands, 0 to 1
 * @param guesses what of the question itself was made up, such as {@code LIMIT is 10}
 */
record Filled(String text, Draw draw, double share, List<String> guesses) {
  Filled {
    guesses = List.copyOf(guesses);
  }

  /** Which of a column's values a statement gets. */
  enum Draw {
    /** What the row in the middle has; of a pattern, the beginning of a text. */
    TYPICAL,
    FREQUENT,
    RARE,
    /** A pattern that may begin anywhere in a text. */
    ANYWHERE;

    /** What tells the part from the typical one. */
    String ending() {
      return this == TYPICAL ? "" : "-" + name().toLowerCase(java.util.Locale.ROOT);
    }

    private String label() {
      return switch (this) {
        case TYPICAL -> "";
        case FREQUENT -> "frequent value";
        case RARE -> "rare value";
        case ANYWHERE -> "pattern anywhere";
      };
    }
  }

  Filled with(double other) {
    return new Filled(text, draw, other, guesses);
  }

  /** One line for people, which says what is not the application's own. */
  String title(String sql) {
    var label =
        Stream.of(draw.label(), guesses.isEmpty() ? "" : "partly guessed")
            .filter(l -> !l.isEmpty())
            .collect(Collectors.joining("; "));
    return (label.isEmpty() ? "" : "(" + label + ") ") + SqlText.title(sql);
  }
}
