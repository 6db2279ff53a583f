package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.apply.AppliedRecord;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.journal.Journal;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.watch.Baseline;
import dev.proven.core.watch.Watch;
import dev.proven.core.watch.WatchJudge;
import dev.proven.core.watch.WatchResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One call of watch on the target that a run was applied to.
 *
 * @param applied what was done, and where
 * @param baseline the load before
 * @param time at most
 * @param interval length of one
 */
record WatchRun(
    AppliedRecord applied, Baseline baseline, Duration time, Duration interval, Progress progress) {

  /** Watches to the end. */
  Watch.Seen watch(RunFolder run, Credentials credentials) throws Exception {
    var spec = new TargetSpec(null, applied.url(), null, null, List.of(), credentials);
    return watch(Kinds.of(applied.url()), spec, run);
  }

  private <T extends Target> Watch.Seen watch(TargetKind<T> kind, TargetSpec spec, RunFolder run)
      throws Exception {
    // Nothing is changed, so nothing is written into it.
    var journal = Journal.open(run.journal(), Map.of());
    var standard = SprintSettings.standard();
    var judge = new WatchJudge(standard.readMargin(), standard.writeMargin());
    try (T target = kind.open(spec, new Session(run.id(), journal, progress));
        var meter = kind.meter(target)) {
      progress.stage(
          "Watching "
              + target.name()
              + ": "
              + baseline.intervals().size()
              + " intervals before, each of "
              + Durations.text(Duration.ofMillis(Math.round(1000 * baseline.seconds()))));
      return new Watch(meter, baseline, judge).watch(time, interval, progress, this::tell);
    }
  }

  private void tell(WatchResult result) {
    progress.note(
        result.blocks()
            + " of "
            + baseline.intervals().size()
            + " pairs of intervals, "
            + result.statements().size()
            + " statements, "
            + result.worse().size()
            + " worse");
  }
}
