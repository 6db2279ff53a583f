package dev.proven.postgres.whatif;

import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hypothetical indexes of the HypoPG extension in a session of the database's own server. Its
 * indexes are larger than real ones, since it knows nothing of rows that share an entry, and have
 * no height; it has no GIN. An index on a partitioned table is one on each partition. Each question
 * starts afresh, because it has numbers for about 2,500 indexes only.
 */
final class HypoPg implements WhatIf {
  private static final String FUNCTION =
      """
      SELECT quote_ident(n.nspname) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.proname = ? AND has_function_privilege(p.oid, 'EXECUTE')
      """;

  private final OnDemand session;
  private final String schema;
  private final boolean hides;
  private final LastingSizes sizes;
  private final Map<IndexDefinition, String> refused = new HashMap<>();
  private final LeftOut leftOut = new LeftOut();

  private HypoPg(OnDemand session, String schema, boolean hides) {
    this.session = session;
    this.schema = schema;
    this.hides = hides;
    this.sizes = new LastingSizes(session);
  }

  /** Opens it where the database has it and the role may use it. */
  static Optional<WhatIf> open(PostgresTarget target) throws SQLException {
    var session = new OnDemand(target);
    try {
      var schema = Sql.text(session.get(), FUNCTION, "hypopg_create_index");
      if (schema.isEmpty()) {
        session.close();
        return Optional.empty();
      }
      boolean hides = Sql.text(session.get(), FUNCTION, "hypopg_hide_index").isPresent();
      return Optional.of(new HypoPg(session, schema.get(), hides));
    } catch (SQLException e) {
      session.close();
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
        for (var part : parts(index)) {
          add(index, part).ifPresent(name -> names.put(name, index));
        }
      }
      for (var name : indexes.hidden()) {
        hide(name);
      }
      return Asking.plans(session.get(), statements, names);
    } finally {
      call("hypopg_reset()");
      if (hides) {
        call("hypopg_unhide_all_indexes()");
      }
    }
  }

  /** It has none on a partitioned table, so there is one on each partition. */
  private List<IndexDefinition> parts(IndexDefinition index) throws SQLException {
    var table = sizes.get().table(index);
    return table.isPartitioned() ? table.parts().stream().map(index::on).toList() : List.of(index);
  }

  private Optional<String> add(IndexDefinition index, IndexDefinition part) {
    if (index.method() == IndexMethod.GIN) {
      refused.put(index, "HypoPG knows no GIN indexes");
      return Optional.empty();
    }
    try {
      return Sql.text(
          session.get(),
          "SELECT indexname FROM " + schema + ".hypopg_create_index(?)",
          "CREATE INDEX ON " + part.body());
    } catch (SQLException e) {
      refused.put(index, String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", ""));
      return Optional.empty();
    }
  }

  private void hide(QualifiedName name) throws SQLException {
    if (hides) {
      call(
          "hypopg_hide_index(x.oid) FROM (SELECT to_regclass(%1$s)::oid UNION"
                  .formatted(Sql.literal(name.sql()))
              + " SELECT t.relid::oid FROM pg_partition_tree(to_regclass(%1$s)) t) x(oid)"
                  .formatted(Sql.literal(name.sql())));
    } else {
      leftOut.add("hiding " + name.sql(), "HypoPG hides indexes from version 1.4 on");
    }
  }

  private void call(String function) throws SQLException {
    Sql.execute(session.get(), "SELECT " + schema + "." + function);
  }

  @Override
  public synchronized Optional<String> refusal(IndexDefinition index) {
    return Optional.ofNullable(refused.get(index));
  }

  @Override
  public long bytes(IndexDefinition index) throws SQLException {
    return sizes.bytes(index);
  }

  @Override
  public synchronized void rest() {
    session.close();
  }

  @Override
  public void close() {
    rest();
  }
}
