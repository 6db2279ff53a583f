package dev.proven.gateway.store;

import dev.proven.gateway.cache.Stored;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** The names under which things lie in Redis; all of one URI lie in one slot of a cluster. */
record Keys(String prefix) {
  /** Of what belongs to a URI; 64 hexadecimal digits. */
  static String hash(String key) {
    return digest(key);
  }

  String variants(String key) {
    return prefix + "{" + hash(key) + "}:v";
  }

  String index(String key) {
    return prefix + "{" + hash(key) + "}:i";
  }

  String lease(String key) {
    return prefix + "{" + hash(key) + "}:l";
  }

  String notes() {
    return prefix + "{removed}";
  }

  /** A channel; on it instances tell each other what is removed. */
  String removals() {
    return prefix + ":removed";
  }

  /** A channel; on it they tell that a lease is given back. */
  String wakes() {
    return prefix + ":released";
  }

  /** What tells the variants of one URI apart. */
  static String id(Stored stored) {
    var text = new StringBuilder();
    new TreeMap<>(stored.varying())
        .forEach((name, value) ->
            text.append(name.length())
                .append(':')
                .append(name)
                .append(value.length())
                .append(':')
                .append(value));
    return digest(text.toString()).substring(0, 32);
  }

  private static String digest(String text) {
    try {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
