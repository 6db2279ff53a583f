package dev.proven.postgres.rewrite;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.SqlWords;
import dev.proven.postgres.rewrite.catalog.Catalog;
import dev.proven.postgres.rewrite.catalog.Relation;
import dev.proven.postgres.rewrite.rule.Facts;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.NotUnderstood;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.SqlReader;
import java.sql.SQLException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the statements that a rule may touch. What was read is printed again, and the server must
 * plan that just like the original: so a mistake in reading is found before any rule builds on it.
 */
final class StatementReader {
  private final Catalog catalog;
  private final Planner planner;

  StatementReader(Catalog catalog, Planner planner) {
    this.catalog = catalog;
    this.planner = planner;
  }

  /**
   * Reads a statement.
   *
   * @throws NotUnderstood saying why it is left alone
   */
  Understood read(Part part, String text) throws NotUnderstood, SQLException {
    if (part.write()) {
      throw new NotUnderstood("writes");
    }
    var query = SqlReader.read(text, catalog);
    refuse(query);
    var plan = planner.plan(text);
    refuseHidden(plan);
    if (!plan.equals(planner.plan(SqlReader.printed(query)))) {
      throw new NotUnderstood("is planned differently when it is printed again");
    }
    return new Understood(part, query, plan);
  }

  private void refuse(Query query) throws NotUnderstood {
    var scan = Scan.of(query);
    for (var call : scan.calls()) {
      var objection = catalog.functions().objection(call.name());
      if (objection.isPresent()) {
        throw new NotUnderstood(objection.get());
      }
    }
    for (var source : scan.sources()) {
      if (source instanceof From.Table t && t.relation().rowSecurity()) {
        throw new NotUnderstood(
            "reads " + name(t.relation()) + ", whose rows row security hides from some roles");
      }
    }
    OpenOrder.refuse(query, Facts.of(query, catalog.functions()));
    if (scan.any(e -> e instanceof Expr.Literal l && l.text().startsWith("$"))) {
      throw new NotUnderstood("has parameters");
    }
  }

  private static String name(Relation relation) {
    return relation.name();
  }

  /** What a view hides is in the plan. */
  private void refuseHidden(JsonNode plan) throws NotUnderstood {
    for (var word : SqlWords.called(plan.toString())) {
      if (catalog.functions().answersAnew(word)) {
        throw new NotUnderstood("calls " + word + "() in a view, which answers anew each time");
      }
    }
  }
}
