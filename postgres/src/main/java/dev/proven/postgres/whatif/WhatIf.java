package dev.proven.postgres.whatif;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells what the planner would do if the indexes of a database were others, and how large those
 * would be. No statement is executed and the database stays as it is.
 */
public interface WhatIf extends AutoCloseable {
  /** How the question is answered. */
  enum Way {
    /** By the HypoPG extension, in the database's own server. */
    HYPOPG("HypoPG in the database's own server"),
    /** By an empty twin with the same statistics and file sizes. */
    TWIN("an empty twin of the database on a private PostgreSQL 18, with its statistics and sizes"),
    /** By real indexes on a private copy. */
    COPY("real indexes on a private copy of the database");

    private final String text;

    Way(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  /** How this one answers. */
  Way way();

  /** In what the answers may be wrong, by name; empty where nothing is known to be. */
  List<String> caveats();

  /**
   * The plans of statements by their ids. A statement with parameters ({@code $1}) gets the generic
   * plan.
   */
  Map<String, Planned> plans(Indexes indexes, Map<String, String> statements) throws SQLException;

  /** The plan of one statement. */
  default Planned plan(Indexes indexes, String statement) throws SQLException {
    return java.util.Objects.requireNonNull(plans(indexes, Map.of("", statement)).get(""));
  }

  /**
   * Why an index that was asked for could not be tried, or empty. Nothing uses such an index in any
   * plan.
   */
  Optional<String> refusal(IndexDefinition index);

  /** Bytes that an index takes, or would take just after it was made. */
  long bytes(IndexDefinition index) throws SQLException;

  /**
   * Leaves the database alone until something is asked again, so that it can be cloned: closes its
   * connections to it.
   */
  void rest();

  /** Takes away whatever was made for asking. */
  @Override
  void close();
}
