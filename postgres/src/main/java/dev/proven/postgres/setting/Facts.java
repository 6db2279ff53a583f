package dev.proven.postgres.setting;

import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a proposal may follow from.
 *
 * @param settings of the server, as a session of the database sees them
 * @param machine that the server has
 * @param counters of what it did
 * @param deadRows that autovacuum has left in this database
 * @param databaseBytes size of the database
 * @param serverBytes size of all databases of the server that the role may see
 * @param canCompile whether the server can compile statements at all
 * @param plans of the statements that it can plan, by part id
 * @param parts of the workload
 * @param ofDatabase settings that the user's database gives its sessions
 * @param ofRole settings that this role has been given; they win over the database's and the
 *     server's
 * @param database name of the user's database, also where a copy of it is looked at
 */
record Facts(
    Settings settings,
    ServerMachine machine,
    Counters counters,
    List<DeadRows> deadRows,
    long databaseBytes,
    long serverBytes,
    boolean canCompile,
    Map<String, Plan> plans,
    List<Part> parts,
    Set<String> ofDatabase,
    Set<String> ofRole,
    String database) {
  private static final String GIVEN =
      """
      SELECT split_part(c, '=', 1) FROM pg_db_role_setting s
      LEFT JOIN pg_database d ON d.oid = s.setdatabase
      LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) c
      WHERE (s.setdatabase = 0 OR d.datname = ?) AND
      """;

  static Facts read(PostgresTarget target, Workload workload) throws SQLException {
    return read(target, workload.parts());
  }

  /** Of a server of which only some parts of its work matter, or none. */
  static Facts read(PostgresTarget target, List<Part> parts) throws SQLException {
    try (var connection = target.connect()) {
      var settings = Settings.read(connection);
      var machine = ServerMachine.read(ServerFiles.of(connection));
      var counters = Counters.read(connection, target.majorVersion());
      var deadRows = DeadRows.read(connection);
      var ofRole =
          Sql.list(
              connection,
              r -> r.getString(1),
              GIVEN + "r.rolname = current_user",
              target.original());
      var ofDatabase =
          Sql.list(
              connection,
              r -> r.getString(1),
              GIVEN + "s.setrole = 0 AND s.setdatabase <> 0",
              target.original());
      long bytes = Sql.number(connection, "SELECT pg_database_size(current_database())");
      long all =
          Sql.number(
              connection,
              "SELECT sum(pg_database_size(oid))::bigint FROM pg_database"
                  + " WHERE has_database_privilege(oid, 'CONNECT') AND datallowconn"
                  + " AND NOT starts_with(datname, 'proven_')");
      boolean jit = Sql.isTrue(connection, "SELECT pg_jit_available()");
      try (var explain = Explain.on(target)) {
        return new Facts(
            settings,
            machine,
            counters,
            deadRows,
            bytes,
            all,
            jit,
            explain.plans(parts),
            parts,
            new HashSet<>(ofDatabase),
            new HashSet<>(ofRole),
            target.original());
      }
    }
  }

  Optional<Setting> setting(String name) {
    return settings.find(name);
  }

  boolean writes() {
    return parts.stream().anyMatch(Part::write);
  }

  /** How many sessions there may be at once. */
  long connections() {
    return Math.round(settings.number("max_connections", 100));
  }

  /** The memory that one node of a plan may use. */
  double nodeMemory(boolean hashed) {
    double multiplier = hashed ? settings.number("hash_mem_multiplier", 1) : 1;
    return settings.bytes("work_mem") * multiplier;
  }

  /** What nodes would like to keep in memory and by the estimates cannot, the largest first. */
  List<MemoryNeed> spills() {
    return plans.entrySet().stream()
        .flatMap(e -> MemoryNeed.of(e.getKey(), e.getValue()))
        .filter(n -> n.bytes() > nodeMemory(n.hashed()))
        .sorted(java.util.Comparator.comparingDouble(n -> -n.bytes()))
        .toList();
  }
}
