package dev.proven.postgres.setting;

import dev.proven.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a server as one session sees them.
 *
 * @param byName all that the role may see
 */
record Settings(Map<String, Setting> byName) {
  private static final String ALL =
      "SELECT name, setting, unit, vartype, context, min_val, max_val, enumvals, source"
          + " FROM pg_settings";

  static Settings read(Connection connection) throws SQLException {
    var byName = new TreeMap<String, Setting>();
    Sql.list(connection, Settings::one, ALL).forEach(s -> byName.put(s.name(), s));
    return new Settings(byName);
  }

  private static Setting one(ResultSet row) throws SQLException {
    return new Setting(
        row.getString(1),
        text(row.getString(2)),
        text(row.getString(3)),
        row.getString(4),
        row.getString(5),
        bound(row.getString(6)),
        bound(row.getString(7)),
        words(row.getArray(8)),
        text(row.getString(9)));
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }

  private static double bound(@org.jspecify.annotations.Nullable String value) {
    return value == null ? Double.NaN : Double.parseDouble(value);
  }

  private static List<String> words(@org.jspecify.annotations.Nullable Array array)
      throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /** Absent where this version has none of that name. */
  Optional<Setting> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Its number in its own unit, or what it is by default where this version has none. */
  double number(String name, double otherwise) {
    return find(name).map(Setting::number).orElse(otherwise);
  }

  long bytes(String name) {
    return find(name).map(Setting::bytes).orElse(0L);
  }

  boolean isOn(String name) {
    return find(name).filter(s -> s.value().equals("on")).isPresent();
  }
}
