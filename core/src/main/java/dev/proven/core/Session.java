package dev.proven.core;

import dev.proven.core.journal.Journal;

/**
 * What one invocation shares with everything it calls.
 *
 * @param runId the run's id, part of the name of everything Proven creates
 * @param journal where each undo is written before its change is made
 * @param progress what is told to the person who waits
 */
public record Session(String runId, Journal journal, Progress progress) {}
