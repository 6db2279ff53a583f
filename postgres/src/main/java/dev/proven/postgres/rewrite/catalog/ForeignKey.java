package dev.proven.postgres.rewrite.catalog;

import java.util.List;

/**
 * A validated foreign key.
 *
 * @param columns of the table that refers
 * @param parent oid of the table referred to
 * @param parentColumns in the order of the columns
 */
public record ForeignKey(List<String> columns, long parent, List<String> parentColumns) {
  public ForeignKey {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }
}
