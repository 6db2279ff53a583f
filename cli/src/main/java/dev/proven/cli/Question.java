package dev.proven.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** A question that a person at a terminal answers with yes or no. */
final class Question {
  private Question() {}

  /** Whether there is anybody to ask. */
  @SuppressWarnings("SystemConsoleNull") // null where the module of the console is missing
  static boolean canBeAsked() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Whether the answer is yes; anything else, and the end of the input, is no. */
  @SuppressWarnings("SystemConsoleNull") // null where the module of the console is missing
  static boolean ask(PrintWriter err, String question) {
    err.print(question + " [y/N] ");
    err.flush();
    Console console = System.console();
    var answer = console == null ? null : console.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }
}
