package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads from one statement's plan how it uses each table. */
final class PlanReader {
  private final String part;
  private final double importance;
  private final PlanNode root;
  private final Map<String, Scan> scans = new LinkedHashMap<>();
  private final Map<String, Set<Term>> terms = new HashMap<>();
  private final Map<String, List<TableUse.Order>> orders = new HashMap<>();
  private final Map<String, Set<List<String>>> groups = new HashMap<>();
  private final Map<String, Set<String>> needed = new HashMap<>();
  private final Map<String, Set<String>> elsewhere = new HashMap<>();

  /** An occurrence of a table, with what it costs the statement. */
  private record Scan(PlanNode node, double cost, boolean repeated) {}

  private PlanReader(String part, double importance, PlanNode root) {
    this.part = part;
    this.importance = importance;
    this.root = root;
  }

  /** One use for each occurrence of a stored table. */
  static List<TableUse> uses(String part, double importance, PlanNode root) {
    var reader = new PlanReader(part, importance, root);
    reader.costs(root, root.cost(), false);
    reader.read(root, false);
    return reader.uses();
  }

  /**
   * Hands the statement's cost down to its scans. A node that is run once for each row of another
   * gets all that its parent spends beyond the other children, since its own cost is that of one
   * run.
   */
  private void costs(PlanNode node, double budget, boolean repeated) {
    double runs = budget / Math.max(node.cost(), 1e-9);
    double ordinary = 0;
    for (PlanNode child : node.children()) {
      ordinary += isRepeated(node, child) ? 0 : Math.min(budget, runs * child.cost());
    }
    double rest = Math.max(0, budget - ordinary);
    if (node.scansTable()) {
      boolean runsOthers = node.children().stream().anyMatch(PlanNode::isSubPlan);
      scans.put(node.alias(), new Scan(node, runsOthers ? 0.1 * rest : rest, repeated));
    }
    for (PlanNode child : node.children()) {
      boolean again = isRepeated(node, child);
      costs(child, again ? rest : Math.min(budget, runs * child.cost()), repeated || again);
    }
  }

  /** A hashed sub-plan runs once and is looked up afterwards. */
  private static boolean isRepeated(PlanNode node, PlanNode child) {
    boolean inner = node.type().equals("Nested Loop") && child.relationship().equals("Inner");
    boolean subPlan = child.isSubPlan() && !node.mentions("hashed " + child.name());
    return (inner && !child.type().equals("Materialize")) || subPlan;
  }

  private void read(PlanNode node, boolean limited) {
    boolean physical = node.scansTable() && !node.relationship().isEmpty();
    node.texts()
        .forEach((label, lines) -> {
          if (!(physical && label.equals("Output"))) {
            lines.forEach(line -> readReferences(line, needed));
            lines.forEach(line -> readReferences(besides(node, label, line), elsewhere));
          }
          if (label.equals("Output") && !physical && scans.size() == 1) {
            lines.forEach(this::readBareColumns);
          }
          if (label.endsWith("Cond") || label.endsWith("Filter")) {
            lines.forEach(line -> readTerms(line, node.rows()));
          }
        });
    if (node.type().endsWith("Sort")) {
      readOrder(node, limited);
    }
    readGroup(node.lines("Group Key"));
    boolean below = node.type().equals("Limit") || (limited && passesOn(node));
    node.children().forEach(child -> read(child, below && !child.isSubPlan()));
  }

  private static boolean passesOn(PlanNode node) {
    return node.type().endsWith("Sort") || node.type().equals("Subquery Scan");
  }

  private static void readReferences(String text, Map<String, Set<String>> columns) {
    for (ColumnRef ref : Conditions.references(Token.of(text))) {
      columns.computeIfAbsent(ref.alias(), _ -> new LinkedHashSet<>()).add(ref.column());
    }
  }

  /** What a line of a node says apart from conditions on its own table alone. */
  private static String besides(PlanNode node, String label, String line) {
    return node.scansTable() ? OwnCondition.besides(label, line, node.alias()) : line;
  }

  /**
   * Where a statement has one table only, what it puts out is shown without the table's name. The
   * server writes keywords in capitals, and a name with capitals in quotes.
   */
  private void readBareColumns(String text) {
    var tokens = Token.of(text);
    var alias = scans.keySet().iterator().next();
    var columns = new HashSet<String>();
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      boolean before = i > 0 && (tokens.get(i - 1).is("::") || tokens.get(i - 1).is("."));
      boolean after =
          i + 1 < tokens.size() && (tokens.get(i + 1).is("(") || tokens.get(i + 1).is("."));
      boolean keyword =
          token.kind() == Token.Kind.WORD
              && (!token.text().equals(token.text().toLowerCase(Locale.ROOT))
                  || token.is("true")
                  || token.is("false"));
      if (token.isName() && !before && !after && !keyword) {
        columns.add(token.text());
      }
    }
    needed.computeIfAbsent(alias, _ -> new LinkedHashSet<>()).addAll(columns);
    elsewhere.computeIfAbsent(alias, _ -> new LinkedHashSet<>()).addAll(columns);
  }

  private void readTerms(String condition, double rows) {
    for (Term term : Conditions.terms(condition, rows)) {
      terms.computeIfAbsent(term.column().alias(), _ -> new LinkedHashSet<>()).add(term);
    }
  }

  /** The leading keys that are bare columns of one table: an index gives those in order. */
  private void readOrder(PlanNode sort, boolean limited) {
    var keys = new ArrayList<SortKey>();
    for (String line : sort.lines("Sort Key")) {
      var key = SortKey.of(line);
      boolean same =
          key.isPresent()
              && (keys.isEmpty()
                  || keys.getFirst().column().alias().equals(key.get().column().alias()));
      if (!same) {
        break;
      }
      keys.add(key.get());
    }
    if (!keys.isEmpty()) {
      orders
          .computeIfAbsent(keys.getFirst().column().alias(), _ -> new ArrayList<>())
          .add(new TableUse.Order(List.copyOf(keys), limited, rowsInto(sort)));
    }
  }

  private static double rowsInto(PlanNode sort) {
    return sort.children().stream().mapToDouble(PlanNode::rows).max().orElse(sort.rows());
  }

  private void readGroup(List<String> lines) {
    var byAlias = new LinkedHashMap<String, List<String>>();
    for (String line : lines) {
      Conditions.bareColumn(Token.of(line))
          .ifPresent(o ->
              byAlias
                  .computeIfAbsent(o.column().alias(), _ -> new ArrayList<>())
                  .add(o.column().column()));
    }
    byAlias.forEach((alias, columns) ->
        groups.computeIfAbsent(alias, _ -> new LinkedHashSet<>()).add(List.copyOf(columns)));
  }

  private List<TableUse> uses() {
    var uses = new ArrayList<TableUse>();
    scans.forEach((alias, scan) -> uses.add(use(alias, scan)));
    return uses;
  }

  /**
   * The share of the scan in what is left once every costlier table were read for nothing: after
   * the first index has helped, the second table is what the statement waits for.
   */
  private double shareOfRest(Scan scan) {
    var byTable = new HashMap<TableName, Double>();
    scans.values().forEach(s -> byTable.merge(s.node().table(), s.cost(), Double::sum));
    double own = byTable.getOrDefault(scan.node().table(), 0.0);
    double rest = byTable.values().stream().filter(c -> c <= own).mapToDouble(c -> c).sum();
    return rest > 0 ? scan.cost() / rest : 0;
  }

  private TableUse use(String alias, Scan scan) {
    double share = root.cost() > 0 ? Math.min(1, scan.cost() / root.cost()) : 0;
    return new TableUse(
        part,
        importance,
        alias,
        scan.node().table(),
        scan.node(),
        share,
        shareOfRest(scan),
        scan.repeated(),
        List.copyOf(terms.getOrDefault(alias, Set.of())),
        List.copyOf(orders.getOrDefault(alias, List.of())),
        List.copyOf(groups.getOrDefault(alias, Set.of())),
        Set.copyOf(needed.getOrDefault(alias, Set.of())),
        Set.copyOf(elsewhere.getOrDefault(alias, Set.of())));
  }
}
