package dev.proven.postgres.log;

import dev.proven.postgres.PreparedText;
import dev.proven.postgres.Sql;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes executions of entries. Where a statement and its duration are told one after the other,
 * they are brought together by their session.
 */
final class StatementLog {
  private static final int SESSIONS = 10_000;
  private static final long LONGEST_WAITING = 16L << 20;
  private static final String PREPARE = "prepare: ";

  /** What stands in the place of bytes that are no text. */
  private static final char NO_TEXT = '\uFFFD';

  /** What a client has sent. */
  private record Sent(String text, @Nullable BoundValues values) {
    /** EXECUTE alone does not tell the statement; the detail does. */
    static Sent of(String text, LogEntry entry) {
      var detail = entry.detail().indexOf(NO_TEXT) < 0 ? entry.detail() : "";
      if (detail.startsWith(PREPARE)) {
        var body = PreparedText.body(detail.substring(PREPARE.length()));
        if (body.isPresent()) {
          return new Sent(body.get(), PreparedText.values(text).map(BoundValues::new).orElse(null));
        }
      }
      return new Sent(text, BoundValues.ofDetail(detail));
    }

    static Sent of(PlanText plan) {
      return new Sent(PreparedText.body(plan.query()).orElse(plan.query()), plan.values());
    }
  }

  private record Waiting(Sent sent, boolean call) {}

  private final String database;
  private final LogSampling sampling;
  private final Tally tally;
  private final Losses losses;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private long waitingLength;
  private long durationsOfNothing;
  private boolean databaseTold = true;

  /**
   * @param database whose statements are taken
   */
  StatementLog(String database, LogSampling sampling, Tally tally, Losses losses) {
    this.database = database;
    this.sampling = sampling;
    this.tally = tally;
    this.losses = losses;
  }

  void accept(LogEntry entry) {
    if (entry.isError()) {
      // A statement that has failed gets no duration.
      forget(entry.session());
      return;
    }
    var message = LogMessage.of(entry.message());
    // Only auto_explain may use another level; what an application has RAISEd is none of these.
    if (message.isEmpty()
        || (!entry.severity().equals("LOG") && !(message.get() instanceof LogMessage.Planned))) {
      return;
    }
    switch (message.get()) {
      case LogMessage.Executed e -> {
        if (isTaken(entry, e.text())) {
          add(Sent.of(e.text(), entry), e.seconds(), e.call(), sampling.weight(e.seconds()));
        }
      }
      case LogMessage.Begun b -> await(entry, b);
      case LogMessage.Elapsed e -> elapsed(entry, e.seconds());
      case LogMessage.Planned p -> planned(entry, p);
    }
  }

  /** Hands on the text that a client has sent, if the entry tells one that is taken. */
  void sent(LogEntry entry, Consumer<String> texts) {
    if (!entry.severity().equals("LOG")) {
      return;
    }
    LogMessage.of(entry.message())
        .map(StatementLog::text)
        .filter(text -> !text.isEmpty() && isTaken(entry, text))
        .ifPresent(texts);
  }

  private static String text(LogMessage message) {
    return switch (message) {
      case LogMessage.Executed e -> e.text();
      case LogMessage.Begun b -> b.text();
      case LogMessage.Elapsed _ -> "";
      case LogMessage.Planned p -> p.plan() == null ? "" : p.plan().query();
    };
  }

  private void elapsed(LogEntry entry, double seconds) {
    var before = take(entry.session());
    if (before == null) {
      durationsOfNothing++;
    } else {
      add(before.sent(), seconds, before.call(), sampling.weightApart(seconds));
    }
  }

  private void await(LogEntry entry, LogMessage.Begun begun) {
    forget(entry.session());
    if (!isTaken(entry, begun.text())) {
      return;
    }
    if (entry.session().isEmpty()) {
      // Nothing says which of the durations that follow is its own.
      losses.withoutDuration();
      return;
    }
    var sent = Sent.of(begun.text(), entry);
    waiting.put(entry.session(), new Waiting(sent, begun.call()));
    waitingLength += sent.text().length();
    while (waiting.size() > SESSIONS || waitingLength > LONGEST_WAITING) {
      forget(waiting.keySet().iterator().next());
    }
  }

  private @Nullable Waiting take(String session) {
    var before = waiting.remove(session);
    if (waiting.isEmpty()) {
      waitingLength = 0;
    } else if (before != null) {
      waitingLength -= before.sent().text().length();
    }
    return before;
  }

  private void forget(String session) {
    if (take(session) != null) {
      losses.withoutDuration();
    }
  }

  private void planned(LogEntry entry, LogMessage.Planned planned) {
    var plan = planned.plan();
    var context = entry.context();
    if (plan == null) {
      losses.strangePlan();
    } else if (context.contains("function ") || context.contains("SQL statement \"")) {
      losses.nested();
    } else if (isTaken(entry, plan.query())) {
      var sent = Sent.of(plan);
      tally.add(sent.text(), sent.values(), planned.seconds(), true, 1, Tally.Told.PLAN);
    }
  }

  private void add(Sent sent, double seconds, boolean call, double weight) {
    tally.add(sent.text(), sent.values(), seconds, call, weight, Tally.Told.DURATION);
  }

  private boolean isTaken(LogEntry entry, String text) {
    if (isProven(entry.application()) || Sql.isOwn(text)) {
      losses.own();
      return false;
    }
    if (entry.database() != null && !database.equals(entry.database())) {
      losses.elsewhere();
      return false;
    }
    if (text.indexOf(NO_TEXT) >= 0) {
      losses.otherEncoding();
      return false;
    }
    databaseTold &= entry.database() != null;
    return true;
  }

  private static boolean isProven(@Nullable String application) {
    return application != null
        && (application.equals("proven") || application.startsWith("proven/"));
  }

  /** No entry of another file belongs to one of this. */
  void endOfFile() {
    while (!waiting.isEmpty()) {
      forget(waiting.keySet().iterator().next());
    }
  }

  /** Whether each statement that was taken is known to be of the database. */
  boolean isDatabaseTold() {
    return databaseTold;
  }

  /** How many durations came without a statement. */
  long durationsOfNothing() {
    return durationsOfNothing;
  }
}
