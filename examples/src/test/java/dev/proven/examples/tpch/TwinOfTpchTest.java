package dev.proven.examples.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.postgres.whatif.Explain;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.Indexes;
import dev.proven.postgres.whatif.Planned;
import dev.proven.postgres.whatif.WhatIf;
import dev.proven.postgres.whatif.WhatIfs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The twin against the loaded database: shapes of plans and costs of the 22 queries. */
class TwinOfTpchTest {
  private static final int LEAST_ALIKE = 20;
  private static final double MOST_ERROR = 0.02;

  private static final List<IndexDefinition> EXTRA =
      List.of(
          IndexDefinition.btree("public", "lineitem", "l_partkey"),
          IndexDefinition.btree("public", "lineitem", "l_suppkey"),
          IndexDefinition.btree("public", "lineitem", "l_shipdate"),
          IndexDefinition.btree("public", "lineitem", "l_partkey", "l_quantity"),
          IndexDefinition.btree("public", "orders", "o_custkey"),
          IndexDefinition.btree("public", "orders", "o_orderdate"),
          IndexDefinition.btree("public", "partsupp", "ps_suppkey"),
          IndexDefinition.btree("public", "customer", "c_nationkey"));

  /** What decides the shape of a plan; indexes by what they hold, since names differ. */
  private static final List<String> WORDS =
      List.of(
          "Node Type",
          "Join Type",
          "Strategy",
          "Scan Direction",
          "Relation Name",
          "Alias",
          "Index Cond",
          "Hash Cond",
          "Merge Cond",
          "Join Filter",
          "Filter",
          "Sort Key",
          "Group Key");

  @TempDir private Path folder;

  private static String shape(JsonNode node, Map<String, String> indexes) {
    var shape = new StringBuilder("(");
    WORDS.forEach(w -> shape.append(node.path(w).toString()).append('|'));
    var index = node.path("Index Name").asString("");
    shape.append(indexes.getOrDefault(index, index));
    node.path("Plans").forEach(child -> shape.append(shape(child, indexes)));
    return shape.append(')').toString();
  }

  private static void compare(
      String what, TpchServer server, WhatIf twin, Indexes asked, Map<String, String> queries)
      throws Exception {
    var realNames = new HashMap<String, String>();
    EXTRA.forEach(index -> realNames.put("extra" + EXTRA.indexOf(index), index.body()));
    var errors = new ArrayList<Double>();
    int alike = 0;
    var names = names(twin, asked, realNames);
    var plans = twin.plans(asked, queries);
    try (var connection = server.target.connect()) {
      for (var query : queries.entrySet()) {
        var real = Explain.plan(connection, query.getValue());
        var plan = (Planned.Plan) java.util.Objects.requireNonNull(plans.get(query.getKey()));
        boolean same = shape(real, realNames).equals(shape(plan.top(), names));
        double cost = real.path("Total Cost").asDouble();
        errors.add(Math.abs(plan.cost() / cost - 1));
        alike += same ? 1 : 0;
        TpchServer.print(
            String.format(
                Locale.ROOT,
                "%-4s %-9s cost %14.2f, twin %14.2f, error %6.3f %%",
                query.getKey(),
                same ? "alike" : "different",
                cost,
                plan.cost(),
                100 * errors.getLast()));
      }
    }
    errors.sort(null);
    TpchServer.print(
        String.format(
            Locale.ROOT,
            "%s: %d of %d alike, median cost error %.3f %%, worst %.3f %%",
            what,
            alike,
            queries.size(),
            100 * errors.get(errors.size() / 2),
            100 * errors.getLast()));
    assertThat(alike).as(what).isGreaterThanOrEqualTo(LEAST_ALIKE);
    assertThat(errors.get(errors.size() / 2)).as(what).isLessThanOrEqualTo(MOST_ERROR);
  }

  /** The made-up names of asked indexes are found by asking for one at a time. */
  private static Map<String, String> names(
      WhatIf twin, Indexes asked, Map<String, String> realNames) throws Exception {
    var names = new HashMap<>(realNames);
    for (var index : asked.added()) {
      names.put(name(twin, index), index.body());
    }
    return names;
  }

  private static String name(WhatIf twin, IndexDefinition index) throws Exception {
    var column = index.columns().getFirst();
    var all = new LinkedHashSet<>(index.columns());
    var sql =
        "SELECT %s FROM %s WHERE %s = 1".formatted(String.join(", ", all), index.table(), column);
    if (column.endsWith("date")) {
      sql = sql.replace("= 1", "= '1995-01-01'");
    }
    var plan = (Planned.Plan) twin.plan(Indexes.adding(Set.of(index)), sql);
    return plan.top().findValuesAsString("Index Name").getFirst();
  }

  @Test
  void plans_as_the_loaded_database_does() throws Exception {
    try (var server = TpchServer.start()) {
      var queries = TpchServer.queries(folder);
      assertThat(queries).hasSize(22);
      long start = System.nanoTime();
      try (var twin = WhatIfs.twin(server.target, server.session)) {
        TpchServer.print(
            String.format(Locale.ROOT, "the twin took %.2f s", (System.nanoTime() - start) / 1e9));
        assertThat(twin.caveats()).isEmpty();
        compare("primary keys only", server, twin, Indexes.AS_IT_IS, queries);
        for (var index : EXTRA) {
          server.execute(index.create("extra" + EXTRA.indexOf(index)));
        }
        compare(
            "8 indexes that the twin was asked for",
            server,
            twin,
            Indexes.adding(Set.copyOf(EXTRA)),
            queries);
      }
      try (var twin = WhatIfs.twin(server.target, server.session)) {
        compare("8 indexes that the twin has copied", server, twin, Indexes.AS_IT_IS, queries);
      }
    }
  }
}
