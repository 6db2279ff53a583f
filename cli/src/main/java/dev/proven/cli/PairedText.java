package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.compare.PairedComparison;
import dev.proven.core.compare.UnpairedComparison;
import dev.proven.core.stats.Interval;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comparisons as a table for people or as one JSON document. */
final class ComparisonText {
  private static final double CONFIDENCE = 0.95;

  private ComparisonText() {}

  static void print(PrintWriter out, List<PairedComparison> comparisons, boolean json) {
    if (json) {
      var metrics = new LinkedHashMap<String, Object>();
      comparisons.forEach(c -> metrics.put(c.metric(), document(c)));
      out.print(Json.pretty(Map.of("metrics", metrics)));
      return;
    }
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
    double sign = c.higherIsBetter() ? 1 : -1;
    var r = c.result();
    double best = c.improvementPercent(r.interval().lower());
    double worst = c.improvementPercent(r.interval().upper());
    double low = Math.min(sign * best, sign * worst);
    double high = Math.max(sign * best, sign * worst);
    var change =
        String.format(
            Locale.ROOT,
            "%+.1f %% [%+.1f, %+.1f]",
            sign * c.improvementPercent(r.effect()),
            low,
            high);
    var more = c.blocksStillNeeded() > 0 ? ", about " + c.blocksStillNeeded() + " more blocks" : "";
    out.printf(
        Locale.ROOT,
        "%-" + column + "s  %6d  %11.5g  %11.5g  %-28s  %s %s%s%n",
        c.metric(),
        c.blocks(),
        c.before(),
        c.after(),
        change,
        c.verdict().sign(),
        c.verdict().label(),
        more);
  }

  /** Log ratios are ln(B/A) as they are; the improvement knows which way is better. */
  private static Map<String, Object> document(PairedComparison c) {
    var r = c.result();
    boolean turn = c.higherIsBetter();
    var ratio = new LinkedHashMap<String, Object>();
    ratio.put("estimate", turned(r.effect(), turn));
    ratio.put("t", test(turned(r.interval(), turn), r.p()));
    var hl = test(turned(r.hodgesLehmannInterval(), turn), r.hodgesLehmannP());
    hl.put("estimate", turned(r.hodgesLehmann(), turn));
    ratio.put("hodgesLehmann", hl);
    ratio.put("signFlip", Map.of("p", r.signFlipP()));
    var improvement = new LinkedHashMap<String, Object>();
    improvement.put("estimate", c.improvementPercent(r.effect()));
    improvement.put("lower", finite(c.improvementPercent(r.interval().upper())));
    improvement.put("upper", finite(c.improvementPercent(r.interval().lower())));
    var document = new LinkedHashMap<String, Object>();
    document.put("blocks", c.blocks());
    document.put("before", c.before());
    document.put("after", c.after());
    document.put("logRatio", ratio);
    document.put("improvementPercent", improvement);
    document.put("verdict", c.verdict().label());
    document.put("blocksStillNeeded", c.blocksStillNeeded());
    return document;
  }

  private static Map<String, Object> test(Interval interval, double p) {
    var map = new LinkedHashMap<String, Object>();
    map.put("lower", finite(interval.lower()));
    map.put("upper", finite(interval.upper()));
    map.put("p", p);
    return map;
  }

  /** JSON has no infinity: null means that there is no bound. */
  private static @Nullable Double finite(double value) {
    return Double.isInfinite(value) || Double.isNaN(value) ? null : value;
  }

  private static double turned(double value, boolean turn) {
    return turn ? -value : value;
  }

  private static Interval turned(Interval i, boolean turn) {
    return turn ? new Interval(-i.upper(), -i.lower()) : i;
  }

  static void print(PrintWriter out, UnpairedComparison c, boolean json) {
    if (json) {
      out.print(Json.pretty(Map.of("metrics", Map.of("value", document(c)))));
      return;
    }
    out.printf(Locale.ROOT, "before: %d numbers, after: %d numbers%n", c.before(), c.after());
    var log = c.welchLog();
    if (log != null) {
      var i = log.interval(CONFIDENCE);
      out.printf(
          Locale.ROOT,
          "change of the geometric mean  %+.1f %% [%+.1f, %+.1f]  p %.3g (Welch on logarithms)%n",
          100 * Math.expm1(log.estimate()),
          100 * Math.expm1(i.lower()),
          100 * Math.expm1(i.upper()),
          log.p());
    }
    var w = c.welch().interval(CONFIDENCE);
    out.printf(
        Locale.ROOT,
        "difference of the means       %+.5g [%+.5g, %+.5g]  p %.3g (Welch)%n",
        c.welch().estimate(),
        w.lower(),
        w.upper(),
        c.welch().p());
    var hl = c.hodgesLehmann();
    out.printf(
        Locale.ROOT,
        "shift                         %+.5g [%+.5g, %+.5g]  p %.3g (Hodges-Lehmann, %s)%n",
        hl.estimate(),
        hl.lower(),
        hl.upper(),
        c.mannWhitney().p(),
        "Mann-Whitney " + c.mannWhitney().method().name().toLowerCase(Locale.ROOT));
    out.println("exploratory: " + c.verdict().sign() + " " + c.verdict().label());
    out.println("Two runs one after the other show drift as if it were an effect; interleave them");
    out.println("in blocks (block,arm,metric,value) to prove anything.");
  }

  private static Map<String, Object> document(UnpairedComparison c) {
    var document = new LinkedHashMap<String, Object>();
    document.put("n", Map.of("a", c.before(), "b", c.after()));
    var w = c.welch();
    var welch = test(w.interval(CONFIDENCE), w.p());
    welch.put("estimate", w.estimate());
    welch.put("t", w.t());
    welch.put("df", w.degreesOfFreedom());
    document.put("welch", welch);
    var log = c.welchLog();
    if (log != null) {
      var i = log.interval(CONFIDENCE);
      var ratio = test(i, log.p());
      ratio.put("estimate", log.estimate());
      document.put("logRatio", ratio);
      document.put(
          "improvementPercent",
          Map.of(
              "estimate",
              -100 * Math.expm1(log.estimate()),
              "lower",
              -100 * Math.expm1(i.upper()),
              "upper",
              -100 * Math.expm1(i.lower())));
    }
    var ranks = new LinkedHashMap<String, Object>();
    ranks.put("u", c.mannWhitney().u());
    ranks.put("p", c.mannWhitney().p());
    ranks.put("method", c.mannWhitney().method().name().toLowerCase(Locale.ROOT));
    document.put("mannWhitney", ranks);
    var hl = c.hodgesLehmann();
    var shift = test(new Interval(hl.lower(), hl.upper()), c.mannWhitney().p());
    shift.put("estimate", hl.estimate());
    document.put("hodgesLehmann", shift);
    document.put("verdict", c.verdict().label());
    document.put("exploratory", true);
    document.put("caution", "Without interleaved blocks drift looks like an effect.");
    return document;
  }
}
