package dev.proven.report.plot;

/** A shape that tells points apart where colour does not. */
public enum Mark {
  CIRCLE,
  SQUARE,
  DIAMOND,
  CROSS
}
