package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.core.evidence.Sha256;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Makes ids of the names in a script: at most 40 characters, fit for file names and CSV, and as
 * different as the names are.
 */
final class PartIds {
  private static final int LONGEST = 40;
  private static final int DIGITS = 6;

  /** What a report calls the sums over all statements. */
  private static final Set<String> RESERVED = Set.of("total", "tail", "writes", "geometric_mean");

  private final Set<String> names = new HashSet<>();
  private final Set<String> ids = new HashSet<>();

  /**
   * The id of a statement.
   *
   * @throws Problem usage, if another has the same name or the name has a meaning of its own
   */
  String of(SqlScript script, SqlSplitter.Piece piece) {
    var name = script.name(piece);
    if (!names.add(name)) {
      throw Problem.usage(
          script.where(piece) + ": the name " + name + " is there twice.",
          "Give each statement a name of its own.");
    }
    var id = name.replaceAll("[^\\p{L}\\p{N}_.-]+", "_");
    if (RESERVED.contains(id.toLowerCase(Locale.ROOT))) {
      throw Problem.usage(
          script.where(piece) + ": the name " + name + " is what the report calls a sum.",
          "Give the statement another name than total, tail, writes or geometric mean.");
    }
    return id.length() <= LONGEST && ids.add(id) ? id : shortened(id, name);
  }

  /** A few digits of the whole name keep it apart, and stay the same in every run. */
  private String shortened(String id, String name) {
    var digest = Sha256.of(name);
    for (int digits = DIGITS; ; digits++) {
      var end = "-" + digest.substring(0, digits);
      var begin = new StringBuilder();
      id.codePoints().limit(LONGEST - end.length()).forEach(begin::appendCodePoint);
      var shortened = begin + end;
      if (ids.add(shortened)) {
        return shortened;
      }
    }
  }
}
