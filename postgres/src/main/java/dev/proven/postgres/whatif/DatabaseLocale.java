package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The encoding of a database and the order of its texts. The order decides whether LIKE can use a
 * plain index, and what lies between two texts.
 *
 * @param encoding by its name
 * @param provider {@code c} the operating system, {@code i} ICU, {@code b} the server itself
 * @param collate the operating system's name of the order
 * @param locale the provider's name of the order; for the operating system the same
 */
record DatabaseLocale(String encoding, String provider, String collate, String locale) {
  private static final Set<String> BY_BYTES = Set.of("C", "POSIX");

  static DatabaseLocale read(Connection connection, int majorVersion) throws SQLException {
    var provider = majorVersion >= 15 ? "datlocprovider::text" : "'c'";
    var locale =
        majorVersion >= 17 ? "datlocale" : majorVersion >= 15 ? "daticulocale" : "datcollate";
    return Sql.list(
            connection,
            r -> new DatabaseLocale(r.getString(1), r.getString(2), r.getString(3), r.getString(4)),
            "SELECT pg_encoding_to_char(encoding), "
                + provider
                + ", datcollate, coalesce("
                + locale
                + ", datcollate) FROM pg_database WHERE datname = current_database()")
        .getFirst();
  }

  /** Creates a database like it; where this machine lacks the order, with the nearest it has. */
  void create(Connection connection, String name, String owner, LeftOut leftOut)
      throws SQLException {
    SQLException failure = null;
    for (String order : orders()) {
      try {
        Sql.execute(
            connection,
            "CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING %s %s"
                .formatted(name, owner, Sql.literal(encoding), order));
        if (failure != null) {
          leftOut.add("the order of texts " + locale, "this machine lacks it; used " + order);
        }
        return;
      } catch (SQLException e) {
        failure = failure == null ? e : failure;
      }
    }
    throw failure == null ? new SQLException("no order of texts") : failure;
  }

  private List<String> orders() {
    var orders = new ArrayList<String>();
    boolean byBytes = provider.equals("c") && BY_BYTES.contains(collate);
    switch (provider) {
      case "i" -> orders.add(icu(locale));
      case "b" ->
          orders.add(
              "LOCALE_PROVIDER builtin BUILTIN_LOCALE " + Sql.literal(locale) + " LOCALE 'C'");
      default -> orders.add("LOCALE_PROVIDER libc LOCALE " + Sql.literal(byBytes ? "C" : collate));
    }
    if (!byBytes) {
      orders.add(icu(collate.replaceFirst("[.@].*", "").replace('_', '-')));
      orders.add(icu("und"));
    }
    orders.add("LOCALE_PROVIDER libc LOCALE 'C'");
    return orders;
  }

  private static String icu(String locale) {
    return "LOCALE_PROVIDER icu ICU_LOCALE " + Sql.literal(locale) + " LOCALE 'C'";
  }
}
