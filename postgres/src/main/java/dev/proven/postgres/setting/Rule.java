package dev.proven.postgres.setting;

/** Says from facts alone which values of one setting deserve a trial. */
@FunctionalInterface
interface Rule {
  Advice advise(Facts facts);
}
