package dev.proven.postgres;

import dev.proven.core.Clients;
import dev.proven.core.Pooler;
import dev.proven.core.TargetSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user said of a database beyond its URL.
 *
 * @param workload file with the statements to measure, or null for the server's own record
 * @param clients how the application's clients use it, or null
 * @param pooler that may be put in front of it
 * @param copyLimit bytes up to which a database is copied
 */
public record Declared(
    @Nullable Path workload, @Nullable Clients clients, Pooler pooler, long copyLimit) {
  /**
   * At some hundred megabytes a second two copies of so much take about as long as the usual budget
   * of a run.
   */
  static final long COPY_LIMIT = 100_000_000_000L;

  static final Declared NOTHING = new Declared(null, null, Pooler.INSTALLED, COPY_LIMIT);

  /**
   * Whether the user has given the work, in a file or a log, rather than left it to what the server
   * counts or shows.
   */
  public boolean givesWork() {
    return switch (WorkloadSource.of(workload)) {
      case WorkloadSource.Script _, WorkloadSource.Logged _ -> true;
      case WorkloadSource.Recorded _, WorkloadSource.Running _ -> false;
    };
  }

  static Declared of(TargetSpec spec) {
    var limit = spec.copyLimit();
    return new Declared(
        spec.workload(), spec.clients(), spec.pooler(), limit == null ? COPY_LIMIT : limit);
  }
}
