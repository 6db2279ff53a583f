package dev.proven.core.apply;

import dev.proven.core.ChangeRecord;
import java.util.List;

/**
 * A change that is to be put into a target in use.
 *
 * @param change what is to be made
 * @param named whether the user has named its proposal: what is refused out of caution alone is
 *     then made
 * @param together all changes that are to be made in the same call, this one among them
 */
public record Intent(ChangeRecord change, boolean named, List<ChangeRecord> together) {
  public Intent {
    together = List.copyOf(together);
  }

  /** A change by itself, that nobody has named. */
  public static Intent of(ChangeRecord change) {
    return new Intent(change, false, List.of(change));
  }
}
