package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.catalog.ColumnFacts;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Aggregates that are the same in whatever order rows are added up. Floats are not: what is said of
 * them is tested and never called proved.
 */
final class Exact {
  private static final Pattern FLOAT = Pattern.compile("float.*|real|double precision");
  private static final Set<String> ARITHMETIC = Set.of("+", "-", "*");

  private Exact() {}

  static boolean is(Query query, Facts facts) {
    return Scan.of(query).calls().stream().filter(facts::isAggregate).allMatch(c -> is(c, facts));
  }

  /** Whether no float is anywhere in it. */
  static boolean is(Expr expr, Facts facts) {
    return Scan.of(expr).exprs().stream()
        .allMatch(e ->
            switch (e) {
              case Expr.Column c -> facts.column(c).map(f -> !f.isFloat()).orElse(false);
              case Expr.Cast c -> !FLOAT.matcher(c.type().toLowerCase(Locale.ROOT)).matches();
              default -> true;
            });
  }

  /** Whether, besides, it fails for no row: sums of integers may be too large for their type. */
  static boolean isForAnyRow(Expr expr, Facts facts) {
    return is(expr, facts)
        && Scan.of(expr).exprs().stream()
            .noneMatch(e ->
                e instanceof Expr.Binary b
                    && ARITHMETIC.contains(b.operator())
                    && !Scan.of(b).columns().isEmpty()
                    && Scan.of(b).columns().stream()
                        .allMatch(c -> facts.column(c).map(ColumnFacts::isInteger).orElse(true)));
  }
}
