package dev.proven.core.experiment;

/** What an experiment says of a change. */
public enum Verdict {
  /** Better, beyond doubt, and nothing else got worse. */
  PROVEN("+"),
  /** Worse, or something else got worse, or the answers differ. */
  REGRESSED("!"),
  /** Neither better nor worse by more than the equivalence margin. */
  NO_EFFECT("="),
  /** None of these could be shown with so many blocks. */
  UNDERPOWERED("~"),
  /** A part that the experiment needs is missing. */
  NOT_RUN("-");

  private final String sign;

  Verdict(String sign) {
    this.sign = sign;
  }

  /** A sign that stands beside the word, so that colour never stands alone. */
  public String sign() {
    return sign;
  }

  /** The word as it is printed. */
  public String label() {
    return name().replace('_', ' ');
  }
}
