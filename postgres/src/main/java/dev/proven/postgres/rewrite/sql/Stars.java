package dev.proven.postgres.rewrite.sql;

import java.util.ArrayList;
import java.util.Optional;

/** Spells out what a star stands for. */
public final class Stars {
  private Stars() {}

  /** The block without stars, empty where the columns of a source are not known. */
  public static Optional<Query.Block> spelt(Query.Block block) {
    var items = new ArrayList<Query.Item>();
    for (var item : block.items()) {
      if (item.expr() instanceof Expr.Star star) {
        var columns =
            block.from().stream()
                .flatMap(From::sources)
                .filter(s -> s.alias().equals(star.source()))
                .findFirst()
                .flatMap(Labels::columns);
        if (columns.isEmpty()) {
          return Optional.empty();
        }
        for (var column : columns.get()) {
          items.add(new Query.Item(new Expr.Column(star.source(), column), null));
        }
      } else {
        items.add(item);
      }
    }
    return Optional.of(block.withItems(items));
  }
}
