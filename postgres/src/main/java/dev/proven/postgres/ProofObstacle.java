package dev.proven.postgres;

import dev.proven.core.ProvenOn;
import dev.proven.postgres.pool.PoolOptimizer;

/** Why no experiment can be run on a database as it is, in words for the verdict NOT RUN. */
final class ProofObstacle {
  private ProofObstacle() {}

  /** Empty where nothing is in the way. */
  static String of(PostgresTarget target, String optimizer) {
    if (target.standIn().isPresent() && optimizer.equals(PoolOptimizer.ID)) {
      return "Clients are played on the server itself, and where a proof source is named nothing is"
          + " sent to the target. Prove it there: name the proof source as the target, with"
          + " --optimizers pooling.";
    }
    var copied = target.standIn().map(StandIn::database).orElse(target);
    long bytes = StandIn.bytes(copied);
    long limit = target.declared().copyLimit();
    return bytes <= limit ? "" : tooLarge(copied, bytes, limit);
  }

  private static String tooLarge(PostgresTarget copied, long bytes, long limit) {
    return copied.name()
        + " holds "
        + ProvenOn.size(bytes)
        + ", more than the "
        + ProvenOn.size(limit)
        + " up to which Proven copies a database, and without copies nothing is measured. Name a"
        + (copied.standsIn() ? " smaller" : "")
        + " sample, replica or snapshot with --proof (proof: in sprint.yaml), or raise the limit with"
        + " --copy-limit (copyLimit:).";
  }
}
