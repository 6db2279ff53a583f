package dev.proven.postgres.rewrite.sql;

import dev.proven.postgres.rewrite.catalog.Relation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something that rows are read from. */
public sealed interface From {

  /** What has an alias and columns of its own. */
  sealed interface Source extends From {
    /** There is only one of that name in the statement. */
    String alias();

    /** The name by which the text knew it. */
    String written();
  }

  /**
   * A table or view.
   *
   * @param schema as it is written, null where none is
   */
  record Table(Relation relation, @Nullable String schema, String alias, String written)
      implements Source {}

  /**
   * A subquery.
   *
   * @param columns names given to its columns, may be empty
   */
  record Derived(Query query, String alias, String written, List<String> columns, boolean lateral)
      implements Source {
    public Derived {
      columns = List.copyOf(columns);
    }
  }

  /** A query named in a WITH. */
  record Named(Query.Cte cte, String alias, String written) implements Source {}

  /**
   * A function that returns rows.
   *
   * @param columns names given to its columns, may be empty
   */
  record Function(Expr call, String alias, String written, List<String> columns) implements Source {
    public Function {
      columns = List.copyOf(columns);
    }
  }

  /** How two things are joined. */
  enum Kind {
    INNER("JOIN"),
    CROSS("CROSS JOIN"),
    LEFT("LEFT JOIN"),
    RIGHT("RIGHT JOIN"),
    FULL("FULL JOIN");

    private final String sql;

    Kind(String sql) {
      this.sql = sql;
    }

    public String sql() {
      return sql;
    }
  }

  /**
   * Two things joined.
   *
   * @param on all must hold
   */
  record Joined(Kind kind, From left, From right, List<Expr> on) implements From {
    public Joined {
      on = List.copyOf(on);
    }

    public boolean isInner() {
      return kind == Kind.INNER || kind == Kind.CROSS;
    }
  }

  /** The sources in it, from left to right. */
  static Stream<Source> sources(From from) {
    return switch (from) {
      case Source s -> Stream.of(s);
      case Joined j -> Stream.concat(sources(j.left()), sources(j.right()));
    };
  }
}
