package dev.proven.postgres.rewrite.sql;

import java.util.HashSet;
import java.util.Set;

/** Gives names that a statement does not hold yet. */
public final class Names {
  private final Set<String> taken = new HashSet<>();
  private int blocks;

  /** Names for something new in this statement. */
  public static Names in(Query root) {
    var names = new Names();
    var scan = Scan.of(root);
    scan.sources().forEach(s -> names.taken.add(s.alias()));
    scan.ctes().forEach(c -> names.taken.add(c.name()));
    names.blocks = scan.blocks().stream().mapToInt(Query.Block::id).max().orElse(0);
    return names;
  }

  /** The id of a new block. */
  public int block() {
    return ++blocks;
  }

  /** The name, or else it with a number. */
  public String fresh(String wanted) {
    var name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
