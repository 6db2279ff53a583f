package dev.proven.postgres.setting;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as a configuration file writes them. */
final class Numbers {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private Numbers() {}

  /** Three digits, without zeros that say nothing. */
  static String text(double value) {
    return new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros().toPlainString();
  }
}
