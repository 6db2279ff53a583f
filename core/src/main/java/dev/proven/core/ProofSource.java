package dev.proven.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What stands in for a target in experiments, since the target is too large or too busy to be
 * copied.
 *
 * @param kind how it relates to the target
 * @param url where it is
 * @param credentials where its password comes from
 */
public record ProofSource(Kind kind, String url, Credentials credentials) {

  /** How what is measured relates to the target. */
  public enum Kind {
    /** A part of the data. */
    SAMPLE,
    /** A copy that was kept up to date until it was promoted. */
    REPLICA,
    /** A copy of one moment, such as a restored backup. */
    SNAPSHOT;

    /**
     * By its word.
     *
     * @throws Problem usage, where there is none of that name
     */
    public static Kind of(String word) {
      return Arrays.stream(values())
          .filter(k -> k.word().equals(word.strip().toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(() ->
              Problem.usage(
                  "A proof source cannot be a \"" + word + "\".",
                  "Say what it is to the target: "
                      + Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(", "))
                      + "."));
    }

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
