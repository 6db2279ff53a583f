package dev.proven.report;

/** What the blocks tell of one metric by itself, with a sign that stands beside the word. */
enum Tell {
  BETTER("+", "better"),
  ACCEPTED("^", "costs, accepted"),
  WORSE("!", "worse"),
  UNCLEAR("~", "cannot tell");

  private final String sign;
  private final String word;

  Tell(String sign, String word) {
    this.sign = sign;
    this.word = word;
  }

  String sign() {
    return sign;
  }

  String word() {
    return word;
  }
}
