package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An extension that gives an index its operator class.
 *
 * @param name of the extension
 * @param schema that holds it, as SQL
 */
public record Extension(String name, String schema) {
  private static final String TRIGRAMS = "pg_trgm";
  private static final String TRIGRAM_CLASS = "gin_trgm_ops";

  /** As quote_ident prints a name. */
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]*|\"(?:[^\"]|\"\")+\"");

  private static final String INSTALLED =
      "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n"
          + " ON n.oid = e.extnamespace WHERE e.extname = ?";

  /** Since version 13 a trusted one can be made by whoever may create schemas. */
  private static final String INSTALLABLE =
      """
      SELECT quote_ident(current_schema()) FROM pg_available_extension_versions v
      WHERE v.name = ? AND current_schema() IS NOT NULL
        AND has_schema_privilege(current_schema(), 'CREATE')
        AND (v.superuser AND (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
          OR v.trusted AND has_database_privilege(current_database(), 'CREATE'))
      LIMIT 1
      """;

  /** The operator class for trigrams as SQL, where the database has it or could have it. */
  public static Optional<String> trigramClass(Connection connection) throws SQLException {
    var installed = Sql.text(connection, INSTALLED, TRIGRAMS);
    var schema = installed.isPresent() ? installed : Sql.text(connection, INSTALLABLE, TRIGRAMS);
    return schema.map(s -> s + "." + TRIGRAM_CLASS);
  }

  /** What an index needs beside what every server has. */
  public static Optional<Extension> of(IndexDefinition index) {
    return index.keys().stream()
        .map(IndexKey::operatorClass)
        .filter(c -> c.endsWith("." + TRIGRAM_CLASS))
        .map(c -> new Extension(TRIGRAMS, c.substring(0, c.length() - TRIGRAM_CLASS.length() - 1)))
        .findFirst();
  }

  /**
   * Reads what a record says of it.
   *
   * @param name of the extension
   * @param schema that holds it, as SQL
   * @throws IllegalArgumentException if it is none that an index of ours needs, or the schema is no
   *     name
   */
  public static Extension named(String name, String schema) {
    if (!isKnown(name) || !IDENTIFIER.matcher(schema).matches()) {
      throw new IllegalArgumentException(
          name + " in " + schema + " is no extension that an index of Proven needs");
    }
    return new Extension(name, schema);
  }

  /** Whether an index of ours may need it; no other is ever made or dropped. */
  public static boolean isKnown(String name) {
    return name.equals(TRIGRAMS);
  }

  /** Whether the database has it already. */
  public boolean isInstalled(Connection connection) throws SQLException {
    return installedIn(connection).isPresent();
  }

  /** The schema that holds it, as SQL; empty where the database has it not. */
  public Optional<String> installedIn(Connection connection) throws SQLException {
    return Sql.text(connection, INSTALLED, name);
  }

  /** The statement that makes it, without a semicolon. */
  public String create() {
    return "CREATE EXTENSION IF NOT EXISTS " + rest();
  }

  /** The same, which fails where it is there: whoever made it then was somebody else. */
  public String createAnew() {
    return "CREATE EXTENSION " + rest();
  }

  private String rest() {
    return Sql.identifier(name) + " SCHEMA " + schema;
  }
}
