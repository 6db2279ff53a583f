package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.TargetKind;
import dev.proven.core.journal.UndoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The kinds of target that this installation knows. */
final class Kinds {
  private Kinds() {}

  @SuppressWarnings("rawtypes") // a ServiceLoader knows classes, not their parameters
  static List<TargetKind<?>> all() {
    var all = new ArrayList<TargetKind<?>>();
    ServiceLoader.load(TargetKind.class).forEach(all::add);
    return all;
  }

  /** The kind that a URL belongs to. */
  static TargetKind<?> of(String url) {
    return all().stream()
        .filter(k -> k.accepts(url))
        .findFirst()
        .orElseThrow(() ->
            Problem.usage(
                "No kind of target belongs to \"" + hidden(url) + "\".",
                "A PostgreSQL database is postgresql://user@host:5432/database, or embedded."));
  }

  /** A URL without its password. */
  static String hidden(String url) {
    return url.replaceAll("(://[^:/@]*):[^@]*@", "$1:***@")
        .replaceAll("(?i)(password=)[^&]*", "$1***");
  }

  static Map<String, UndoHandler> undoHandlers(Credentials credentials) {
    return all().stream()
        .collect(Collectors.toMap(TargetKind::id, k -> k.undoHandler(credentials)));
  }
}
