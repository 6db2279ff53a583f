package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.compare.PairedComparison;
import dev.proven.core.stats.Interval;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Metrics in paired blocks as a table for people or as one JSON document. */
final class PairedText {
  private PairedText() {}

  static void print(PrintWriter out, List<PairedComparison> comparisons) {
    int width = comparisons.stream().mapToInt(c -> c.metric().length()).max().orElse(6);
    int column = Math.clamp(width, 6, 40);
    out.printf(
        "%-" + column + "s  %6s  %11s  %11s  %-28s  %s%n",
        "metric",
        "blocks",
        "before",
        "after",
        "change [95 % interval]",
        "verdict");
    comparisons.forEach(c -> row(out, c, column));
    out.println();
    out.println("A change is after against before; verdicts: + PROVEN better, ! REGRESSED,");
    out.println("= NO EFFECT within 5 %, ~ UNDERPOWERED: it cannot be told.");
  }

  private static void row(PrintWriter out, PairedComparison c, int column) {
    var more = c.blocksStillNeeded() > 0 ? ", about " + c.blocksStillNeeded() + " more blocks" : "";
    out.printf(
        Locale.ROOT,
        "%-" + column + "s  %6d  %11.5g  %11.5g  %-28s  %s %s%s%n",
        c.metric(),
        c.blocks(),
        c.before(),
        c.after(),
        change(c),
        c.verdict().sign(),
        c.verdict().label(),
        more);
  }

  private static String change(PairedComparison c) {
    double sign = c.higherIsBetter() ? 1 : -1;
    var r = c.result();
    double estimate = sign * c.improvementPercent(r.effect());
    if (c.blocks() < 2) {
      return String.format(Locale.ROOT, "%+.1f %% [one block]", estimate);
    }
    double best = sign * c.improvementPercent(r.interval().lower());
    double worst = sign * c.improvementPercent(r.interval().upper());
    return String.format(
        Locale.ROOT,
        "%+.1f %% [%+.1f, %+.1f]",
        estimate,
        Math.min(best, worst),
        Math.max(best, worst));
  }

  /** One document with every metric by its name. */
  static String json(List<PairedComparison> comparisons) {
    var metrics = new LinkedHashMap<String, Object>();
    comparisons.forEach(c -> metrics.put(c.metric(), document(c)));
    return Json.pretty(Map.of("metrics", metrics));
  }

  /** Log ratios are ln(B/A) as they are; the improvement knows which way is better. */
  private static Map<String, Object> document(PairedComparison c) {
    var document = new LinkedHashMap<String, Object>();
    document.put("blocks", c.blocks());
    document.put("before", c.before());
    document.put("after", c.after());
    document.put("logRatio", logRatio(c));
    document.put("improvementPercent", improvement(c));
    document.put("verdict", c.verdict().label());
    document.put("blocksStillNeeded", c.blocksStillNeeded());
    return document;
  }

  private static Map<String, Object> logRatio(PairedComparison c) {
    var r = c.result();
    boolean turn = c.higherIsBetter();
    var hl = JsonInterval.of(turned(r.hodgesLehmannInterval(), turn), r.hodgesLehmannP());
    hl.put("estimate", turned(r.hodgesLehmann(), turn));
    var ratio = new LinkedHashMap<String, Object>();
    ratio.put("estimate", turned(r.effect(), turn));
    ratio.put("t", JsonInterval.of(turned(r.interval(), turn), r.p()));
    ratio.put("hodgesLehmann", hl);
    ratio.put("signFlip", Map.of("p", r.signFlipP()));
    return ratio;
  }

  private static Map<String, Object> improvement(PairedComparison c) {
    var r = c.result();
    var improvement = new LinkedHashMap<String, Object>();
    improvement.put("estimate", c.improvementPercent(r.effect()));
    improvement.put("lower", JsonInterval.finite(c.improvementPercent(r.interval().upper())));
    improvement.put("upper", JsonInterval.finite(c.improvementPercent(r.interval().lower())));
    return improvement;
  }

  private static double turned(double value, boolean turn) {
    return turn ? 0 - value : value;
  }

  private static Interval turned(Interval i, boolean turn) {
    return turn ? new Interval(0 - i.upper(), 0 - i.lower()) : i;
  }
}
