package dev.proven.postgres;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/**
 * A file of SQL statements. A comment before a statement can name it and say how often it happens:
 * {@code -- name: Q1} and {@code -- calls: 12}.
 *
 * @param file where it was read from
 * @param pieces its statements
 */
record SqlScript(Path file, List<SqlSplitter.Piece> pieces) {
  private static final Pattern NAME = directive("name");
  private static final Pattern CALLS = directive("calls");

  private static Pattern directive(String word) {
    return Pattern.compile(
        "(--|/\\*)\\s*" + word + "\\s*:\\s*(?<value>.*?)\\s*(\\*/)?", Pattern.CASE_INSENSITIVE);
  }

  static SqlScript read(Path file) {
    try {
      return new SqlScript(file, SqlSplitter.split(Files.readString(file)));
    } catch (CharacterCodingException e) {
      throw Problem.usage(file + " is not UTF-8 text.", "Convert it to UTF-8.").causedBy(e);
    } catch (NoSuchFileException e) {
      throw Problem.usage(
              file + " cannot be read: there is no such file.", "Name a file of SQL statements.")
          .causedBy(e);
    } catch (IOException e) {
      throw Problem.usage(file + " cannot be read.", "Name a readable file of SQL statements.")
          .causedBy(e);
    }
  }

  /** The name that was given to a statement, or one by its number. */
  String name(SqlSplitter.Piece piece) {
    return value(piece, NAME).filter(n -> !n.isEmpty()).orElse("Q" + piece.number());
  }

  /** How often a statement happens relative to the others; 1 unless it says otherwise. */
  double calls(SqlSplitter.Piece piece) {
    var text = value(piece, CALLS);
    if (text.isEmpty()) {
      return 1;
    }
    try {
      double calls = Double.parseDouble(text.get());
      if (calls > 0 && Double.isFinite(calls)) {
        return calls;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that makes no sense.
    }
    throw Problem.usage(
        where(piece) + ": calls is \"" + text.get() + "\".", "Write a number above 0.");
  }

  private static Optional<String> value(SqlSplitter.Piece piece, Pattern directive) {
    return piece.comments().stream()
        .map(directive::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(m -> m.group("value"))
        .findFirst();
  }

  String where(SqlSplitter.Piece piece) {
    return file + ", statement " + piece.number() + " (line " + piece.line() + ")";
  }

  /** Executes all of it, as setting up a database needs. */
  void execute(Connection connection) throws SQLException {
    for (var piece : pieces) {
      try {
        execute(connection, piece);
      } catch (SQLException | IOException e) {
        throw Problem.usage(where(piece) + ": " + reason(e), "Fix the statement or remove it.")
            .causedBy(e);
      }
    }
  }

  private static void execute(Connection connection, SqlSplitter.Piece piece)
      throws SQLException, IOException {
    var data = piece.copyData();
    if (data == null) {
      Sql.execute(connection, piece.text());
    } else {
      var copy = connection.unwrap(PGConnection.class).getCopyAPI();
      copy.copyIn(piece.text(), new java.io.StringReader(data));
    }
  }

  /** The server's sentence, without its prefix and the position that counts in other units. */
  static String reason(Exception e) {
    var message =
        e instanceof PSQLException p && p.getServerErrorMessage() != null
            ? String.valueOf(p.getServerErrorMessage().getMessage())
            : String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse("").strip();
  }
}
