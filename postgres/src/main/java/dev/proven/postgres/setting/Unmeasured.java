package dev.proven.postgres.setting;

/** A setting for which nothing is proposed, because this experiment could not prove it. */
record Unmeasured(String why) implements Rule {
  @Override
  public Advice advise(Facts facts) {
    return Advice.none(why);
  }
}
