package dev.proven.postgres.apply;

import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.HandOver;
import dev.proven.postgres.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The script by which an administrator gives a partitioned table an index without blocking its
 * writers: an empty index on the table itself, one on each partition made concurrently, and each
 * attached. The server has no single statement for it.
 */
final class PartitionedScript {
  private static final String LEAVES =
      """
      SELECT n.nspname, c.relname FROM pg_partition_tree(?::oid::regclass) p
        JOIN pg_class c ON c.oid = p.relid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE p.isleaf AND p.level = 1 AND c.relkind = 'r' ORDER BY 1, 2
      """;

  private PartitionedScript() {}

  static Enactment of(Connection connection, NewIndex index, long table) throws SQLException {
    boolean simple =
        !Sql.isTrue(
            connection,
            "SELECT EXISTS (SELECT FROM pg_partition_tree(?::oid::regclass) p"
                + " JOIN pg_class c ON c.oid = p.relid"
                + " WHERE p.level > 1 OR c.relkind NOT IN ('r', 'p'))",
            table);
    if (!simple) {
      return new Enactment.Refused(
          index.qualifiedTable() + " has partitions of partitions, or foreign ones.",
          "Make the index by hand on each partition, then on the table: " + index.create(false));
    }
    var script = new StringBuilder();
    if (index.extension().isPresent() && !index.extension().get().isInstalled(connection)) {
      script.append(index.extension().get().create()).append(";\n");
    }
    script.append("CREATE ");
    script.append(index.unique() ? "UNIQUE " : "").append("INDEX ");
    script.append(Sql.identifier(index.name())).append(" ON ONLY ").append(index.qualifiedTable());
    script.append(' ').append(index.body()).append(";\n");
    int number = 0;
    for (var leaf :
        Sql.list(connection, r -> new String[] {r.getString(1), r.getString(2)}, LEAVES, table)) {
      var name = shortened(index.name()) + "_p" + ++number;
      var part =
          new NewIndex(leaf[0], leaf[1], name, index.unique(), index.body(), Optional.empty());
      script.append(part.create(true)).append(";\nALTER INDEX ").append(index.qualifiedName());
      script.append(" ATTACH PARTITION ").append(part.qualifiedName()).append(";\n");
    }
    return new HandOver(
            index.qualifiedTable()
                + " is partitioned, and no single statement indexes its partitions without blocking"
                + " writers: execute the file outside a transaction, with psql -f. DROP INDEX "
                + index.qualifiedName()
                + " takes it back.",
            index.name() + ".sql",
            script.toString())
        .enactment();
  }

  /** Names have at most 63 bytes. */
  private static String shortened(String name) {
    var shorter = name;
    while (shorter.getBytes(StandardCharsets.UTF_8).length > 55) {
      shorter = shorter.substring(0, shorter.offsetByCodePoints(shorter.length(), -1));
    }
    return shorter;
  }
}
