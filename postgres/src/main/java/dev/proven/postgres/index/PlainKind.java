package dev.proven.postgres.index;

import java.util.List;

/** Btree indexes on bare columns over all rows. */
final class PlainKind implements CandidateKind {
  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    return KeyLists.of(table, use).entrySet().stream()
        .map(e ->
            Idea.of(
                CandidateKind.btree(table, e.getKey()),
                e.getValue(),
                Leading.conditions(use, e.getKey().stream().map(Key::column).toList())))
        .toList();
  }
}
