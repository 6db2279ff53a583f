package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.Locale;
import java.util.stream.Collectors;

/** How an index is called, for people and in ids. */
final class IndexText {
  private IndexText() {}

  /** Stable and readable, such as {@code lineitem.l_partkey+l_quantity}. */
  static String id(IndexDefinition index) {
    var id = new StringBuilder(table(index).toString()).append('.');
    id.append(index.keys().stream().map(IndexText::id).collect(Collectors.joining("+")));
    if (index.method() != IndexMethod.BTREE) {
      id.append(' ').append(index.method().sql());
    }
    if (!index.include().isEmpty()) {
      id.append(" with ").append(String.join("+", index.include()));
    }
    return id + (index.predicate().isEmpty() ? "" : " where " + index.predicate());
  }

  /** Such as {@code index on lineitem (l_partkey, l_quantity)}. */
  static String title(IndexDefinition index) {
    var title = new StringBuilder();
    if (index.method() != IndexMethod.BTREE) {
      title.append(index.method().name()).append(' ');
    }
    title.append("index on ").append(table(index));
    title.append(
        index.keys().stream().map(IndexText::text).collect(Collectors.joining(", ", " (", ")")));
    if (!index.include().isEmpty()) {
      title.append(" including ").append(String.join(", ", index.include()));
    }
    return title + (index.predicate().isEmpty() ? "" : " where " + index.predicate());
  }

  static TableName table(IndexDefinition index) {
    return new TableName(index.schema(), index.table());
  }

  private static String id(IndexKey key) {
    return subject(key) + key.order().replace(" ", "-").toLowerCase(Locale.ROOT);
  }

  private static String text(IndexKey key) {
    var opclass = key.operatorClass().replaceFirst("^.*\\.", "");
    return subject(key) + (opclass.isEmpty() ? "" : " " + opclass) + key.order();
  }

  private static String subject(IndexKey key) {
    return switch (key.subject()) {
      case IndexKey.Column column -> column.name();
      case IndexKey.Expression expression -> expression.text();
    };
  }
}
