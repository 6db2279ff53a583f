package dev.proven.report;

/** What the blocks tell of one metric by itself, with a sign that stands beside the word. */
enum Tell {
  BETTER("+", "\u2713", "better"),
  ACCEPTED("^", "^", "costs, accepted"),
  WORSE("!", "!", "worse"),
  UNCLEAR("~", "~", "cannot tell");

  private final String sign;
  private final String glyph;
  private final String word;

  Tell(String sign, String glyph, String word) {
    this.sign = sign;
    this.glyph = glyph;
    this.word = word;
  }

  String sign() {
    return sign;
  }

  /** The sign where it stands beside a number, so that no plus is read as part of it. */
  String glyph() {
    return glyph;
  }

  String word() {
    return word;
  }
}
