package dev.proven.core;

/**
 * A failure that a person can act on: what happened, why, and what to do about it. The command line
 * prints its message and ends with its exit code; no stack trace is shown unless asked for.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The documented exit code a problem leads to. */
  public enum Kind {
    FAILED(1),
    USAGE(2),
    UNDO_FAILED(3),
    UNREACHABLE(4);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;
  private final String advice;

  private Problem(Kind kind, String what, String advice) {
    super(what);
    this.kind = kind;
    this.advice = advice;
  }

  /** Something went wrong while working; exit code 1. */
  public static Problem failed(String what, String advice) {
    return new Problem(Kind.FAILED, what, advice);
  }

  /** The command, a file or a setting is wrong; exit code 2. */
  public static Problem usage(String what, String advice) {
    return new Problem(Kind.USAGE, what, advice);
  }

  /** A change could not be taken back; exit code 3. */
  public static Problem undoFailed(String what, String advice) {
    return new Problem(Kind.UNDO_FAILED, what, advice);
  }

  /** The target does not answer or refuses; exit code 4. */
  public static Problem unreachable(String what, String advice) {
    return new Problem(Kind.UNREACHABLE, what, advice);
  }

  /** The same problem with the exception that caused it, shown with {@code --debug}. */
  public Problem causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  public Kind kind() {
    return kind;
  }

  /** What the user can do about it; one or two plain sentences. */
  public String advice() {
    return advice;
  }

  /** What happened; never null. */
  public String what() {
    return String.valueOf(getMessage());
  }
}
