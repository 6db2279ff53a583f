package dev.proven.postgres.index;

import dev.proven.core.evidence.Sha256;
import dev.proven.postgres.whatif.IndexDefinition;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;

/** The name of a new index: says what it is on, fits into 63 bytes, and is not taken. */
public final class IndexName {
  private static final int MOST_BYTES = 63;
  private static final int HASH = 8;

  private IndexName() {}

  /**
   * The same name for the same index, unless it is taken.
   *
   * @param taken whether a relation of that name exists in the table's schema
   */
  static String of(IndexDefinition index, Predicate<String> taken) {
    String words = IndexText.id(index).substring(IndexText.table(index).toString().length() + 1);
    String plain =
        cut("proven_" + index.table() + "_" + words.replaceAll("[^\\p{L}\\p{N}_]+", "_"), index);
    String name = plain;
    for (int i = 2; taken.test(name); i++) {
      name = shorten(plain, MOST_BYTES - 4) + "_" + i;
    }
    return name;
  }

  private static String cut(String name, IndexDefinition index) {
    return cut(name, index.schema() + "." + index.body());
  }

  /**
   * A name that fits into 63 bytes; a longer one ends in a hash.
   *
   * @param whole what the hash is of
   */
  public static String cut(String name, String whole) {
    var bare = name.replaceAll("_+$", "");
    if (bytes(bare) <= MOST_BYTES) {
      return bare;
    }
    String hash = Sha256.of(whole).substring(0, HASH);
    return shorten(bare, MOST_BYTES - HASH - 1) + "_" + hash;
  }

  /** Never in the middle of a character. */
  private static String shorten(String name, int most) {
    var shorter = new StringBuilder();
    int used = 0;
    for (int point : name.codePoints().toArray()) {
      String character = Character.toString(point);
      used += bytes(character);
      if (used > most) {
        break;
      }
      shorter.append(character);
    }
    return shorter.toString();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
