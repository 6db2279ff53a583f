package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A query named in a WITH, computed once where it was folded into what reads it, or folded where it
 * was computed by itself and its reader's conditions could not reach it.
 */
public final class Materialization implements Rule {
  private static final String PROOF =
      "The statement calls nothing volatile, so it is all the same how often and where the named"
          + " query is computed.";

  private static final String VOLATILE = "Nothing in the statement is volatile.";

  @Override
  public String id() {
    return "materialization";
  }

  @Override
  public boolean canBeEstimated() {
    return false;
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var scan = Scan.of(root);
    var found = new ArrayList<Rewritten>();
    for (var cte : scan.ctes()) {
      long uses =
          scan.sources().stream()
              .filter(s -> s instanceof From.Named n && n.cte().name().equals(cte.name()))
              .count();
      boolean once = scan.ctes().stream().filter(c -> c.name().equals(cte.name())).count() == 1;
      if (once && uses > 0) {
        found.add(changed(root, cte, uses, facts));
      }
    }
    return found;
  }

  /** The server folds what is read once, and computes by itself what is read more often. */
  private static Rewritten changed(Query root, Query.Cte cte, long uses, Facts facts) {
    var written = cte.materialized();
    boolean alone = written == null ? uses > 1 : written;
    var now = new Marked(cte.name(), alone ? (Boolean) false : (Boolean) true).query(root);
    return new Rewritten(
        now,
        alone
            ? "computes all of " + cte.name() + ", also what nobody asks for"
            : "computes " + cte.name() + " as a part of what reads it",
        cte.name() + (alone ? " NOT MATERIALIZED" : " MATERIALIZED"),
        written == null ? List.of(VOLATILE) : List.of(VOLATILE, fence(cte, written)),
        Exact.is(root, facts) ? Optional.of(PROOF) : Optional.empty());
  }

  /** Who wrote it may have meant to keep the planner out. */
  private static String fence(Query.Cte cte, boolean materialized) {
    return (materialized ? "MATERIALIZED" : "NOT MATERIALIZED")
        + " is written at "
        + cte.name()
        + " on purpose: what was meant by it, such as a fence that conditions must not cross, is"
        + " given up.";
  }

  private static final class Marked extends Rebuild {
    private final String name;
    private final @Nullable Boolean materialized;

    Marked(String name, @Nullable Boolean materialized) {
      this.name = name;
      this.materialized = materialized;
    }

    @Override
    protected Query.Cte cte(Query.Cte c) {
      var rebuilt = super.cte(c);
      return c.name().equals(name)
          ? new Query.Cte(c.name(), c.columns(), rebuilt.query(), materialized)
          : rebuilt;
    }
  }
}
