package dev.proven.postgres.index;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.apply.OldIndex;
import java.util.List;

/**
 * An index that goes.
 *
 * @param table that it is on
 * @param name of the index, unquoted, in the table's schema
 * @param bytes that it takes
 * @param body what stands behind the table in the statement that makes it
 * @param unused whether it goes because nobody is known to use it
 */
record DropIndex(TableName table, String name, long bytes, String body, boolean unused)
    implements IndexChange {
  DropIndex(TableName table, String name, long bytes, String body) {
    this(table, name, bytes, body, false);
  }

  static DropIndex of(StandingIndex index) {
    return new DropIndex(index.table(), index.name(), index.bytes(), index.body());
  }

  static DropIndex of(Superfluous superfluous) {
    var drop = of(superfluous.index());
    return new DropIndex(drop.table, drop.name, drop.bytes, drop.body, superfluous.unused());
  }

  private Change<PostgresTarget> drop() {
    return new dev.proven.postgres.apply.DropIndex(
        new OldIndex(table.schema(), name, table.name(), body, unused));
  }

  @Override
  public String script() {
    return drop().script();
  }

  @Override
  public List<ChangeRecord> records() {
    return drop().records();
  }

  @Override
  public long bytesFreed() {
    return bytes;
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    return drop().apply(target, journal);
  }
}
