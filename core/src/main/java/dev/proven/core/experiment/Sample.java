package dev.proven.core.experiment;

/**
 * One raw value, as it stands in the evidence.
 *
 * @param block from 1; {@link #REFERENCE} for an answer of arm A that was taken outside the blocks,
 *     whose values are never judged
 * @param arm whose value it is
 * @param order how many turns of the block came before it, so that the interleaving can be seen
 * @param part the part's id
 * @param repetition from 1
 * @param name what was measured
 * @param value in the unit of the metrics that use it
 * @param capped whether the work was cut off, so that the value is a lower bound
 * @param answer digest of the answer, or empty
 */
public record Sample(
    int block,
    Arm arm,
    int order,
    String part,
    int repetition,
    String name,
    double value,
    boolean capped,
    String answer) {
  /** The block of samples that only say what the unchanged system answers. */
  public static final int REFERENCE = 0;
}
