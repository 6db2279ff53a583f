package dev.proven.core;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user said of a target.
 *
 * @param name a short name for the report, or null for one made from the URL
 * @param url where it is; {@code embedded} for a private one that the run starts and ends
 * @param workload a file with the work to measure, or where none has that name a word that the
 *     target's kind knows; null for the target's own record of it
 * @param setup a file that fills an embedded target, or null
 * @param optimizers ids of the optimizers to use; empty for all
 * @param credentials where the password comes from
 * @param clients how the application's clients use it; null where that was not said
 * @param pooler that a change may put in front of it
 * @param indexBudget bytes that new indexes may take together, or null where that is left to the
 *     target's kind
 * @param proof what stands in for the target in experiments, or null for copies of its own
 * @param copyLimit bytes up to which a copy is made, or null where that is left to the kind
 */
public record TargetSpec(
    @Nullable String name,
    String url,
    @Nullable Path workload,
    @Nullable Path setup,
    List<String> optimizers,
    Credentials credentials,
    @Nullable Clients clients,
    Pooler pooler,
    @Nullable Long indexBudget,
    @Nullable ProofSource proof,
    @Nullable Long copyLimit) {

  /** A target of which nothing else was said. */
  public TargetSpec(
      @Nullable String name,
      String url,
      @Nullable Path workload,
      @Nullable Path setup,
      List<String> optimizers,
      Credentials credentials) {
    this(
        name,
        url,
        workload,
        setup,
        optimizers,
        credentials,
        null,
        Pooler.INSTALLED,
        null,
        null,
        null);
  }

  /** A target of which only the URL is known. */
  public static TargetSpec of(String url) {
    return new TargetSpec(null, url, null, null, List.of(), Credentials.fromEnvironment());
  }

  /** The same under a name for the report. */
  public TargetSpec withName(String shortName) {
    return new TargetSpec(
        shortName,
        url,
        workload,
        setup,
        optimizers,
        credentials,
        clients,
        pooler,
        indexBudget,
        proof,
        copyLimit);
  }

  /** The same with those optimizers alone; empty for all. */
  public TargetSpec withOptimizers(List<String> ids) {
    return new TargetSpec(
        name,
        url,
        workload,
        setup,
        List.copyOf(ids),
        credentials,
        clients,
        pooler,
        indexBudget,
        proof,
        copyLimit);
  }

  /** The same with the work read from a file. */
  public TargetSpec withWorkload(@Nullable Path file) {
    return new TargetSpec(
        name,
        url,
        file,
        setup,
        optimizers,
        credentials,
        clients,
        pooler,
        indexBudget,
        proof,
        copyLimit);
  }

  /** The same with what the user says of its clients. */
  public TargetSpec withClients(@Nullable Clients declared, Pooler wanted) {
    return new TargetSpec(
        name,
        url,
        workload,
        setup,
        optimizers,
        credentials,
        declared,
        wanted,
        indexBudget,
        proof,
        copyLimit);
  }

  /** The same with so many bytes at most for new indexes. */
  public TargetSpec withIndexBudget(@Nullable Long bytes) {
    return new TargetSpec(
        name,
        url,
        workload,
        setup,
        optimizers,
        credentials,
        clients,
        pooler,
        bytes,
        proof,
        copyLimit);
  }

  /**
   * The same with what is said of copies.
   *
   * @param source that stands in for the target, or null
   * @param limit bytes up to which a copy is made, or null for the kind's own
   */
  public TargetSpec withProof(@Nullable ProofSource source, @Nullable Long limit) {
    return new TargetSpec(
        name,
        url,
        workload,
        setup,
        optimizers,
        credentials,
        clients,
        pooler,
        indexBudget,
        source,
        limit);
  }
}
