package dev.proven.postgres.rewrite;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.rewrite.check.Snapshot;
import dev.proven.postgres.rewrite.check.Tested;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the checks found, for the report. */
final class Words {
  static final String SAME_ROWS =
      "On the copy of your data both texts answer the same rows, each as often, in the same"
          + " columns; their order was compared on the generated databases.";

  private Words() {}

  /** What became of a statement, as far as no proposal says it. */
  static List<String> of(Part part, Search.Found found) {
    var words = new ArrayList<String>();
    found.hindrances().forEach(h -> words.add(part.id() + ": " + h + "."));
    if (found.given() > 0 && found.kept().isEmpty()) {
      words.add(
          part.id()
              + ": the rules gave "
              + found.given()
              + " other "
              + (found.given() == 1 ? "text" : "texts")
              + ", by the planner's estimates no better.");
    }
    return words;
  }

  static String of(Tested.Alike a) {
    return String.format(
        Locale.ROOT,
        "Tested on %d generated databases with NULLs, duplicates, empty tables and extremes, in"
            + " several time zones, %d of them with an answer that empty tables do not give, %d with"
            + " other constants: the same answers.",
        a.databases(),
        a.telling(),
        a.redrawn());
  }

  static String of(QuickTrial.Outcome.Timed t) {
    return "Proves nothing: " + t.words() + ".";
  }

  static String tooLong(double seconds) {
    return String.format(
        Locale.ROOT,
        "Not compared on your data yet, because the original did not end in %.0f s; without that"
            + " answer no experiment proves anything.",
        seconds);
  }

  static String open(Snapshot.Verdict.Open o) {
    return "Not compared in one snapshot, because "
        + o.reason()
        + "; the experiment compares the answers of every block.";
  }
}
