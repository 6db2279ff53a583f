package dev.proven.examples.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexSizes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The predicted bytes of indexes against those of real ones. */
class SizesOfTpchTest {
  /** Table, keys, included columns, predicate. */
  private static final String CANDIDATES =
      """
      lineitem|l_orderkey
      lineitem|l_partkey
      lineitem|l_suppkey
      lineitem|l_shipdate
      lineitem|l_receiptdate
      lineitem|l_quantity
      lineitem|l_discount
      lineitem|l_extendedprice
      lineitem|l_shipmode
      lineitem|l_returnflag
      lineitem|l_comment
      lineitem|l_partkey,l_suppkey
      lineitem|l_partkey,l_quantity
      lineitem|l_suppkey,l_shipdate
      lineitem|l_orderkey,l_suppkey
      lineitem|l_orderkey,l_quantity
      lineitem|l_shipdate,l_discount
      lineitem|l_shipdate,l_receiptdate
      lineitem|l_shipmode,l_receiptdate
      lineitem|l_returnflag,l_linestatus
      lineitem|l_shipinstruct,l_shipmode
      lineitem|l_shipmode,l_receiptdate,l_commitdate
      lineitem|l_partkey,l_suppkey,l_shipdate
      lineitem|l_shipdate,l_discount,l_quantity
      lineitem|l_returnflag,l_linestatus,l_shipdate
      lineitem|l_partkey,l_suppkey,l_orderkey,l_quantity
      lineitem|l_suppkey,l_shipdate,l_partkey,l_orderkey
      lineitem|l_partkey|l_quantity,l_extendedprice
      lineitem|l_shipdate|l_extendedprice,l_discount
      lineitem|l_orderkey|l_suppkey
      lineitem|l_orderkey|l_commitdate,l_receiptdate
      lineitem|l_suppkey,l_shipdate|l_extendedprice,l_discount,l_orderkey
      lineitem|l_shipdate||l_returnflag = 'R'
      lineitem|l_partkey||l_shipmode = 'AIR'
      lineitem|l_shipdate||l_shipdate >= '1998-01-01'
      lineitem|l_orderkey||l_commitdate < l_receiptdate
      orders|o_custkey
      orders|o_orderdate
      orders|o_clerk
      orders|o_totalprice
      orders|o_comment
      orders|o_orderstatus
      orders|o_custkey,o_orderdate
      orders|o_orderdate,o_orderpriority
      orders|o_orderpriority,o_orderdate
      orders|o_clerk,o_orderdate
      orders|o_orderstatus,o_orderpriority,o_orderdate
      orders|o_orderdate,o_custkey,o_orderkey
      orders|o_custkey|o_orderdate,o_totalprice
      orders|o_orderdate|o_orderkey,o_custkey
      orders|o_orderdate||o_orderstatus = 'P'
      orders|o_custkey||o_totalprice > 300000
      customer|c_nationkey
      customer|c_mktsegment
      customer|c_name
      customer|c_phone
      customer|c_acctbal
      customer|c_nationkey,c_mktsegment
      customer|c_mktsegment|c_name
      customer|c_address
      part|p_type
      part|p_name
      part|p_brand,p_container
      part|p_size,p_type
      part|p_brand,p_container,p_size
      part|p_mfgr,p_brand
      part|p_size|p_mfgr
      part|p_container||p_size = 15
      partsupp|ps_suppkey
      partsupp|ps_suppkey,ps_partkey
      partsupp|ps_supplycost
      partsupp|ps_comment
      partsupp|ps_partkey|ps_supplycost
      partsupp|ps_suppkey|ps_availqty,ps_supplycost
      partsupp|ps_availqty
      """;

  private record Compared(IndexDefinition index, double predicted, double real) {
    double error() {
      return Math.abs(predicted / real - 1);
    }
  }

  private static IndexDefinition definition(String line) {
    var fields = line.split("\\|", -1);
    var index = IndexDefinition.btree("public", fields[0], fields[1].split(","));
    if (fields.length > 2 && !fields[2].isEmpty()) {
      index = index.including(List.of(fields[2].split(",")));
    }
    return fields.length > 3 ? index.where(fields[3]) : index;
  }

  private static List<Compared> compare(String how, IndexSizes sizes, List<Compared> real)
      throws SQLException {
    var compared = new ArrayList<Compared>();
    for (var one : real) {
      compared.add(new Compared(one.index(), sizes.bytes(one.index()), one.real()));
    }
    compared.sort(Comparator.comparingDouble(Compared::error));
    for (var one : compared) {
      TpchServer.print(
          String.format(
              Locale.ROOT,
              "%10.0f predicted, %10.0f real, error %5.1f %%: %s",
              one.predicted(),
              one.real(),
              100 * one.error(),
              one.index().body()));
    }
    var worst = compared.getLast();
    TpchServer.print(
        String.format(
            Locale.ROOT,
            "%s: %d indexes, median error %.2f %%, worst %.1f %% (%s), %d within 25 %%",
            how,
            compared.size(),
            100 * compared.get(compared.size() / 2).error(),
            100 * worst.error(),
            worst.index().body(),
            compared.stream().filter(c -> c.error() <= 0.25).count()));
    return compared;
  }

  private static List<Compared> real(Connection connection) throws SQLException {
    var real = new ArrayList<Compared>();
    for (var line : CANDIDATES.lines().toList()) {
      var index = definition(line);
      Sql.execute(connection, index.create("size"));
      long bytes = Sql.number(connection, "SELECT pg_relation_size('size')");
      Sql.execute(connection, "DROP INDEX size");
      real.add(new Compared(index, bytes, bytes));
    }
    return real;
  }

  @Test
  void sizes_are_predicted_within_a_quarter() throws Exception {
    try (var server = TpchServer.start();
        var connection = server.target.connect()) {
      var real = real(connection);
      assertThat(real).hasSizeGreaterThan(40);
      var seen = compare("rows looked at", IndexSizes.sampling(connection), real);
      assertThat(seen).allMatch(c -> c.error() <= 0.25);
      var blind = compare("statistics alone", IndexSizes.fromCatalog(connection), real);
      assertThat(blind.get(blind.size() / 2).error()).isLessThan(0.05);
      assertThat(blind.stream().filter(c -> c.error() <= 0.25).count())
          .isGreaterThan(blind.size() * 9L / 10);
    }
  }
}
