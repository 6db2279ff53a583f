package dev.proven.postgres.setting;

import java.util.List;
import java.util.Map;

/**
 * {@code enable_partitionwise_join} or {@code enable_partitionwise_aggregate}: whether partitions
 * are joined or grouped each by itself.
 */
record Partitionwise(String name, List<String> nodes) implements Rule {
  static Partitionwise joins() {
    return new Partitionwise(
        "enable_partitionwise_join", List.of("Hash Join", "Merge Join", "Nested Loop"));
  }

  static Partitionwise aggregates() {
    return new Partitionwise("enable_partitionwise_aggregate", List.of("Aggregate"));
  }

  @Override
  public Advice advise(Facts facts) {
    if (facts.settings().isOn(name)) {
      return Advice.none(name + ": it is on.");
    }
    var statements =
        facts.plans().entrySet().stream()
            .filter(p -> p.getValue().top().all().anyMatch(this::overPartitions))
            .map(Map.Entry::getKey)
            .toList();
    return statements.isEmpty()
        ? Advice.none(name + ": no statement does that with several partitions.")
        : Advice.of(
            List.of(
                new Candidate(
                    name,
                    "on",
                    List.of(
                        String.join(", ", statements)
                            + ": several partitions are put together first."),
                    "Each partition would be worked on by itself, with less memory.",
                    "Planning takes longer, and each partition may take work_mem.")));
  }

  private boolean overPartitions(Node node) {
    return nodes.contains(node.type())
        && node.all()
            .anyMatch(n ->
                List.of("Append", "MergeAppend").contains(n.type()) && n.children().size() > 1);
  }
}
