package dev.proven.postgres.pool;

import dev.proven.postgres.SqlText;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that lives as long as a session. In transaction mode the next transaction may find
 * itself in another session, or another client may find what was left behind.
 */
enum SessionFeature {
  SET(
      "a setting for the session",
      "set (?!local |transaction |constraints |"
          // Kept apart for each client by the bouncer, or the same for every client of pgjdbc.
          + "(?:session )?(?:client_encoding|names|datestyle|time zone|timezone|"
          + "standard_conforming_strings|application_name|extra_float_digits)\\b).*",
      "Use SET LOCAL in the transaction, or ALTER ROLE ... SET for all sessions of a role."),
  SET_CONFIG(
      "a setting for the session",
      ".*\\bset_config ?\\([^()]*, ?[^()]*, ?(?:false|'')\\).*",
      "Call set_config with true as its third argument, inside a transaction."),
  ADVISORY_LOCK(
      "an advisory lock of the session",
      ".*\\bpg_(?:try_)?advisory_(?:lock|unlock)(?:_shared|_all)? ?\\(.*",
      "Use pg_advisory_xact_lock, which ends with the transaction."),
  LISTEN(
      "LISTEN",
      "(?:un)?listen\\b.*",
      "Give the listener a connection of its own, straight to the server."),
  TEMPORARY_TABLE(
      "a temporary table that outlives its transaction",
      "(?!.* on commit drop\\b)(?:create (?:local |global )?(?:or replace )?temp(?:orary)? .*"
          + "|select .* into (?:local |global )?temp(?:orary)? .*)",
      "Create it with ON COMMIT DROP and use it in the same transaction."),
  HELD_CURSOR(
      "a cursor WITH HOLD",
      "declare .* with hold\\b.*",
      "Fetch inside the transaction, or page by a key."),
  PREPARE(
      "a statement prepared by SQL",
      "(?:prepare(?! transaction) |execute [^(]|deallocate (?!all$|prepare all$)).*",
      "Let the driver prepare it by the protocol, behind PgBouncer 1.21 or newer."),
  LOAD("LOAD", "load ''.*", "Name the library in session_preload_libraries.");

  private final String words;
  private final Pattern pattern;
  private final String advice;

  SessionFeature(String words, String pattern, String advice) {
    this.words = words;
    this.pattern = Pattern.compile(pattern);
    this.advice = advice;
  }

  /** What a statement uses of it; comments and texts in it mean nothing. */
  static Optional<SessionFeature> in(String statement) {
    var skeleton = SqlText.skeleton(statement);
    return Arrays.stream(values()).filter(f -> f.pattern.matcher(skeleton).matches()).findFirst();
  }

  /** In words, behind "uses". */
  String words() {
    return words;
  }

  /** What to do instead. */
  String advice() {
    return advice;
  }
}
