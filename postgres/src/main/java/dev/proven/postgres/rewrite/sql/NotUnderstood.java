package dev.proven.postgres.rewrite.sql;

/** A statement that is left alone, with the reason why. */
public final class NotUnderstood extends Exception {
  private static final long serialVersionUID = 1L;

  public NotUnderstood(String reason) {
    super(reason);
  }

  /** The reason, to follow the statement's name: "it ...". */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
