package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.Indexes;
import dev.proven.postgres.whatif.Planned;
import dev.proven.postgres.whatif.WhatIf;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The planner's cost of every part under any set of indexes, as a ratio to its cost without them.
 * What the planner was asked once is remembered, an index that a part's plan leaves aside is taken
 * not to change what the planner says of that part, and where a plan was executed what was measured
 * stands in place of the estimate.
 */
final class CostTable {
  private final WhatIf whatIf;
  private final CostedWorkload costed;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, PlanNode> base = new HashMap<>();
  private final Map<String, String> refused = new TreeMap<>();
  private final Map<Question, Answer> known = new HashMap<>();
  private final Map<Tried, Double> measured = new HashMap<>();

  private record Question(String part, Set<IndexDefinition> indexes) {}

  /** A part with a plan that uses these indexes. */
  record Tried(String part, Set<IndexDefinition> used) {}

  /**
   * What the planner says of a part.
   *
   * @param ratio of its cost to that without any of the indexes
   * @param used which of the indexes are in the plan
   */
  record Answer(double ratio, Set<IndexDefinition> used) {}

  /** What the planner says of every part with one set of indexes. */
  record Answers(SortedMap<String, Answer> byPart) {
    Answer of(String part) {
      return Objects.requireNonNull(byPart.get(part));
    }

    /** The parts whose plans use that index. */
    List<String> users(IndexDefinition index) {
      return byPart.keySet().stream().filter(id -> of(id).used().contains(index)).toList();
    }
  }

  /**
   * Asks for the plans as they are.
   *
   * @param partitions of the database
   */
  CostTable(WhatIf whatIf, CostedWorkload costed, Partitions partitions) throws SQLException {
    this.whatIf = whatIf;
    this.costed = costed;
    var texts = new LinkedHashMap<String, String>();
    costed.workload().parts().forEach(p -> texts.put(p.id(), p.text()));
    whatIf
        .plans(Indexes.AS_IT_IS, texts)
        .forEach((id, planned) -> {
          switch (planned) {
            case Planned.Plan plan -> base.put(id, partitions.mark(PlanNode.of(plan.top())));
            case Planned.Refused no -> refused.put(id, no.reason());
          }
        });
    costed.workload().parts().stream()
        .filter(p -> base.containsKey(p.id()))
        .forEach(p -> parts.put(p.id(), p));
  }

  /** The parts that could not be planned, each with the reason. */
  Map<String, String> refused() {
    return refused;
  }

  WhatIf whatIf() {
    return whatIf;
  }

  CostedWorkload costed() {
    return costed;
  }

  private Map<String, String> texts(Collection<String> ids) {
    return ids.stream().collect(Collectors.toMap(id -> id, id -> part(id).text()));
  }

  Part part(String id) {
    return Objects.requireNonNull(parts.get(id));
  }

  PlanNode base(String id) {
    return Objects.requireNonNull(base.get(id));
  }

  /** The answers without any index. */
  Answers plain() {
    var plain = new TreeMap<String, Answer>();
    parts.keySet().forEach(id -> plain.put(id, new Answer(1, Set.of())));
    return new Answers(plain);
  }

  /** The parts that read or write one of the indexes' tables. */
  Set<String> partsOn(Set<IndexDefinition> indexes) {
    var tables = indexes.stream().map(IndexText::table).collect(Collectors.toSet());
    var on = new TreeSet<String>();
    base.forEach((id, plan) -> {
      if (plan.all().anyMatch(n -> n.on().stream().anyMatch(tables::contains))) {
        on.add(id);
      }
    });
    return on;
  }

  /** The answers where these indexes are added to a set whose answers are known. */
  Answers adding(Set<IndexDefinition> indexes, Set<IndexDefinition> set, Answers current)
      throws SQLException {
    return adding(indexes, set, current, partsOn(indexes));
  }

  /** The same where only some parts are asked about, and the others taken to stay as they are. */
  Answers adding(
      Set<IndexDefinition> indexes,
      Set<IndexDefinition> set,
      Answers current,
      Collection<String> only)
      throws SQLException {
    var all = new HashSet<>(set);
    all.addAll(indexes);
    var questions = new HashMap<String, Question>();
    for (String id : only) {
      if (parts.containsKey(id)) {
        var relevant = new HashSet<>(current.of(id).used());
        relevant.addAll(indexes);
        questions.put(id, new Question(id, Set.copyOf(relevant)));
      }
    }
    return ask(questions, all, current);
  }

  /** The answers where that index is taken out of a set whose answers are known. */
  Answers removing(IndexDefinition index, Set<IndexDefinition> set, Answers current)
      throws SQLException {
    var rest = new HashSet<>(set);
    rest.remove(index);
    var questions = new HashMap<String, Question>();
    for (String id : current.users(index)) {
      questions.put(id, new Question(id, Set.copyOf(rest)));
    }
    return ask(questions, rest, current);
  }

  private Answers ask(
      Map<String, Question> questions, Set<IndexDefinition> visible, Answers current)
      throws SQLException {
    var open = new TreeMap<String, Question>(questions);
    open.values().removeIf(known::containsKey);
    if (!open.isEmpty()) {
      var plans = whatIf.plans(Indexes.adding(visible), texts(open.keySet()));
      open.forEach((id, question) -> known.put(question, answer(id, plans.get(id))));
    }
    var answers = new TreeMap<>(current.byPart());
    questions.forEach(
        (id, question) -> answers.put(id, Objects.requireNonNull(known.get(question))));
    return new Answers(answers);
  }

  /** A part that cannot be planned any more is taken to stay as it was. */
  private Answer answer(String id, @Nullable Planned planned) {
    return planned instanceof Planned.Plan plan
        ? new Answer(plan.cost() / Math.max(base(id).cost(), 1e-9), plan.used())
        : new Answer(1, Set.of());
  }

  /** From now on this counts for a part with that plan. */
  void measured(Tried tried, double ratio) {
    measured.put(tried, ratio);
  }

  /** Whether that plan of a part was executed. */
  boolean isMeasured(Tried tried) {
    return measured.containsKey(tried);
  }

  /** How many times its cost a part takes with a set of indexes. */
  double ratio(String id, Answers answers, Set<IndexDefinition> set) {
    var answer = answers.of(id);
    if (part(id).write()) {
      // What a write pays depends on every index, not only on those that it reads by.
      var whole = measured.get(new Tried(id, set));
      return whole == null ? answer.ratio() * writing(id, set) : whole;
    }
    return measured.getOrDefault(new Tried(id, answer.used()), answer.ratio());
  }

  private double writing(String id, Set<IndexDefinition> indexes) {
    return WriteCost.ratio(part(id), base(id), costed.seconds().getOrDefault(id, 0.0), indexes);
  }

  Set<String> parts() {
    return parts.keySet();
  }
}
