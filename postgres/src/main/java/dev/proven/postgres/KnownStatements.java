package dev.proven.postgres;

import dev.proven.core.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The statements that an application is known to send, utility statements such as SET included,
 * which no workload measures.
 */
public final class KnownStatements {
  /** As many as pg_stat_statements holds by default. */
  private static final int MOST = 5000;

  private KnownStatements() {}

  /**
   * One of them.
   *
   * @param name in its file, or how often it was seen
   * @param text as it stands there
   */
  public record Known(String name, String text) {}

  /** Those of the workload's file, or else of the server's own record. */
  public static List<Known> of(PostgresTarget target) {
    var file = target.declared().workload();
    if (file != null) {
      var script = SqlScript.read(file);
      return script.pieces().stream().map(p -> new Known(script.name(p), p.text())).toList();
    }
    try (var connection = target.connect()) {
      var known = new ArrayList<Known>();
      for (var s : StatStatements.costliest(target, connection, MOST)) {
        var text = s.text();
        if (text != null) {
          known.add(new Known(String.format(Locale.ROOT, "seen %.0f times", s.calls()), text));
        }
      }
      return known;
    } catch (SQLException e) {
      throw Problem.unreachable(
              "The statements of " + target.name() + " could not be read: " + e.getMessage(),
              "Check that the server still runs and what the role may read.")
          .causedBy(e);
    }
  }
}
