package dev.proven.postgres.index;

import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.List;

/** A kind of index and when it may serve: thinks up definitions, and judges none of them. */
interface CandidateKind {
  /** Indexes of this kind that could serve one use of a table; often none. */
  List<Idea> ideas(Table table, TableUse use);

  /** A key list of bare columns as an index. */
  static IndexDefinition btree(Table table, List<Key> keys) {
    return IndexDefinition.btree(
        table.name().schema(),
        table.name().name(),
        keys.stream()
            .map(k -> IndexKey.column(k.column()).ordered(k.descending(), k.nullsFirst()))
            .toList());
  }

  /** An index with one key. */
  static IndexDefinition single(Table table, IndexMethod method, IndexKey key) {
    var name = table.name();
    return new IndexDefinition(name.schema(), name.name(), method, List.of(key), List.of(), "");
  }
}
