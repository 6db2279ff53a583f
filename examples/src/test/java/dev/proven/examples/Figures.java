package dev.proven.examples;

import com.google.errorprone.annotations.FormatMethod;
import dev.proven.core.Progress;
import dev.proven.core.experiment.Standing;
import dev.proven.examples.AdvisedDatabase.Advised;
import dev.proven.examples.AdvisedDatabase.Taken;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The figures by which a set of indexes is told, printed where somebody asked for it. */
public record Figures(List<Taken> taken) {

  /** Weighed seconds of some parts, as a ratio; 0.03 is 97 % lower. */
  public double total(Predicate<Taken> which, boolean weighed) {
    double before = 0;
    double after = 0;
    for (Taken t : taken) {
      if (which.test(t)) {
        double weight = weighed ? t.part().weight() : 1;
        before += weight * t.before();
        after += weight * t.after();
      }
    }
    return after / before;
  }

  /** Over the statements that read. */
  public double geometricMean() {
    return Math.exp(
        taken.stream()
            .filter(t -> !t.part().write())
            .mapToDouble(t -> Math.log(t.ratio()))
            .average()
            .orElse(0));
  }

  /** How many statements that read take at most that share of their time. */
  public long faster(double ratio) {
    return taken.stream().filter(t -> !t.part().write() && t.ratio() <= ratio).count();
  }

  /** The largest ratio of those that write, or of those that read. */
  public double slowest(boolean write) {
    return taken.stream()
        .filter(t -> t.part().write() == write)
        .mapToDouble(Taken::ratio)
        .max()
        .orElse(0);
  }

  /** All that was measured and advised. */
  public void print(String title, Advised advised, long bytes) {
    say("== %s: advisor %.1f s, %.1f MB of new indexes", title, advised.seconds(), bytes / 1e6);
    advised.diagnosis().looked().forEach(l -> say("looked: %s", l));
    say("%d proposals", advised.diagnosis().proposals().size());
    advised
        .screening()
        .kept()
        .forEach(p -> {
          say("KEPT %s", p.change().script().replace('\n', ' '));
          p.evidence().stream()
              .filter(e -> e.contains("copy") || e.startsWith("It may"))
              .forEach(e -> say("       %s", e));
        });
    advised.screening().dropped().forEach(d -> say("dropped %s: %s", d.id(), d.reason()));
    for (Taken t : taken) {
      say(
          "%-18s %10.3f ms %10.3f ms  x%.3f%s%s",
          t.part().id(),
          1e3 * t.before(),
          1e3 * t.after(),
          t.ratio(),
          t.part().write() ? " write" : "",
          t.sameAnswer() ? "" : " OTHER ANSWER");
    }
    say(
        "%s: weighed total %.4f, geometric mean %.4f, twice as fast %d of %d, slowest read x%.2f,"
            + " slowest write x%.2f, %.1f MB, advisor %.1f s",
        title,
        total(_ -> true, true),
        geometricMean(),
        faster(0.5),
        taken.stream().filter(t -> !t.part().write()).count(),
        slowest(false),
        slowest(true),
        bytes / 1e6,
        advised.seconds());
  }

  /** Tells when each step of the advisor begins. */
  public static Progress progress() {
    long start = System.nanoTime();
    return new Progress() {
      @Override
      public void stage(String text) {
        note(text);
      }

      @Override
      public void note(String text) {
        say("%7.1f s  %s", (System.nanoTime() - start) / 1e9, text);
      }

      @Override
      public void experiment(Standing standing) {}
    };
  }

  /** Prints one line. */
  @FormatMethod
  public static void say(String format, Object... args) {
    System.out.println(String.format(Locale.ROOT, format, args));
  }
}
