package dev.proven.core.watch;

/**
 * A statement of the time before that has not ended once since. Either nobody sends it any more, or
 * it got so slow that it runs into a timeout, which no record of finished statements shows.
 *
 * @param id of the statement
 * @param statement what it is
 * @param intervals in how many of the intervals before it was executed
 * @param callsBefore executions a second before; NaN where that is not known
 */
public record Unseen(String id, Statement statement, int intervals, double callsBefore) {}
