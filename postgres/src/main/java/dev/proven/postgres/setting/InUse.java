package dev.proven.postgres.setting;

import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What other values of settings would do to a server in use, by its own settings and its own
 * memory: they may have been proven on a larger machine.
 */
public final class InUse {
  private final Guard guard;
  private final Map<String, String> together;

  private InUse(Guard guard, Map<String, String> together) {
    this.guard = guard;
    this.together = together;
  }

  /**
   * Looks at a server; changes nothing.
   *
   * @param values all that are to be set, as a person writes them
   */
  public static InUse of(PostgresTarget target, Map<String, String> values) throws SQLException {
    var facts = Facts.read(target, List.of());
    var together = new TreeMap<String, String>();
    values.forEach((name, value) -> {
      if (facts.setting(name).filter(s -> s.refusal(value).isEmpty()).isPresent()) {
        together.put(name, value);
      }
    });
    return new InUse(new Guard(facts), together);
  }

  /** Why a value must not be set; empty where nothing that is known speaks against it. */
  public Optional<String> harm(String name, String value) {
    return guard.harm(name, value, together);
  }

  /** What is not known and should be; empty where it is, or does not matter. */
  public Optional<String> doubt(String name, String value) {
    return Guard.isOfMemory(name) && guard.facts().machine().bytes().isEmpty()
        ? Optional.of(
            "How much memory this server has cannot be seen from here, and "
                + name
                + " = "
                + value
                + " was proven elsewhere: check that it has room for that, with "
                + guard.facts().connections()
                + " sessions.")
        : Optional.empty();
  }
}
