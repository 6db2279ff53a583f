package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A function of a column compared with a constant, as a half-open range of the column itself: the
 * statistics of the column hold for it, and an index of it can be used. What depends on the time
 * zone of a session is left alone.
 */
public final class Range implements Rule {
  private static final String PROOF =
      "The function keeps the order of the moments and is the same for just those from one boundary"
          + " up to the next, so comparing its value is comparing with the boundaries; NULL gives"
          + " NULL in both.";

  @Override
  public String id() {
    return "range";
  }

  @Override
  public boolean canBeEstimated() {
    return false;
  }

  @Override
  public boolean opensIndexes() {
    return true;
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var walk = new Walk(facts);
    var changed = walk.query(root);
    if (walk.done.isEmpty()) {
      return List.of();
    }
    var functions = String.join(", ", walk.done);
    return List.of(
        new Rewritten(
            changed,
            "computes " + functions + " for each row, where no index or statistics help",
            functions + " as a range of the column",
            List.of("The columns are of a type without time zone, or seen from UTC."),
            walk.proved ? Optional.of(PROOF) : Optional.empty()));
  }

  @Override
  public List<String> hindrances(Query root, Facts facts) {
    return Scan.of(root).exprs().stream()
        .filter(e -> e instanceof Expr.Binary b && b.compares())
        .flatMap(e -> Stream.of(((Expr.Binary) e).left(), ((Expr.Binary) e).right()))
        .filter(e -> Bucketed.dependsOnTimeZone(e, facts))
        .map(e ->
            Writer.text(e)
                + " stays as it is, because it depends on the time zone of the session; compare the"
                + " column itself with two moments that name their zone")
        .distinct()
        .toList();
  }

  private static final class Walk extends Rebuild {
    private final Facts facts;
    private final Set<String> done = new LinkedHashSet<>();
    private boolean proved = true;

    Walk(Facts facts) {
      this.facts = facts;
    }

    @Override
    protected Query block(Query.Block b) {
      return super.block(b.withWhere(months(b.where())));
    }

    @Override
    public Expr expr(Expr expr) {
      return switch (expr) {
        case Expr.Binary b when b.compares() ->
            compared(b)
                .or(() -> compared(b.turned()))
                .or(() -> today(b))
                .or(() -> today(b.turned()))
                .orElseGet(() -> super.expr(b));
        case Expr.Between b -> between(b).orElseGet(() -> super.expr(b));
        default -> super.expr(expr);
      };
    }

    private Optional<Expr> compared(Expr.Binary b) {
      return Bucketed.of(b.left(), facts)
          .flatMap(f -> f.bucket(b.right()).map(bucket -> range(b.operator(), f, bucket)))
          .map(r -> noted(b.left(), r));
    }

    /** The day on which the statement runs, or one so many days before or after it. */
    private Optional<Expr> today(Expr.Binary b) {
      if (!Today.is(b.right())) {
        return Optional.empty();
      }
      return Bucketed.of(b.left(), facts)
          .filter(Bucketed::isDayOfTimestamp)
          .map(f -> range(b.operator(), f, b.right(), Today.next(b.right())))
          .map(r -> noted(b.left(), r));
    }

    private Expr range(String operator, Bucketed f, Bucketed.Bucket bucket) {
      proved &= f.isFreeOfTimeZone();
      return range(operator, f, f.constant(bucket.from()), f.constant(bucket.to()));
    }

    private static Expr range(String operator, Bucketed f, Expr from, Expr to) {
      return switch (operator) {
        case "=" -> new Expr.And(List.of(at(f, ">=", from), at(f, "<", to)));
        case "<>" -> new Expr.Or(List.of(at(f, "<", from), at(f, ">=", to)));
        case "<" -> at(f, "<", from);
        case "<=" -> at(f, "<", to);
        case ">" -> at(f, ">=", to);
        default -> at(f, ">=", from);
      };
    }

    private static Expr at(Bucketed f, String operator, Expr boundary) {
      return new Expr.Binary(operator, f.column(), boundary);
    }

    private Optional<Expr> between(Expr.Between b) {
      return Bucketed.of(b.operand(), facts)
          .flatMap(f ->
              f.bucket(b.low())
                  .flatMap(low -> f.bucket(b.high()).map(high -> both(b, f, low, high))));
    }

    private Expr both(Expr.Between b, Bucketed f, Bucketed.Bucket low, Bucketed.Bucket high) {
      var from = range(b.negated() ? "<" : ">=", f, low);
      var to = range(b.negated() ? ">" : "<=", f, high);
      return noted(
          b.operand(),
          b.negated() ? new Expr.Or(List.of(from, to)) : new Expr.And(List.of(from, to)));
    }

    private Expr noted(Expr function, Expr range) {
      done.add(Writer.text(function));
      return range;
    }

    /** A year and a month of it, both asked for, are one range. */
    private List<Expr> months(List<Expr> terms) {
      var result = new ArrayList<>(terms);
      for (var year : terms) {
        for (var month : terms) {
          YearMonthTerms.of(year, month, facts)
              .ifPresent(range -> {
                if (result.containsAll(List.of(year, month))) {
                  result.set(result.indexOf(year), noted(month, range));
                  result.remove(month);
                }
              });
        }
      }
      return result;
    }
  }
}
