package dev.proven.postgres.whatif;

import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hypothetical indexes of the HypoPG extension in a session of the database's own server. Its
 * indexes are larger than real ones, since it knows nothing of rows that share an entry, and have
 * no height; it has no GIN. Each question starts afresh, because it has numbers for about 2,500
 * indexes only.
 */
final class HypoPg implements WhatIf {
  private static final String FUNCTION =
      """
      SELECT quote_ident(n.nspname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname = ? AND has_function_privilege(p.oid, 'EXECUTE')
      """;

  private final Connection connection;
  private final String schema;
  private final boolean hides;
  private final IndexSizes sizes;
  private final LeftOut leftOut = new LeftOut();

  private HypoPg(Connection connection, String schema, boolean hides) {
    this.connection = connection;
    this.schema = schema;
    this.hides = hides;
    this.sizes = IndexSizes.sampling(connection);
  }

  /** Opens it where the database has it and the role may use it. */
  @SuppressWarnings("MustBeClosedChecker") // the connection is closed here or with what is returned
  static Optional<WhatIf> open(PostgresTarget target) throws SQLException {
    var connection = target.connect();
    try {
      var schema = Sql.text(connection, FUNCTION, "hypopg_create_index");
      if (schema.isEmpty()) {
        connection.close();
        return Optional.empty();
      }
      Sql.execute(
          connection, "SET default_transaction_read_only = on; SET statement_timeout = '30s'");
      boolean hides = Sql.text(connection, FUNCTION, "hypopg_hide_index").isPresent();
      return Optional.of(new HypoPg(connection, schema.get(), hides));
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public Way way() {
    return Way.HYPOPG;
  }

  @Override
  public List<String> caveats() {
    return leftOut.lines();
  }

  @Override
  public synchronized Map<String, Planned> plans(Indexes indexes, Map<String, String> statements)
      throws SQLException {
    try {
      var names = new HashMap<String, IndexDefinition>();
      for (var index : indexes.added()) {
        add(index).ifPresent(name -> names.put(name, index));
      }
      for (var name : indexes.hidden()) {
        hide(name);
      }
      return Asking.plans(connection, statements, names);
    } finally {
      call("hypopg_reset()");
      if (hides) {
        call("hypopg_unhide_all_indexes()");
      }
    }
  }

  private Optional<String> add(IndexDefinition index) {
    try {
      return Sql.text(
          connection,
          "SELECT indexname FROM " + schema + ".hypopg_create_index(?)",
          "CREATE INDEX ON " + index.body());
    } catch (SQLException e) {
      leftOut.add("index on " + index.body(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void hide(QualifiedName name) throws SQLException {
    if (hides) {
      call("hypopg_hide_index(" + Sql.literal(name.sql()) + "::regclass)");
    } else {
      leftOut.add("hiding " + name.sql(), "HypoPG hides indexes from version 1.4 on");
    }
  }

  private void call(String function) throws SQLException {
    Sql.execute(connection, "SELECT " + schema + "." + function);
  }

  @Override
  public long bytes(IndexDefinition index) throws SQLException {
    return sizes.bytes(index);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
