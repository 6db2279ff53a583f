package dev.proven.postgres;

import dev.proven.postgres.log.LogFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a workload is read from. */
sealed interface WorkloadSource {
  /** What pg_stat_statements holds. */
  record Recorded() implements WorkloadSource {}

  /** What runs now. */
  record Running() implements WorkloadSource {}

  /** What a server has logged. */
  record Logged(LogFiles files) implements WorkloadSource {}

  /** A file of statements. */
  record Script(Path file) implements WorkloadSource {}

  Set<String> RECORD = Set.of("pg_stat_statements");
  Set<String> ACTIVITY = Set.of("activity", "pg_stat_activity");

  /** What is meant by a name: a file wherever there is one, else one of the words. */
  static WorkloadSource of(@Nullable Path named) {
    if (named == null) {
      return new Recorded();
    }
    if (!Files.exists(named)) {
      var word = String.valueOf(named.getFileName());
      if (ACTIVITY.contains(word)) {
        return new Running();
      }
      return RECORD.contains(word) ? new Recorded() : new Script(named);
    }
    var log = LogFiles.of(named);
    return log.isPresent() ? new Logged(log.get()) : new Script(named);
  }
}
