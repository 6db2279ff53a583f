package dev.proven.postgres.setting;

import java.util.Set;

/** The names of all settings that Proven may change. No other is ever set, or reset by an undo. */
public final class Knobs {
  /** They decide how much memory a node of a plan gets, not only which plan is chosen. */
  static final Set<String> MEMORY = Set.of("work_mem", "hash_mem_multiplier");

  /** They decide whether a statement is compiled; its plan stays the same. */
  static final Set<String> COMPILING = Set.of("jit", "jit_above_cost");

  /** They decide which plan is chosen. */
  static final Set<String> PLANNING =
      Set.of(
          "random_page_cost",
          "effective_cache_size",
          "join_collapse_limit",
          "from_collapse_limit",
          "enable_partitionwise_join",
          "enable_partitionwise_aggregate");

  /** They belong to a whole server. */
  static final Set<String> OF_THE_SERVER =
      Set.of(
          "shared_buffers",
          "max_wal_size",
          "wal_compression",
          "wal_buffers",
          "autovacuum",
          "autovacuum_vacuum_scale_factor");

  private Knobs() {}

  /** Whether it is one of them. */
  public static boolean contains(String setting) {
    return MEMORY.contains(setting)
        || COMPILING.contains(setting)
        || PLANNING.contains(setting)
        || OF_THE_SERVER.contains(setting);
  }
}
