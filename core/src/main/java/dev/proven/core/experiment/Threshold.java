package dev.proven.core.experiment;

/** How much better is enough, as fractions of the value before; METHOD, "The decision". */
public final class Threshold {
  /** GO needs at least this at the cautious end. */
  public static final double GO = 0.30;

  /** ITERATE needs at least this; PIVOT where the hopeful end is below it. */
  public static final double ITERATE = 0.15;

  private Threshold() {}
}
