package dev.proven.postgres.log;

import dev.proven.core.Workload;
import dev.proven.core.evidence.Sha256;
import dev.proven.postgres.SqlShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up executions by statement. */
public final class Tally {
  private static final int REMEMBERED = 4_000;
  private static final int SHORT = 2_000;

  /** How an execution was told. Both may tell of the same one, so they are not added up. */
  enum Told {
    DURATION,
    PLAN
  }

  /** What a text is, so that one which comes again and again is taken apart once. */
  private record Known(SqlShape shape, String digest) {}

  private final LogBounds bounds;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Known> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long room;
  private long others;
  private double othersSeconds;

  /** With bounds on how many statements are told apart and how much text is kept. */
  public Tally(LogBounds bounds) {
    this.bounds = bounds;
    this.room = bounds.examples();
  }

  /** Adds something that was seen at work for a time. */
  public void add(String text, double seconds) {
    add(text, null, seconds, true, 1, Told.DURATION);
  }

  /**
   * Adds an execution.
   *
   * @param weight for how many executions it stands
   */
  void add(
      String text,
      @Nullable BoundValues values,
      double seconds,
      boolean call,
      double weight,
      Told told) {
    var sent = known(text);
    var entry = entries.get(sent.digest());
    if (entry == null) {
      if (entries.size() >= bounds.statements() || room <= 0) {
        others++;
        othersSeconds += seconds;
        return;
      }
      entry = new Entry(sent);
      entries.put(sent.digest(), entry);
    }
    entry.add(seconds, call ? weight : 0, weight, told);
    var example = Example.of(sent.shape().text(), values, seconds);
    room -= entry.examples.offer(example, room > 0);
  }

  private Known known(String text) {
    if (text.length() > SHORT) {
      return take(text);
    }
    var before = known.get(text);
    if (before == null) {
      before = take(text);
      known.put(text, before);
    }
    return before;
  }

  private static Known take(String text) {
    var shape = SqlShape.of(text);
    return new Known(shape, Sha256.of(shape.key()));
  }

  /** What was added up, the costliest first. */
  public List<SeenStatement> statements() {
    var statements = new ArrayList<SeenStatement>();
    entries.forEach((digest, entry) -> statements.add(entry.statement(digest)));
    statements.sort(
        Comparator.comparingDouble(SeenStatement::seconds)
            .reversed()
            .thenComparing(SeenStatement::digest));
    return statements;
  }

  /** What was more than is told apart. */
  public List<Workload.LeftOut> leftOut() {
    if (others == 0) {
      return List.of();
    }
    return List.of(
        new Workload.LeftOut(
            String.format(
                Locale.ROOT, "%d executions of further statements, %.3g s", others, othersSeconds),
            "only the first "
                + bounds.statements()
                + " different statements, with "
                + bounds.examples()
                + " characters in all, are told apart"));
  }

  /** How often and how long. */
  private static final class Sum {
    private double calls;
    private double seconds;

    void add(double number, double time) {
      calls += number;
      seconds += time;
    }
  }

  /** One statement. */
  private static final class Entry {
    private final boolean several;
    private final Examples examples;
    private final Map<Told, Sum> sums = new EnumMap<>(Told.class);

    Entry(Known sent) {
      this.several = sent.shape().several();
      this.examples = new Examples(sent.digest().hashCode());
    }

    void add(double time, double number, double weight, Told told) {
      sums.computeIfAbsent(told, _ -> new Sum()).add(number, time * weight);
    }

    SeenStatement statement(String digest) {
      var plans = sums.getOrDefault(Told.PLAN, new Sum());
      var durations = sums.getOrDefault(Told.DURATION, new Sum());
      // Both tell of the same executions; whichever begins with the shorter ones tells of more.
      var sum = plans.calls > durations.calls ? plans : durations;
      var example = examples.median();
      // Where only later fetches were slow enough to be logged, there was still an execution.
      return new SeenStatement(
          digest,
          example.text(),
          example.values(),
          several,
          examples.vary(),
          Math.max(1, sum.calls),
          sum.seconds);
    }
  }
}
