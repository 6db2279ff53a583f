package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.sql.Query;
import java.util.Optional;

/** A way to rewrite a statement that can be gone again when its constants are others. */
@FunctionalInterface
public interface Rewriting {
  /** The other text, empty where it does not fit this one. */
  Optional<Query> of(Query statement);
}
