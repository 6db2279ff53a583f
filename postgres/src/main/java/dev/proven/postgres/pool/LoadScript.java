package dev.proven.postgres.pool;

import dev.proven.core.Clients;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.SqlSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients do in an experiment, as a text: comments that say how many they are and how they
 * connect, and the statements of which each transaction executes one.
 *
 * @param use how many clients, how they connect, and how that is known
 * @param statements with how often they are called relative to each other, at least one
 */
record LoadScript(Use use, List<Called> statements) {
  private static final Pattern NUMBER = comment("clients", "\\d{1,6}");
  private static final Pattern CONNECTION = comment("connection", "new|kept");
  private static final Pattern RATE = comment("rate", "[0-9.Ee+-]{1,30}");
  private static final Pattern PREPARED = comment("prepared", "true|false");
  private static final Pattern SOURCE = comment("known", ".+");
  private static final Pattern CALLS = comment("calls", "[0-9.Ee+-]{1,30}");

  /**
   * A statement of a transaction.
   *
   * @param sql that only reads
   * @param calls above 0
   */
  record Called(String sql, double calls) {}

  LoadScript {
    statements = List.copyOf(statements);
  }

  private static Pattern comment(String name, String value) {
    return Pattern.compile("-- " + name + ": (" + value + ")");
  }

  /** The script as a part of a workload. */
  Part part(Situation situation) {
    return new Part(situation.id(), title(situation), text(), false, 1);
  }

  private String title(Situation situation) {
    var clients = use.clients();
    return clients.number()
        + " clients, "
        + situation.words()
        + (clients.rate() == null ? "" : ", " + Math.round(clients.rate()) + " a second");
  }

  private String text() {
    var clients = use.clients();
    var text = new StringBuilder();
    text.append("-- known: ").append(use.source().replaceAll("\\s+", " ")).append('\n');
    text.append("-- clients: ").append(clients.number()).append('\n');
    text.append("-- connection: ").append(clients.reconnect() ? "new" : "kept").append('\n');
    if (clients.rate() != null) {
      text.append("-- rate: ").append(clients.rate()).append('\n');
    }
    if (clients.prepared() != null) {
      text.append("-- prepared: ").append(clients.prepared()).append('\n');
    }
    statements.forEach(s ->
        text.append("-- calls: ").append(s.calls()).append('\n').append(s.sql()).append(";\n"));
    return text.toString();
  }

  /** The script that a part holds; empty where it is a statement of a workload. */
  static Optional<LoadScript> of(Part part) {
    var pieces = SqlSplitter.split(part.text());
    var head = pieces.isEmpty() ? List.<String>of() : pieces.getFirst().comments();
    var number = value(head, NUMBER);
    var connection = value(head, CONNECTION);
    if (number == null || connection == null) {
      return Optional.empty();
    }
    var rate = value(head, RATE);
    var prepared = value(head, PREPARED);
    var clients =
        new Clients(
            Integer.parseInt(number),
            connection.equals("new"),
            rate == null ? null : Double.valueOf(rate),
            prepared == null ? null : Boolean.valueOf(prepared));
    var statements = new ArrayList<Called>();
    for (var piece : pieces) {
      var calls = value(piece.comments(), CALLS);
      statements.add(new Called(piece.text(), calls == null ? 1 : Double.parseDouble(calls)));
    }
    var source = value(head, SOURCE);
    return Optional.of(new LoadScript(new Use(clients, source == null ? "" : source), statements));
  }

  private static @Nullable String value(List<String> comments, Pattern pattern) {
    return comments.stream()
        .map(pattern::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(m -> m.group(1))
        .findFirst()
        .orElse(null);
  }
}
