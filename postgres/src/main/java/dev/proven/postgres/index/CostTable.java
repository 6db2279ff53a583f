package dev.proven.postgres.index;

import dev.proven.core.experiment.Part;
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
 * The planner's cost of every part under any set of the indexes on a shelf, as a ratio to its cost
 * without them. What the planner was asked once is remembered, and an index that a part's plan
 * leaves aside is taken not to change what the planner says of that part.
 */
final class CostTable {
  private final Shelf shelf;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Map<String, PlanNode> base = new HashMap<>();
  private final Map<Question, Answer> known = new HashMap<>();

  private record Question(String part, Set<CreateIndex> indexes) {}

  /**
   * What the planner says of a part.
   *
   * @param ratio of its cost to that without any of the indexes
   * @param used which of the indexes are in the plan
   */
  record Answer(double ratio, Set<CreateIndex> used) {}

  /** What the planner says of every part with one set of indexes. */
  record Answers(SortedMap<String, Answer> byPart) {
    Answer of(String part) {
      return Objects.requireNonNull(byPart.get(part));
    }

    /** The parts whose plans use that index. */
    List<String> users(CreateIndex index) {
      return byPart.keySet().stream().filter(id -> of(id).used().contains(index)).toList();
    }
  }

  CostTable(Shelf shelf, List<Part> all) throws SQLException {
    this.shelf = shelf;
    all.forEach(p -> parts.put(p.id(), p));
    base.putAll(shelf.plans(Set.of(), texts(parts.keySet())));
  }

  private Map<String, String> texts(Collection<String> ids) {
    return ids.stream().collect(Collectors.toMap(id -> id, id -> part(id).text()));
  }

  private Part part(String id) {
    return Objects.requireNonNull(parts.get(id));
  }

  private PlanNode base(String id) {
    return Objects.requireNonNull(base.get(id));
  }

  /** The answers without any index. */
  Answers plain() {
    var plain = new TreeMap<String, Answer>();
    parts.keySet().forEach(id -> plain.put(id, new Answer(1, Set.of())));
    return new Answers(plain);
  }

  /** The parts that read or write the index's table. */
  private Set<String> partsOn(CreateIndex index) {
    var on = new TreeSet<String>();
    base.forEach((id, plan) -> {
      if (plan.all().anyMatch(n -> n.table().equals(index.on()))) {
        on.add(id);
      }
    });
    return on;
  }

  /** The answers where that index is added to a set whose answers are known. */
  Answers adding(CreateIndex index, Set<CreateIndex> set, Answers current) throws SQLException {
    var all = new HashSet<>(set);
    all.add(index);
    var questions = new HashMap<String, Question>();
    for (String id : partsOn(index)) {
      var relevant = new HashSet<>(current.of(id).used());
      relevant.add(index);
      questions.put(id, new Question(id, Set.copyOf(relevant)));
    }
    return ask(questions, all, current);
  }

  /** The answers where that index is taken out of a set whose answers are known. */
  Answers removing(CreateIndex index, Set<CreateIndex> set, Answers current) throws SQLException {
    var rest = new HashSet<>(set);
    rest.remove(index);
    var questions = new HashMap<String, Question>();
    for (String id : current.users(index)) {
      questions.put(id, new Question(id, Set.copyOf(rest)));
    }
    return ask(questions, rest, current);
  }

  private Answers ask(Map<String, Question> questions, Set<CreateIndex> visible, Answers current)
      throws SQLException {
    var open = new TreeMap<String, Question>(questions);
    open.values().removeIf(known::containsKey);
    if (!open.isEmpty()) {
      var plans = shelf.plans(visible, texts(open.keySet()));
      open.forEach((id, question) -> known.put(question, answer(id, plans.get(id), visible)));
    }
    var answers = new TreeMap<>(current.byPart());
    questions.forEach(
        (id, question) -> answers.put(id, Objects.requireNonNull(known.get(question))));
    return new Answers(answers);
  }

  private Answer answer(String id, @Nullable PlanNode plan, Set<CreateIndex> visible) {
    Objects.requireNonNull(plan);
    var names = plan.all().map(PlanNode::index).collect(Collectors.toSet());
    var used = visible.stream().filter(i -> names.contains(i.name())).collect(Collectors.toSet());
    return new Answer(plan.cost() / Math.max(base(id).cost(), 1e-9), used);
  }

  /** How many times its cost a part takes for writing into these indexes. */
  double writing(String id, Set<CreateIndex> indexes) {
    return WriteCost.ratio(part(id), base(id), indexes);
  }

  Set<String> parts() {
    return parts.keySet();
  }
}
