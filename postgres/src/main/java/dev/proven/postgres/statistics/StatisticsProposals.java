package dev.proven.postgres.statistics;

import dev.proven.core.Diagnosis.Finding;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.StandingStatistics;
import dev.proven.postgres.apply.NewStatistics;
import dev.proven.postgres.index.IndexName;
import dev.proven.postgres.index.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** Wrong estimates put together by what would set them right, and into words. */
final class StatisticsProposals {
  /** Each that is kept is made on a copy and tried. */
  private static final int MOST = 20;

  private static final int EXPRESSIONS_SINCE = 14;

  private record Where(TableName table, Set<Subject> subjects, String kind) {}

  private final int majorVersion;
  private final ToDoubleFunction<String> weight;
  private final Map<Where, List<Suspicion>> suspicions = new LinkedHashMap<>();
  private final List<Screening.Dropped> refused = new ArrayList<>();
  private final List<Proposal<PostgresTarget>> proposals = new ArrayList<>();
  private final Map<String, Integer> names = new HashMap<>();

  /**
   * With what a statement costs.
   *
   * @param weight by its id
   */
  StatisticsProposals(int majorVersion, ToDoubleFunction<String> weight) {
    this.majorVersion = majorVersion;
    this.weight = weight;
  }

  void add(Suspicion suspicion) {
    suspicions
        .computeIfAbsent(
            new Where(suspicion.table().name(), suspicion.subjects(), suspicion.kind()),
            _ -> new ArrayList<>())
        .add(suspicion);
  }

  /** Puts all into words, what weighs most first. */
  void finish() {
    suspicions.values().stream()
        .sorted(Comparator.comparingDouble(s -> -weight(s)))
        .forEach(this::propose);
  }

  private double weight(List<Suspicion> same) {
    return same.stream()
        .mapToDouble(s -> weight.applyAsDouble(s.part()) * Math.log(s.error()))
        .sum();
  }

  private void propose(List<Suspicion> same) {
    var first = same.getFirst();
    var kind = first.kind().isEmpty() ? "statistics" : first.kind();
    var id = first.table().name() + "." + kind + "(" + first.names() + ")";
    var title = "Statistics (" + kind + ") on " + first.names() + " of " + first.table().name();
    var reason = refusal(first);
    if (reason.isEmpty() && proposals.size() == MOST) {
      reason = "those of " + MOST + " other column groups promise more";
    }
    if (!reason.isEmpty()) {
      refused.add(new Screening.Dropped(id, title, reason));
      return;
    }
    proposals.add(proposal(id, title, same, definition(first)));
  }

  private String refusal(Suspicion s) {
    var table = s.table();
    if (s.subjects().size() > NewStatistics.MOST) {
      return "the server takes no more than " + NewStatistics.MOST + " columns together";
    }
    if (!s.expressions().isEmpty() && majorVersion < EXPRESSIONS_SINCE) {
      return "PostgreSQL "
          + majorVersion
          + " has no statistics on expressions, "
          + EXPRESSIONS_SINCE
          + " has";
    }
    var unfit = table.unfit(columns(s));
    return unfit.isEmpty()
        ? table.standing().stream()
            .filter(o -> isEqual(o, s))
            .findFirst()
            .map(o -> o.qualifiedName() + " is on the same; ANALYZE fills it, if it is empty")
            .orElse("")
        : unfit;
  }

  /** Bare columns only: an expression is spelled by the server in its own way. */
  private static boolean isEqual(StandingStatistics o, Suspicion s) {
    return s.expressions().isEmpty()
        && o.isOnColumnsOnly()
        && Set.copyOf(o.columns()).equals(columns(s))
        && o.kinds().contains(s.kind());
  }

  private static Set<String> columns(Suspicion s) {
    var columns = new TreeSet<String>();
    s.subjects().forEach(x -> columns.addAll(x.columns()));
    return columns;
  }

  private NewStatistics definition(Suspicion s) {
    var table = s.table().name();
    return new NewStatistics(
        table.schema(),
        table.name(),
        name(s),
        s.kind().isEmpty() ? List.of() : List.of(s.kind()),
        s.subjects().stream().filter(x -> !x.isExpression()).map(Subject::sql).toList(),
        s.expressions().stream().map(Subject::sql).toList(),
        List.copyOf(columns(s)));
  }

  private String name(Suspicion s) {
    var words = s.names().replaceAll("[^\\p{L}\\p{N}_]+", "_");
    var plain =
        IndexName.cut(
            "proven_"
                + (s.kind().isEmpty() ? "stat" : s.kind())
                + "_"
                + s.table().name().name()
                + "_"
                + words,
            s.table().name().quoted() + s.kind() + s.subjects());
    var name = plain;
    for (int i = 2; isTaken(s, name); i++) {
      name = IndexName.cut(plain + "_" + i, plain + i);
    }
    names.merge(s.table().name().schema() + '\0' + name, 1, Integer::sum);
    return name;
  }

  private boolean isTaken(Suspicion s, String name) {
    return names.containsKey(s.table().name().schema() + '\0' + name)
        || s.table().standing().stream().anyMatch(o -> o.name().equals(name));
  }

  private Proposal<PostgresTarget> proposal(
      String id, String title, List<Suspicion> same, NewStatistics definition) {
    var most = same.stream().mapToDouble(Suspicion::error).max().orElse(1);
    return new Proposal<>(
        id,
        title,
        same.stream().map(Suspicion::evidence).distinct().limit(6).toList(),
        String.format(
            Locale.ROOT,
            "An estimate that is off by a factor of at least %.0f is set right in %s; whether the"
                + " plan turns with it, and for the better, the planner alone cannot tell.",
            most,
            String.join(", ", new TreeSet<>(same.stream().map(Suspicion::part).toList()))),
        "ANALYZE of the table takes a little longer each time, and planning of statements on it;"
            + " plans that leaned on the wrong estimate may turn as well. Its owner has to make"
            + " them.",
        new CreateStatistics(definition));
  }

  List<Finding> findings() {
    return suspicions.values().stream()
        .sorted(Comparator.comparingDouble(s -> -weight(s)))
        .map(same -> {
          var s = same.getFirst();
          return new Finding(
              String.format(
                  Locale.ROOT,
                  "%s is planned for %,.0f %s of %s where there are about %,.0f",
                  s.part(),
                  s.estimated(),
                  s.what(),
                  s.table().name(),
                  s.sampled()),
              s.evidence());
        })
        .distinct()
        .toList();
  }

  List<Screening.Dropped> refused() {
    return refused;
  }

  List<Proposal<PostgresTarget>> proposals() {
    return proposals;
  }
}
