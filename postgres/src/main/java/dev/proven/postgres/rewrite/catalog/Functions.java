package dev.proven.postgres.rewrite.catalog;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the catalog says of functions by their name alone; of several the worst is taken. */
public final class Functions {
  /** Looks like a function and is syntax. */
  private static final Set<String> SYNTAX =
      Set.of("coalesce", "greatest", "least", "nullif", "grouping", "rollup", "cube");

  /** Stable for a statement, and another value in the next of the same transaction. */
  private static final Set<String> CLOCKS = Set.of("statement_timestamp", "txid_current");

  private record Facts(
      boolean aggregate, boolean returnsSet, boolean isVolatile, boolean builtIn, boolean fixed) {}

  private final Map<String, Facts> byName = new HashMap<>();

  private Functions() {}

  static Functions read(Connection connection) throws SQLException {
    var functions = new Functions();
    Sql.list(
        connection,
        r ->
            functions.byName.put(
                    r.getString(1),
                    new Facts(
                        r.getBoolean(2),
                        r.getBoolean(3),
                        r.getBoolean(4),
                        r.getBoolean(5),
                        r.getBoolean(6)))
                == null,
        """
        SELECT p.proname, bool_or(p.prokind = 'a'), bool_or(p.proretset),
               bool_or(p.provolatile = 'v'), bool_and(n.nspname = 'pg_catalog'),
               bool_and(p.provolatile = 'i')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace GROUP BY p.proname
        """);
    return functions;
  }

  /** Why nothing is said of a statement that calls this, empty where nothing stands against it. */
  public Optional<String> objection(String name) {
    var facts = byName.get(name);
    if (CLOCKS.contains(name) || (facts != null && facts.isVolatile())) {
      return Optional.of("calls " + name + "(), which answers anew each time");
    }
    if (facts == null) {
      return SYNTAX.contains(name)
          ? Optional.empty()
          : Optional.of("calls " + name + "(), which the catalog does not know");
    }
    return facts.builtIn() || facts.fixed()
        ? Optional.empty()
        : Optional.of("calls " + name + "(), which is your own and not IMMUTABLE");
  }

  /** Whether it is volatile or a clock, wherever it stands. */
  public boolean answersAnew(String name) {
    var facts = byName.get(name);
    return CLOCKS.contains(name) || (facts != null && facts.isVolatile());
  }

  public boolean isAggregate(String name) {
    var facts = byName.get(name);
    return facts != null && facts.aggregate();
  }

  public boolean returnsSet(String name) {
    var facts = byName.get(name);
    return facts != null && facts.returnsSet();
  }
}
