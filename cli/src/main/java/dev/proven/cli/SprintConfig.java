package dev.proven.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sprint.yaml} may say. Every key but {@code targets} has a default; an unknown key is
 * an error.
 *
 * @param targets what is worked on, at least one
 * @param experiment how much is measured and how strictly
 */
public record SprintConfig(
    @Nullable List<@Nullable TargetConfig> targets, @Nullable ExperimentConfig experiment) {

  /**
   * One target.
   *
   * @param name a short name for the report
   * @param url where it is, without a password; {@code embedded} for a private PostgreSQL
   * @param passwordFile file whose first line is the password
   * @param workload SQL file with the statements to measure
   * @param setup SQL file that fills an embedded target
   * @param optimizers ids of the optimizers to use; all by default
   */
  public record TargetConfig(
      @Nullable String name,
      @Nullable String url,
      @Nullable String passwordFile,
      @Nullable String workload,
      @Nullable String setup,
      @Nullable List<String> optimizers) {}

  /**
   * How much is measured and how strictly.
   *
   * @param blocks largest number of blocks, 6 to 1000; 24 by default
   * @param budget how long one target may take, such as 12m
   * @param seed of every random choice
   * @param readMargin largest regression accepted of a statement that reads; 0.05 is 5 %
   * @param writeMargin the same of a statement that writes; 1.0 is twice its time
   * @param widenMargins whether margins too small for this machine's noise are widened; true by
   *     default
   * @param proposals how many proposals get an experiment of their own; 12 by default
   */
  public record ExperimentConfig(
      @Nullable Integer blocks,
      @Nullable String budget,
      @Nullable Long seed,
      @Nullable Double readMargin,
      @Nullable Double writeMargin,
      @Nullable Boolean widenMargins,
      @Nullable Integer proposals) {}
}
