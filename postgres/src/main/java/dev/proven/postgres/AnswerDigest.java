package dev.proven.postgres;

import dev.proven.core.evidence.Sha256;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;

/**
 * A digest of a result in which the order of the rows plays no part: their number, and the sum
 * modulo 2^128 of a 128-bit hash of each row. A sum, not exclusive or, so that a row that comes
 * twice counts twice. Floating-point values count with nine significant digits, because the order
 * in which they are added up depends on the plan.
 */
public final class AnswerDigest {
  private static final MathContext NINE_DIGITS = new MathContext(9);

  private final MessageDigest rowHash = Sha256.digest();
  private final byte[] hash = new byte[32];
  private final ByteBuffer words = ByteBuffer.wrap(hash);
  private final byte[] length = new byte[5];
  private long rows;
  private long high;
  private long low;

  /** Reads the result to its end. */
  public static String of(ResultSet result) throws SQLException {
    var digest = new AnswerDigest();
    var columns = result.getMetaData();
    var floating = floating(columns);
    while (result.next()) {
      digest.add(result, floating);
    }
    return digest.rows + " rows " + digest.hex(header(columns));
  }

  private void add(ResultSet result, boolean[] floating) throws SQLException {
    for (int i = 1; i <= floating.length; i++) {
      add(floating[i - 1] ? rounded(result.getString(i)) : result.getBytes(i));
    }
    try {
      rowHash.digest(hash, 0, hash.length);
    } catch (DigestException e) {
      throw new IllegalStateException("The buffer is as long as the digest", e);
    }
    long before = low;
    low += words.getLong(0);
    boolean carry = Long.compareUnsigned(low, before) < 0;
    high += words.getLong(8) + (carry ? 1 : 0);
    rows++;
  }

  /** The length stands before the value, so that no two rows have the same bytes. */
  private void add(byte @org.jspecify.annotations.Nullable [] value) {
    if (value == null) {
      rowHash.update((byte) 0);
      return;
    }
    ByteBuffer.wrap(length).put((byte) 1).putInt(value.length);
    rowHash.update(length);
    rowHash.update(value);
  }

  private static byte @org.jspecify.annotations.Nullable [] rounded(
      @org.jspecify.annotations.Nullable String value) {
    return value == null ? null : nineDigits(value).getBytes(StandardCharsets.US_ASCII);
  }

  /** NaN and the infinities stay words; minus zero is zero. */
  static String nineDigits(String value) {
    if (Character.isLetter(value.charAt(value.length() - 1))) {
      return value;
    }
    var rounded = new BigDecimal(value).round(NINE_DIGITS).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toString();
  }

  private static boolean[] floating(ResultSetMetaData columns) throws SQLException {
    var floating = new boolean[columns.getColumnCount()];
    for (int i = 0; i < floating.length; i++) {
      int type = columns.getColumnType(i + 1);
      floating[i] = type == Types.REAL || type == Types.DOUBLE || type == Types.FLOAT;
    }
    return floating;
  }

  private static String header(ResultSetMetaData columns) throws SQLException {
    var header = new StringBuilder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      header.append(columns.getColumnLabel(i)).append('\n').append(columns.getColumnTypeName(i));
      header.append('\n');
    }
    return header.toString();
  }

  private String hex(String header) {
    var all = Sha256.digest();
    all.update(header.getBytes(StandardCharsets.UTF_8));
    all.update(ByteBuffer.allocate(24).putLong(rows).putLong(high).putLong(low).array());
    return Sha256.hex(all.digest()).substring(0, 32);
  }
}
