package dev.proven.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a script into statements as psql does: a semicolon ends one unless it stands in a quoted
 * text, a comment, brackets, or the body of a function that was written in SQL.
 */
public final class SqlSplitter {
  /**
   * One statement of a script.
   *
   * @param number from 1
   * @param line of its first word, from 1
   * @param text from its first word to before the semicolon
   * @param comments that stand before it, each on its own
   * @param copyData lines that follow a COPY FROM stdin, or null
   */
  public record Piece(
      int number, int line, String text, List<String> comments, @Nullable String copyData) {}

  private final String script;
  private final List<Piece> pieces = new ArrayList<>();
  private final SqlLexer lexer;
  private List<String> comments = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private int start = -1;
  private int end;
  private int brackets;
  private int bodies;
  private int countedTo;
  private int line = 1;

  private SqlSplitter(String script) {
    this.script = script;
    this.lexer = new SqlLexer(script);
  }

  /** The statements of a script, in order. */
  public static List<Piece> split(String script) {
    var splitter = new SqlSplitter(script);
    splitter.run();
    return splitter.pieces;
  }

  private void run() {
    for (var token = lexer.next(); token != null; token = lexer.next()) {
      switch (token.kind()) {
        case SPACE -> {}
        case COMMENT -> comment(token);
        case META -> lexer.skipLine();
        default -> token(token);
      }
    }
    finish(script.length());
  }

  private void comment(SqlLexer.Token token) {
    if (start < 0) {
      comments.add(token.of(script));
    }
  }

  private void token(SqlLexer.Token token) {
    if (token.is(script, ";") && brackets == 0 && bodies == 0) {
      finish(token.from());
      return;
    }
    if (start < 0) {
      start = token.from();
    }
    end = token.to();
    switch (token.kind()) {
      case WORD -> word(token.of(script).toLowerCase(Locale.ROOT));
      case SYMBOL -> bracket(token.of(script));
      default -> {}
    }
  }

  private void bracket(String symbol) {
    if (symbol.equals("(")) {
      brackets++;
    } else if (symbol.equals(")") && brackets > 0) {
      brackets--;
    }
  }

  /**
   * Only CREATE FUNCTION and PROCEDURE hold BEGIN ATOMIC ... END; elsewhere BEGIN is a statement.
   */
  private void word(String word) {
    words.add(word);
    if (!words.getFirst().equals("create") || brackets > 0) {
      return;
    }
    boolean routine = words.contains("function") || words.contains("procedure");
    if (routine && (word.equals("begin") || (word.equals("case") && bodies > 0))) {
      bodies++;
    } else if (word.equals("end") && bodies > 0) {
      bodies--;
    }
  }

  private void finish(int until) {
    if (start >= 0) {
      var text = script.substring(start, Math.min(end, until));
      var data = isCopyFromStdin() ? lexer.copyData() : null;
      pieces.add(new Piece(pieces.size() + 1, line(start), text, List.copyOf(comments), data));
    }
    // A comment that stands behind the last semicolon belongs to what follows.
    comments = new ArrayList<>();
    words = new ArrayList<>();
    start = -1;
    brackets = 0;
    bodies = 0;
  }

  private boolean isCopyFromStdin() {
    int from = words.indexOf("from");
    return words.getFirst().equals("copy")
        && from > 0
        && words.size() > from + 1
        && words.get(from + 1).equals("stdin");
  }

  /** Statements come one after the other, so the lines before the last one are counted already. */
  private int line(int position) {
    for (; countedTo < position; countedTo++) {
      line += script.charAt(countedTo) == '\n' ? 1 : 0;
    }
    return line;
  }
}
