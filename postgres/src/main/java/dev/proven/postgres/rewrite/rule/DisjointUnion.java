package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * UNION as UNION ALL where no row can come twice: each branch selects a key of what it reads, and
 * no row can be in both.
 */
public final class DisjointUnion implements Rule {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,8})");
  private static final Pattern TEXT = Pattern.compile("'([^'\\\\]|'')*'");

  private static final String PROOF =
      "Each branch answers no row twice, because a unique key of all that it reads is selected, and"
          + " no row is in both; so there is nothing that UNION would remove.";

  @Override
  public String id() {
    return "disjoint-union";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    new Rebuild() {
      @Override
      public Query query(Query query) {
        if (query instanceof Query.SetOperation s && s.operator().equals("UNION")) {
          why(s, facts).map(needs -> say(root, s, needs)).ifPresent(found::add);
        }
        return super.query(query);
      }
    }.query(root);
    return found;
  }

  private static Optional<List<String>> why(Query.SetOperation s, Facts facts) {
    if (!(s.left() instanceof Query.Block a)
        || !(s.right() instanceof Query.Block b)
        || !isWithoutDuplicates(a, facts)
        || !isWithoutDuplicates(b, facts)
        || a.items().size() != b.items().size()) {
      return Optional.empty();
    }
    return otherConstant(a, b)
        .or(() -> otherRows(a, b, facts))
        .map(w -> List.of("Each branch selects a unique key of all that it reads.", w));
  }

  private static boolean isWithoutDuplicates(Query.Block b, Facts facts) {
    var selected = b.items().stream().map(Query.Item::expr).toList();
    return InnerJoin.of(b).isPresent()
        && b.bounds().isUnlimited()
        && b.distinctOn().isEmpty()
        && !b.from().isEmpty()
        && selected.stream().noneMatch(facts::returnsSet)
        && (b.distinct() || (!facts.isGrouped(b) && Settled.rows(b, selected, facts)));
  }

  /** Two different constants in one column of the answer. */
  private static Optional<String> otherConstant(Query.Block a, Query.Block b) {
    for (int i = 0; i < a.items().size(); i++) {
      if (differ(a.items().get(i).expr(), b.items().get(i).expr())) {
        return Optional.of("Column " + (i + 1) + " is another constant in each branch.");
      }
    }
    return Optional.empty();
  }

  private static boolean differ(Expr a, Expr b) {
    return a instanceof Expr.Literal x
        && b instanceof Expr.Literal y
        && ((WHOLE.matcher(x.text()).matches() && WHOLE.matcher(y.text()).matches())
            || (TEXT.matcher(x.text()).matches() && TEXT.matcher(y.text()).matches()))
        && !x.text().equals(y.text());
  }

  /** The key of one and the same table, of which the branches want different rows. */
  private static Optional<String> otherRows(Query.Block a, Query.Block b, Facts facts) {
    for (var left : tables(a)) {
      for (var right : tables(b)) {
        if (left.relation().equals(right.relation()) && selectSameKey(a, left, b, right)) {
          for (var one : a.where()) {
            for (var other : b.where()) {
              if (exclude(one, left, other, right, facts)) {
                return Optional.of("Both select the key of " + left.written() + ", of other rows.");
              }
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<From.Table> tables(Query.Block b) {
    return b.from().stream()
        .flatMap(From::sources)
        .filter(From.Table.class::isInstance)
        .map(From.Table.class::cast)
        .toList();
  }

  private static boolean selectSameKey(
      Query.Block a, From.Table left, Query.Block b, From.Table right) {
    var same = new ArrayList<String>();
    for (int i = 0; i < a.items().size(); i++) {
      if (a.items().get(i).expr() instanceof Expr.Column x
          && b.items().get(i).expr() instanceof Expr.Column y
          && x.source().equals(left.alias())
          && y.source().equals(right.alias())
          && x.name().equals(y.name())) {
        same.add(x.name());
      }
    }
    return left.relation().isKey(same);
  }

  private static boolean exclude(
      Expr one, From.Table left, Expr other, From.Table right, Facts facts) {
    return one instanceof Expr.Binary x
        && other instanceof Expr.Binary y
        && x.operator().equals("=")
        && y.operator().equals("=")
        && x.left() instanceof Expr.Column c
        && y.left() instanceof Expr.Column d
        && c.source().equals(left.alias())
        && d.source().equals(right.alias())
        && c.name().equals(d.name())
        && facts
            .column(c)
            .filter(f -> f.plainEquality() && (f.isInteger() || f.isText()))
            .isPresent()
        && differ(x.right(), y.right());
  }

  private static Rewritten say(Query root, Query.SetOperation s, List<String> needs) {
    var all = new Query.SetOperation("UNION ALL", s.left(), s.right(), s.bounds());
    var changed =
        new Rebuild() {
          @Override
          public Query query(Query query) {
            return query.equals(s) ? all : super.query(query);
          }
        }.query(root);
    return new Rewritten(
        changed,
        "looks for duplicates in a UNION that can have none",
        "UNION as UNION ALL",
        needs,
        Optional.of(PROOF));
  }
}
