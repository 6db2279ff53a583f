package dev.proven.postgres.rewrite;

import dev.proven.core.Diagnosis.Finding;
import dev.proven.postgres.Knowledge;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Writer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Pages far from the first by OFFSET. The remedy needs a value that only the application knows, so
 * it is advice and never a proposal.
 */
final class DeepOffset {
  private static final Pattern DEEP = Pattern.compile("[1-9]\\d{3,}");

  private DeepOffset() {}

  /**
   * The advice for a statement.
   *
   * @param guesses what of its question was made up
   */
  static Optional<Finding> of(Understood statement, List<String> guesses) {
    if (statement.query() instanceof Query.Block b
        && b.bounds().offset() != null
        && guesses.contains(Knowledge.GUESSED_OFFSET)) {
      var title = " skips rows by OFFSET, how many was not recorded, and throws them away";
      return Optional.of(finding(statement, b, title));
    }
    return statement.query() instanceof Query.Block b
            && b.bounds().offset() instanceof Expr.Literal skipped
            && DEEP.matcher(skipped.text()).matches()
        ? Optional.of(
            finding(
                statement, b, " reads " + skipped.text() + " rows for OFFSET and throws them away"))
        : Optional.empty();
  }

  private static Finding finding(Understood statement, Query.Block block, String title) {
    var keys =
        block.bounds().order().stream()
            .map(o -> Writer.text(o.expr()))
            .collect(Collectors.joining(", "));
    var endings =
        block.bounds().order().stream().map(o -> o.ending().startsWith("DESC")).distinct();
    var comparison = endings.toList().equals(List.of(true)) ? ") < (" : ") > (";
    return new Finding(
        statement.part().id() + title,
        "advice, not measured: remember the last row of the page before, and ask for what comes after"
            + " it: WHERE ("
            + (keys.isEmpty() ? "the keys of an order" : keys)
            + comparison
            + "its values) ORDER BY the same keys, all in one direction, the last of them unique, and"
            + " no OFFSET");
  }
}
