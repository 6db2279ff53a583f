package dev.proven.postgres.rewrite.check;

import dev.proven.core.evidence.Sha256;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query answered: the rows themselves where they are not too many, and always their number,
 * a sum modulo 2^128 of a hash of each, in which the order plays no part, and a hash of the keys in
 * the order in which they came.
 */
final class Answer {
  /** What a cell holds that is NULL; any other cell stands in quotes. */
  static final String NULL = "NULL";

  private static final int MOST_CELLS = 400_000;
  private static final int PORTION = 1000;
  private static final MathContext NINE_DIGITS = new MathContext(9);

  private final List<String> header = new ArrayList<>();
  private final boolean[] floating;
  private final boolean floatingKey;
  private final List<List<String>> rows = new ArrayList<>();
  private final MessageDigest keys = Sha256.digest();
  private final String keyHash;
  private long count;
  private long high;
  private long low;

  private Answer(ResultSet result, List<Integer> keyColumns) throws SQLException {
    var columns = result.getMetaData();
    floating = new boolean[columns.getColumnCount()];
    for (int i = 1; i <= floating.length; i++) {
      header.add(columns.getColumnLabel(i) + " " + columns.getColumnTypeName(i));
      floating[i - 1] = isFloating(columns, i);
    }
    floatingKey = keyColumns.stream().anyMatch(k -> floating[k - 1]);
    while (result.next()) {
      add(result, keyColumns);
    }
    keyHash = Sha256.hex(keys.digest());
  }

  /**
   * Runs a query and reads its answer to the end.
   *
   * @param connection in a transaction, so that a large answer comes in portions
   * @param keyColumns of its order, from 1
   */
  static Answer of(Connection connection, String sql, List<Integer> keyColumns)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setFetchSize(PORTION);
      try (var result = statement.executeQuery(sql)) {
        return new Answer(result, keyColumns);
      }
    }
  }

  private static boolean isFloating(ResultSetMetaData columns, int column) throws SQLException {
    int type = columns.getColumnType(column);
    return type == Types.REAL || type == Types.DOUBLE || type == Types.FLOAT;
  }

  private void add(ResultSet result, List<Integer> keyColumns) throws SQLException {
    var row = new ArrayList<String>();
    var rounded = new ArrayList<String>();
    for (int i = 1; i <= floating.length; i++) {
      row.add(cell(result.getString(i)));
      rounded.add(floating[i - 1] ? nineDigits(row.getLast()) : row.getLast());
    }
    var words = ByteBuffer.wrap(hash(rounded));
    long before = low;
    low += words.getLong();
    high += words.getLong() + (Long.compareUnsigned(low, before) < 0 ? 1 : 0);
    count++;
    keys.update(hash(keyColumns.stream().map(k -> rounded.get(k - 1)).toList()));
    if ((long) rows.size() * floating.length < MOST_CELLS) {
      rows.add(row);
    }
  }

  private static String cell(@Nullable String value) {
    return value == null ? NULL : "'" + value + "'";
  }

  /** The length stands before each cell, so that no two rows have the same bytes. */
  private static byte[] hash(List<String> cells) {
    var digest = Sha256.digest();
    for (var cell : cells) {
      var bytes = cell.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return digest.digest();
  }

  private static String nineDigits(String cell) {
    if (cell.equals(NULL) || Character.isLetter(cell.charAt(cell.length() - 2))) {
      return cell;
    }
    var rounded = number(cell).round(NINE_DIGITS).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toString();
  }

  /** The number in a cell that holds one. */
  static BigDecimal number(String cell) {
    return new BigDecimal(cell.substring(1, cell.length() - 1));
  }

  List<String> header() {
    return header;
  }

  boolean isFloating(int column) {
    return floating[column];
  }

  boolean hasFloating() {
    for (boolean one : floating) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  long count() {
    return count;
  }

  /** Whether all rows are here. */
  boolean isComplete() {
    return rows.size() == count;
  }

  List<List<String>> rows() {
    return rows;
  }

  boolean sameBag(Answer other) {
    return count == other.count && high == other.high && low == other.low;
  }

  /** Floats that are added up in another order may come in another order. */
  boolean sameOrder(Answer other) {
    return floatingKey || keyHash.equals(other.keyHash);
  }
}
