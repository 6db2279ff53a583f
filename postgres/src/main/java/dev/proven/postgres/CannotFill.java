package dev.proven.postgres;

/** Why a statement's parameters got no values, in words for the report. */
final class CannotFill extends Exception {
  private static final long serialVersionUID = 1L;

  CannotFill(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
