package dev.proven.postgres.log;

import dev.proven.core.Workload;
import java.util.ArrayList;
import java.util.List;

/** What of a log was not taken, counted by its reason. */
final class Losses {
  private final List<Workload.LeftOut> files = new ArrayList<>();
  private long unreadable;
  private long tooLong;
  private long elsewhere;
  private long own;
  private long nested;
  private long strangePlans;
  private long withoutDuration;
  private long otherEncoding;

  /** A line that is no part of an entry. */
  void unreadable() {
    unreadable++;
  }

  /** An entry that is longer than what is read of one. */
  void tooLong() {
    tooLong++;
  }

  /** A statement in another database. */
  void elsewhere() {
    elsewhere++;
  }

  /** A statement of Proven's own. */
  void own() {
    own++;
  }

  /** A plan of what a function executed. */
  void nested() {
    nested++;
  }

  /** A plan in a format that is not read. */
  void strangePlan() {
    strangePlans++;
  }

  /** A statement of which only the beginning was logged. */
  void withoutDuration() {
    withoutDuration++;
  }

  /** A statement with bytes that are no text in the database's encoding. */
  void otherEncoding() {
    otherEncoding++;
  }

  /** A file, or some of it. */
  void file(String what, String reason) {
    files.add(new Workload.LeftOut(what, reason));
  }

  long elsewhereCount() {
    return elsewhere;
  }

  long withoutDurationCount() {
    return withoutDuration;
  }

  long unreadableCount() {
    return unreadable;
  }

  /** What is to be told. */
  List<Workload.LeftOut> list(LogBounds bounds) {
    var list = new ArrayList<>(files);
    add(list, unreadable, "line", "not written by the server, or damaged");
    add(
        list,
        tooLong,
        "entry",
        "longer than the " + bounds.entry() + " characters that are read of one");
    add(list, elsewhere, "execution", "in another database of the server");
    add(list, own, "execution", "Proven's own work");
    add(list, nested, "plan", "a function executed it, and its time is in the statement's");
    add(
        list,
        strangePlans,
        "plan",
        "neither in text nor in JSON or YAML (auto_explain.log_format)");
    add(list, withoutDuration, "execution", "the log does not tell how long it took");
    add(list, otherEncoding, "execution", "bytes that are no text in the database's encoding");
    return list;
  }

  private static void add(List<Workload.LeftOut> list, long count, String noun, String reason) {
    if (count > 0) {
      var nouns = noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
      list.add(new Workload.LeftOut(count + " " + (count == 1 ? noun : nouns), reason));
    }
  }
}
