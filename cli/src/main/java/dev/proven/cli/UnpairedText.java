package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.compare.UnpairedComparison;
import dev.proven.core.stats.MannWhitney;
import dev.proven.core.stats.Welch;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Two files of numbers, compared: a few lines for people or one JSON document. */
final class UnpairedText {
  private static final double CONFIDENCE = 0.95;

  private UnpairedText() {}

  static void print(PrintWriter out, UnpairedComparison c) {
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
        "shift                         %+.5g [%+.5g, %+.5g]  (Hodges-Lehmann, %s)%n",
        hl.estimate(),
        hl.lower(),
        hl.upper(),
        hl.exact() ? "exact" : "normal approximation");
    out.printf(
        Locale.ROOT,
        "ranks                         U %.1f  p %.3g (Mann-Whitney, %s)%n",
        hl.test().u(),
        hl.test().p(),
        inWords(hl.test().method()));
    out.println("exploratory: " + c.verdict().sign() + " " + c.verdict().label());
    out.println("Two runs one after the other show drift as if it were an effect; interleave them");
    out.println("in blocks (block,arm,metric,value) to prove anything.");
  }

  private static String inWords(MannWhitney.Method method) {
    return switch (method) {
      case EXACT -> "exact";
      case EXACT_CONDITIONAL -> "exact, given the ties";
      case ASYMPTOTIC -> "normal approximation";
    };
  }

  static String json(UnpairedComparison c) {
    return Json.pretty(Map.of("metrics", Map.of("value", document(c))));
  }

  private static Map<String, Object> document(UnpairedComparison c) {
    var document = new LinkedHashMap<String, Object>();
    document.put("n", Map.of("a", c.before(), "b", c.after()));
    document.put("welch", welch(c.welch()));
    var log = c.welchLog();
    if (log != null) {
      document.put("logRatio", welch(log));
      document.put("improvementPercent", improvement(log));
    }
    var test = c.hodgesLehmann().test();
    var ranks = new LinkedHashMap<String, Object>();
    ranks.put("u", test.u());
    ranks.put("p", test.p());
    ranks.put("method", test.method().name().toLowerCase(Locale.ROOT));
    document.put("mannWhitney", ranks);
    document.put("hodgesLehmann", shift(c));
    document.put("verdict", c.verdict().label());
    document.put("exploratory", true);
    document.put("caution", "Without interleaved blocks drift looks like an effect.");
    return document;
  }

  private static Map<String, Object> welch(Welch test) {
    var welch = JsonInterval.of(test.interval(CONFIDENCE), test.p());
    welch.put("estimate", test.estimate());
    welch.put("t", JsonInterval.finite(test.t()));
    welch.put("df", test.degreesOfFreedom());
    return welch;
  }

  private static Map<String, Object> improvement(Welch log) {
    var interval = log.interval(CONFIDENCE);
    return Map.of(
        "estimate", -100 * Math.expm1(log.estimate()),
        "lower", -100 * Math.expm1(interval.upper()),
        "upper", -100 * Math.expm1(interval.lower()));
  }

  private static Map<String, Object> shift(UnpairedComparison c) {
    var hl = c.hodgesLehmann();
    var shift = JsonInterval.of(hl.interval(), hl.test().p());
    shift.put("estimate", hl.estimate());
    shift.put("method", hl.exact() ? "exact" : "asymptotic");
    return shift;
  }
}
