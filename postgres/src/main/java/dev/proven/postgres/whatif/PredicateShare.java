package dev.proven.postgres.whatif;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a predicate leaves of the values of a key.
 *
 * @param predicate as SQL; empty for all rows
 * @param share of the rows that it keeps
 */
record PredicateShare(String predicate, double share) {

  KeyStatistics of(String key, KeyStatistics values, double rows) {
    if (predicate.isEmpty()) {
      return values;
    }
    if (!mentions(key, "")) {
      double perValue = rows * (1 - values.nullFraction()) / values.distinct();
      double left =
          values.distinct() * -Math.expm1(perValue * Math.log1p(-Math.min(0.999999, share)));
      return new KeyStatistics(
          values.nullFraction(),
          Math.max(1, left),
          values.common(),
          values.sizes(),
          values.alignment(),
          values.equalImage());
    }
    boolean filled = mentions(key, "\\s+IS\\s+NOT\\s+NULL");
    boolean missing = mentions(key, "\\s+IS\\s+NULL");
    boolean one = missing || mentions(key, "\\s*=");
    return new KeyStatistics(
        missing ? 1 : 0,
        one ? 1 : Math.max(1, filled ? values.distinct() : values.distinct() * share),
        List.of(),
        values.sizes(),
        values.alignment(),
        values.equalImage());
  }

  /** The key's name, quoted or not, with that behind it. */
  private boolean mentions(String key, String behind) {
    var bare = key.startsWith("\"") ? key.substring(1, key.length() - 1) : key;
    var name =
        "(?:" + Pattern.quote(key) + "|(?<![\\w\"'.])" + Pattern.quote(bare) + "(?![\\w\"'(]))";
    return Pattern.compile(name + "\\)?(?:::[\\w ]+)?" + behind, Pattern.CASE_INSENSITIVE)
        .matcher(predicate)
        .find();
  }
}
