package dev.proven.core.journal;

/**
 * Says that a change is not taken back on purpose, because others have come to lean on what it
 * made. The journal strikes it off and remembers why.
 */
public final class LeftInPlace extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A change that stays.
   *
   * @param why who leans on it, and what takes it away once nobody does
   */
  public LeftInPlace(String why) {
    super(why);
  }
}
