package dev.proven.postgres.rewrite.sql;

import dev.proven.postgres.rewrite.catalog.Catalog;
import java.sql.SQLException;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.select.Select;

/** Reads the text of a query into a tree, wholly or not at all. */
public final class SqlReader {
  private static final long PATIENCE_MILLIS = 3_000;

  private SqlReader() {}

  /**
   * The query that a text is.
   *
   * @throws NotUnderstood where any piece of it is not known here
   */
  public static Query read(String sql, Catalog catalog) throws NotUnderstood, SQLException {
    if (!(parse(sql) instanceof Select select)) {
      throw new NotUnderstood("is no query");
    }
    var query = new QueryReader(catalog).query(select, Scope.top());
    var lost = Tokens.lost(sql, Writer.asRead(query));
    if (lost.isPresent()) {
      throw new NotUnderstood("holds " + lost.get() + ", which reading it would lose");
    }
    return query;
  }

  /** The text of what was read, with its own aliases: the server must plan it like the original. */
  public static String printed(Query query) {
    return Writer.asRead(query);
  }

  private static Statement parse(String sql) throws NotUnderstood {
    try {
      return CCJSqlParserUtil.parse(sql, p -> p.withTimeOut(PATIENCE_MILLIS));
    } catch (JSQLParserException e) {
      throw new NotUnderstood("does not parse: " + reason(e));
    }
  }

  private static String reason(Throwable e) {
    var message = String.valueOf(e.getMessage());
    return message.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("?");
  }
}
