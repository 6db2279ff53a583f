package dev.proven.postgres;

import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a reader must know of a server in order to judge what was measured on it. */
final class Environment {
  private static final String SETTINGS =
      """
      SELECT name, current_setting(name) FROM pg_settings WHERE name IN (
        'autovacuum', 'block_size', 'checkpoint_timeout', 'cpu_operator_cost', 'cpu_tuple_cost',
        'data_checksums', 'default_statistics_target', 'effective_cache_size',
        'effective_io_concurrency', 'fsync', 'full_page_writes', 'hash_mem_multiplier',
        'huge_pages', 'io_method', 'jit', 'jit_above_cost', 'maintenance_work_mem',
        'max_connections', 'max_parallel_workers', 'max_parallel_workers_per_gather',
        'max_wal_size', 'plan_cache_mode', 'random_page_cost', 'search_path', 'seq_page_cost',
        'server_encoding', 'shared_buffers', 'shared_preload_libraries', 'synchronous_commit',
        'temp_buffers', 'track_io_timing', 'TimeZone', 'wal_level', 'work_mem')
      """;

  private Environment() {}

  static SortedMap<String, String> of(PostgresTarget target) throws SQLException {
    var environment = new TreeMap<String, String>();
    try (var connection = target.connect()) {
      Sql.text(connection, "SELECT version()").ifPresent(v -> environment.put("version", v));
      Sql.text(
              connection,
              "SELECT datcollate || ', ' || pg_encoding_to_char(encoding) || ', '"
                  + " || pg_size_pretty(pg_database_size(oid))"
                  + " FROM pg_database WHERE datname = current_database()")
          .ifPresent(v -> environment.put("database", v));
      Sql.list(
          connection,
          row -> environment.put("setting " + row.getString(1), row.getString(2)),
          SETTINGS);
    }
    environment.put(
        "server", target.server() == null ? "the user's" : "embedded, started by Proven");
    environment.put("cpu time", CpuClock.availability(target));
    environment.put("parallel workers", MeasuringSession.PARALLEL_NOTE);
    if (target.majorVersion() > PostgresTarget.NEWEST_MAJOR) {
      environment.put("note", "newer than PostgreSQL 18, the newest that Proven was tested with");
    }
    return environment;
  }
}
