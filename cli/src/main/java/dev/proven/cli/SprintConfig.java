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
   * @param workload SQL file with the statements to measure, a log of the server, or the word
   *     activity for what runs now
   * @param setup SQL file that fills an embedded target
   * @param optimizers ids of the optimizers to use; all by default
   * @param clients how the application's clients use it; by default what the server shows
   * @param pgbouncer the PgBouncer to prove
   * @param indexBudget storage that new indexes may take, such as 40MB; 30 % of the tables by
   *     default
   * @param proof what experiments are carried out on in place of the target; copies of it by
   *     default
   * @param copyLimit a larger database is never copied; 100GB by default
   */
  public record TargetConfig(
      @Nullable String name,
      @Nullable String url,
      @Nullable String passwordFile,
      @Nullable String workload,
      @Nullable String setup,
      @Nullable List<String> optimizers,
      @Nullable ClientsConfig clients,
      @Nullable PgBouncerConfig pgbouncer,
      @Nullable String indexBudget,
      @Nullable ProofConfig proof,
      @Nullable String copyLimit) {}

  /**
   * A database that stands in for a target in experiments.
   *
   * @param kind what it is to the target: sample, replica or snapshot
   * @param url where it is, without a password
   * @param passwordFile file whose first line is the password
   */
  public record ProofConfig(
      @Nullable String kind, @Nullable String url, @Nullable String passwordFile) {}

  /**
   * How the application's clients use a target.
   *
   * @param number clients at once, 1 to 1000
   * @param reconnect whether each transaction has a connection of its own; false by default
   * @param rate transactions a second of all clients together; by default each sends its next as
   *     soon as the last is answered
   * @param prepared whether the driver prepares statements by name on the server
   */
  public record ClientsConfig(
      @Nullable Integer number,
      @Nullable Boolean reconnect,
      @Nullable Double rate,
      @Nullable Boolean prepared) {}

  /**
   * Which PgBouncer is proven.
   *
   * @param program path or URL of the program, or of a Debian package; by default the one that is
   *     installed
   * @param roundRobin whether its connections to the server take turns; false by default
   */
  public record PgBouncerConfig(@Nullable String program, @Nullable Boolean roundRobin) {}

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
