package dev.proven.postgres.rewrite.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names that the server gives to columns of an answer; empty where that is not known here. */
public final class Labels {
  private Labels() {}

  public static Optional<String> of(Query.Item item) {
    return item.alias() == null ? of(item.expr()) : Optional.of(item.alias());
  }

  private static Optional<String> of(Expr expr) {
    return switch (expr) {
      case Expr.Column c -> Optional.of(c.name());
      case Expr.Call c -> Optional.of(c.name().substring(c.name().lastIndexOf('.') + 1));
      case Expr.Window w -> of(w.function());
      case Expr.Extract _ -> Optional.of("extract");
      case Expr.Cast c when c.operand() instanceof Expr.Column inner -> Optional.of(inner.name());
      case Expr.Scalar s -> columns(s.query()).flatMap(c -> c.stream().findFirst());
      case Expr.Exists _ -> Optional.of("exists");
      case Expr.Shape s
          when s.pieces().getFirst().toUpperCase(Locale.ROOT).startsWith("SUBSTRING(") ->
          Optional.of("substring");
      default -> Optional.empty();
    };
  }

  /** The names of all columns of a query's answer, empty where one is not known. */
  public static Optional<List<String>> columns(Query query) {
    return switch (query) {
      case Query.Block b -> columns(b);
      case Query.SetOperation s -> columns(s.left());
      case Query.With w -> columns(w.body());
      case Query.Values v -> {
        var names = new ArrayList<String>();
        for (int i = 1; i <= v.rows().getFirst().fields().size(); i++) {
          names.add("column" + i);
        }
        yield Optional.of(names);
      }
    };
  }

  private static Optional<List<String>> columns(Query.Block block) {
    var names = new ArrayList<String>();
    for (var item : block.items()) {
      if (item.expr() instanceof Expr.Star star) {
        var all =
            block.from().stream()
                .flatMap(From::sources)
                .filter(s -> s.alias().equals(star.source()))
                .findFirst()
                .flatMap(Labels::columns);
        if (all.isEmpty()) {
          return Optional.empty();
        }
        names.addAll(all.get());
      } else {
        names.add(of(item).orElse(UNKNOWN));
      }
    }
    return Optional.of(names);
  }

  /** A name that no column has: this one cannot be referred to. */
  static final String UNKNOWN = "?column?";

  /** The names of a source's columns, empty where they are not known. */
  public static Optional<List<String>> columns(From.Source source) {
    return switch (source) {
      case From.Table t -> Optional.of(List.copyOf(t.relation().columns().keySet()));
      case From.Derived d -> columns(d.query()).map(c -> renamed(c, d.columns()));
      case From.Named n -> columns(n.cte().query()).map(c -> renamed(c, n.cte().columns()));
      case From.Function f -> f.columns().isEmpty() ? Optional.empty() : Optional.of(f.columns());
    };
  }

  private static List<String> renamed(List<String> own, List<String> given) {
    var names = new ArrayList<>(given);
    names.addAll(own.subList(Math.min(given.size(), own.size()), own.size()));
    return names;
  }
}
