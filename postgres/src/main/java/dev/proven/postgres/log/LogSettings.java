package dev.proven.postgres.log;

import dev.proven.postgres.Sql;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What the settings of a server say of its log.
 *
 * @param prefix log_line_prefix
 * @param charset of the database's texts, in which they are logged
 * @param sampling which executions are logged
 */
public record LogSettings(String prefix, Charset charset, LogSampling sampling) {
  /** Asks the server. */
  public static LogSettings of(Connection connection) throws SQLException {
    var sampling =
        Sql.list(
                connection,
                r ->
                    new LogSampling(
                        r.getDouble(1),
                        r.getDouble(2),
                        r.getDouble(3),
                        r.getDouble(4),
                        r.getBoolean(5)),
                "SELECT "
                    + setting("log_min_duration_statement")
                    + ", "
                    + setting("log_min_duration_sample")
                    + ", "
                    + setting("log_statement_sample_rate")
                    + ", "
                    + setting("log_transaction_sample_rate")
                    + ", current_setting('log_duration')::boolean")
            .getFirst();
    return new LogSettings(
        Sql.text(connection, "SHOW log_line_prefix").orElse(""),
        charset(Sql.text(connection, "SHOW server_encoding").orElse("")),
        sampling);
  }

  /** Without its unit, which is ms. */
  private static String setting(String name) {
    return "(SELECT setting::float8 FROM pg_settings WHERE name = " + Sql.literal(name) + ")";
  }

  /** What Java calls an encoding; UTF-8 for what it does not know. */
  static Charset charset(String encoding) {
    var name =
        switch (encoding) {
          case "LATIN1", "LATIN2", "LATIN3", "LATIN4" -> "ISO-8859-" + encoding.charAt(5);
          case "LATIN5" -> "ISO-8859-9";
          case "LATIN7" -> "ISO-8859-13";
          case "LATIN9" -> "ISO-8859-15";
          case "KOI8R" -> "KOI8-R";
          case "EUC_JP" -> "EUC-JP";
          case "EUC_KR" -> "EUC-KR";
          default -> encoding.matches("WIN\\d{3,4}") ? "windows-" + encoding.substring(3) : "UTF-8";
        };
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }
}
