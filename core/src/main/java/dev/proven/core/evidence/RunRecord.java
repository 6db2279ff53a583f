package dev.proven.core.evidence;

import dev.proven.core.sprint.TargetRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * The head of a run, {@code run.json}: what was done, where and when. The experiments' own files
 * stand beside it.
 *
 * @param id of the run, the name of its folder
 * @param folder of the run, as it is named to Proven's other commands
 * @param proven version of Proven
 * @param command what was called, {@code run} or {@code demo}, without secrets
 * @param started in UTC
 * @param finished in UTC
 * @param machine processor, cores, memory, kernel, Java
 * @param targets in the order in which they were worked on
 */
public record RunRecord(
    String id,
    String folder,
    String proven,
    String command,
    Instant started,
    Instant finished,
    SortedMap<String, String> machine,
    List<TargetRecord> targets) {
  /** A run of an earlier version did not note its folder. */
  public RunRecord {
    folder = Objects.requireNonNullElse(folder, "runs/" + id);
  }
}
