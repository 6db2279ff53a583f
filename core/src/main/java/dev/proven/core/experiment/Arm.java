package dev.proven.core.experiment;

/** One side of an experiment: A is the unchanged system, B the changed one. */
public enum Arm {
  A,
  B;

  public Arm other() {
    return this == A ? B : A;
  }
}
