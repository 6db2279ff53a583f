package dev.proven.postgres;

import dev.proven.core.experiment.Part;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is sent to a target for each statement: its own text, or another that asks the same. It
 * lives in this process alone and touches nothing on the server.
 */
public final class SentTexts {
  private final Map<String, String> others = new ConcurrentHashMap<>();

  SentTexts() {}

  /** From now on another text is sent for a statement. */
  public void send(String other, String forStatement) {
    others.put(forStatement, other);
  }

  /** From now on a statement is sent as it is written. */
  public void sendAsWritten(String statement) {
    others.remove(statement);
  }

  /** The text that is sent for a statement. */
  public String of(String statement) {
    return others.getOrDefault(statement, statement);
  }

  /** The parts with the texts that are sent for them. */
  public List<Part> of(List<Part> parts) {
    return parts.stream()
        .map(p -> new Part(p.id(), p.title(), of(p.text()), p.write(), p.weight()))
        .toList();
  }

  /** The statements that are not sent as they are written, each with its other text. */
  Map<String, String> others() {
    return new TreeMap<>(others);
  }
}
