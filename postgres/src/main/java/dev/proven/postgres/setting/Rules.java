package dev.proven.postgres.setting;

import java.util.List;

/** All rules, by where what they propose can be proven. */
final class Rules {
  private Rules() {}

  /** Of settings that a database can give its sessions. */
  static List<Rule> ofSessions() {
    return List.of(
        new WorkMem(),
        new HashMemory(),
        new RandomPageCost(),
        new EffectiveCacheSize(),
        new Compiling(),
        new JoinOrder("join_collapse_limit"),
        new JoinOrder("from_collapse_limit"),
        Partitionwise.joins(),
        Partitionwise.aggregates(),
        new Unmeasured(
            "effective_io_concurrency: it spares waiting for a disk, which CPU time does not show."),
        new Unmeasured(
            "max_parallel_workers_per_gather: CPU time is the backend's alone, so parallel workers"
                + " are off on both arms."),
        new Unmeasured(
            "maintenance_work_mem: no statement of a workload builds an index or vacuums."),
        new Unmeasured(
            "fsync, full_page_writes, synchronous_commit: never proposed, they put data at risk."));
  }

  /** Of the memory that all sessions share. */
  static List<Rule> ofSharedMemory() {
    return List.of(new SharedBuffers());
  }

  /** Of the log and its checkpoints. */
  static List<Rule> ofTheLog() {
    return List.of(
        new LogSize(),
        new LogCompression(),
        new LogBuffers(),
        new Unmeasured(
            "checkpoint_timeout: an experiment of minutes sees no checkpoint that is due."),
        new Autovacuum());
  }
}
