package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.watch.Baseline;
import dev.proven.core.watch.Unseen;
import dev.proven.core.watch.WatchResult;
import dev.proven.core.watch.Watched;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What watch has seen, for people or as one JSON document. */
final class WatchText {
  static final String NOT_INTERLEAVED =
      "Before and after were not interleaved: whatever else changed in between (the load, the data,"
          + " the caches, the machine) is in these figures as well.";
  private static final int TEXT = 48;
  private static final int MOST_GONE = 5;

  private WatchText() {}

  static void print(PrintWriter out, Baseline baseline, WatchResult result) {
    out.printf(
        Locale.ROOT,
        "  %-" + TEXT + "s %12s %12s  %s%n",
        "statement, mean of one execution",
        "before",
        "after",
        "change [interval]");
    result.statements().forEach(s -> row(out, s));
    out.println();
    out.println("+ faster, ^ slower within what is accepted, ! worse, ~ nothing beyond doubt");
    if (baseline.intervals().isEmpty()) {
      out.println(
          "Before the change only the cumulative record was taken, so no interval can be given"
              + " and nothing is beyond doubt (proven apply --baseline).");
    } else {
      out.println(
          result.blocks()
              + " pairs of intervals; the interval holds at every look and over all "
              + baseline.statements().size()
              + " statements together (95 %).");
    }
    if (Double.isFinite(result.medianEffect())) {
      out.printf(
          Locale.ROOT,
          "The median statement changed by %s; a drift moves them all.%n",
          percent(result.medianEffect()));
    }
    unseen(out, baseline, result);
    if (baseline.leftOut() > 0) {
      out.println(baseline.leftOut() + " rarer statement(s) were left out.");
    }
    out.println(NOT_INTERLEAVED);
    worse(out, result.worse(), result.gone(baseline.intervals().size()).isEmpty());
    out.flush();
  }

  private static void unseen(PrintWriter out, Baseline baseline, WatchResult result) {
    if (!result.unseen().isEmpty()) {
      out.println(
          result.unseen().size() + " statement(s) of the time before have not ended since.");
    }
    int intervals = baseline.intervals().size();
    var gone = result.gone(intervals);
    for (var s : gone.subList(0, Math.min(MOST_GONE, gone.size()))) {
      out.printf(
          Locale.ROOT,
          "GONE   ran in %d of %d intervals before, %.1f times a second: %s%n",
          s.intervals(),
          intervals,
          s.callsBefore(),
          s.statement().text().replaceAll("\\p{Cntrl}", " "));
    }
    if (!gone.isEmpty()) {
      out.println(
          "Either nobody sends it any more, or it got so slow that it runs into a timeout:"
              + " pg_stat_statements does not count what does not end. Look into"
              + " pg_stat_activity and the server's log.");
    }
  }

  private static void row(PrintWriter out, Watched s) {
    out.printf(
        Locale.ROOT,
        "%s %-" + TEXT + "s %12s %12s  %s%n",
        s.state().sign(),
        cut(s.statement().text()),
        time(s.before()),
        time(s.after()),
        change(s));
  }

  private static void worse(PrintWriter out, List<Watched> worse, boolean allSeen) {
    for (var s : worse) {
      out.printf(
          Locale.ROOT,
          "WORSE  %s, where %s is accepted: %s%n",
          change(s),
          percent(Math.log1p(s.margin())),
          s.statement().text().replaceAll("\\p{Cntrl}", " "));
    }
    if (worse.isEmpty()) {
      out.println(
          allSeen
              ? "Nothing got worse beyond doubt."
              : "Nothing that ended got worse beyond doubt.");
    }
  }

  private static String change(Watched s) {
    if (!Double.isFinite(s.effect())) {
      return percent(Math.log(s.after() / s.before())) + " [no interval]";
    }
    return Double.isFinite(s.interval().lower())
        ? percent(s.effect())
            + " ["
            + percent(s.interval().lower())
            + ", "
            + percent(s.interval().upper())
            + "]"
        : percent(s.effect()) + " [no bound yet]";
  }

  private static String percent(double effect) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * Math.expm1(effect));
  }

  private static String time(double seconds) {
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    return seconds >= 1e-3
        ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.1f us", seconds * 1e6);
  }

  private static String cut(String text) {
    var clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() > TEXT ? clean.substring(0, TEXT - 2) + ".." : clean;
  }

  static String json(Baseline baseline, WatchResult result, @Nullable TakenBack taken) {
    var document = new LinkedHashMap<String, Object>();
    document.put("blocks", result.blocks());
    document.put("intervalsBefore", baseline.intervals().size());
    document.put("medianChange", ratio(result.medianEffect()));
    document.put("statements", result.statements().stream().map(WatchText::document).toList());
    document.put(
        "notEndedSince", result.unseen().stream().map(u -> unseen(u, baseline, result)).toList());
    document.put("leftOut", baseline.leftOut());
    document.put("worse", result.worse().stream().map(Watched::id).toList());
    document.put("caveat", NOT_INTERLEAVED);
    document.put("undo", taken == null ? Map.of() : taken.json());
    return Json.pretty(document);
  }

  private static Map<String, Object> unseen(Unseen s, Baseline baseline, WatchResult result) {
    var document = new LinkedHashMap<String, Object>();
    document.put("id", s.id());
    document.put("statement", s.statement().text());
    document.put("intervalsBefore", s.intervals());
    document.put("callsPerSecondBefore", JsonInterval.finite(s.callsBefore()));
    document.put("gone", result.gone(baseline.intervals().size()).contains(s));
    return document;
  }

  private static Map<String, Object> document(Watched s) {
    var document = new LinkedHashMap<String, Object>();
    document.put("id", s.id());
    document.put("statement", s.statement().text());
    document.put("write", s.statement().write());
    document.put("blocks", s.blocks());
    document.put("callsPerSecondBefore", JsonInterval.finite(s.callsBefore()));
    document.put("callsPerSecondAfter", JsonInterval.finite(s.callsAfter()));
    document.put("secondsBefore", s.before());
    document.put("secondsAfter", s.after());
    document.put("change", ratio(s.effect()));
    document.put("lower", ratio(s.interval().lower()));
    document.put("upper", ratio(s.interval().upper()));
    document.put("accepted", s.margin());
    document.put("state", s.state().name());
    return document;
  }

  /** After against before as a fraction, such as -0.5 for half; null where it is not known. */
  private static @Nullable Double ratio(double effect) {
    return JsonInterval.finite(Math.expm1(effect)) == null || Double.isInfinite(effect)
        ? null
        : Double.valueOf(Math.expm1(effect));
  }
}
