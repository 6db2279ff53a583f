package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A plan in which the partitions of a table are that table. Where the server appends what it reads
 * of each partition, the costliest of them stands for all with the cost and the rows of all, under
 * the name that the steps above it use.
 */
final class PlanFold {
  private final Partitions partitions;
  private final List<AppendAlias> found = new ArrayList<>();

  private PlanFold(Partitions partitions) {
    this.partitions = partitions;
  }

  /** The folded plan; without partitions in it the very same. */
  static PlanNode of(PlanNode plan, Partitions partitions) {
    if (plan.all().noneMatch(n -> n.scansTable() && partitions.isPart(n.table()))) {
      return plan;
    }
    var fold = new PlanFold(partitions);
    var folded = fold.fold(plan);
    return Renaming.of(plan, fold.found).in(folded);
  }

  private PlanNode fold(PlanNode node) {
    var table = node.scansTable() ? partitions.root(node.table()) : node.table();
    return node.type().endsWith("Append")
        ? append(node)
        : node.at(table).with(node.on(), node.children().stream().map(this::fold).toList());
  }

  private PlanNode append(PlanNode node) {
    var others = new ArrayList<PlanNode>();
    var groups = new ArrayList<Group>();
    for (PlanNode child : node.children()) {
      if (!child.relationship().equals("Member") || partition(child) == null) {
        others.add(fold(child));
      } else {
        group(groups, child).members.add(child);
      }
    }
    if (groups.size() == 1 && others.stream().noneMatch(o -> o.relationship().equals("Member"))) {
      var all = one(groups.getFirst(), node.cost(), node.rows());
      var children = new ArrayList<>(all.children());
      children.addAll(others);
      return all.related(node.relationship()).with(all.on(), children);
    }
    groups.forEach(g -> others.add(one(g, g.cost(), g.rows())));
    return node.with(node.on(), others);
  }

  /** A partition comes twice only where its table does. */
  private Group group(List<Group> groups, PlanNode child) {
    var scan = Objects.requireNonNull(partition(child));
    var base = AppendAlias.base(scan.alias());
    var root = partitions.root(scan.table());
    for (Group group : groups) {
      if (group.root.equals(root) && group.base.equals(base) && !group.reads(scan.table())) {
        return group;
      }
    }
    var group = new Group(root, base);
    groups.add(group);
    return group;
  }

  private @Nullable PlanNode partition(PlanNode node) {
    return node.all()
        .filter(n -> n.scansTable() && partitions.isPart(n.table()))
        .findFirst()
        .orElse(null);
  }

  /** What the server does with the partitions of one table. */
  private static final class Group {
    private final TableName root;
    private final String base;
    private final List<PlanNode> members = new ArrayList<>();

    private Group(TableName root, String base) {
      this.root = root;
      this.base = base;
    }

    private boolean reads(TableName table) {
      return members.stream()
          .flatMap(PlanNode::all)
          .anyMatch(n -> n.scansTable() && n.table().equals(table));
    }

    private double cost() {
      return members.stream().mapToDouble(PlanNode::cost).sum();
    }

    private double rows() {
      return members.stream().mapToDouble(PlanNode::rows).sum();
    }

    private PlanNode costliest() {
      return members.stream().max(Comparator.comparingDouble(PlanNode::cost)).orElseThrow();
    }
  }

  private PlanNode one(Group group, double cost, double rows) {
    var costliest = group.costliest();
    Map<TableName, Set<TableName>> on = new HashMap<>();
    Map<String, Integer> first = new LinkedHashMap<>();
    for (PlanNode scan : scans(group.members)) {
      on.computeIfAbsent(partitions.root(scan.table()), _ -> new HashSet<>()).addAll(scan.on());
      first.merge(AppendAlias.base(scan.alias()), AppendAlias.number(scan.alias()), Math::min);
    }
    for (PlanNode scan : scans(List.of(costliest))) {
      var base = AppendAlias.base(scan.alias());
      found.add(new AppendAlias(scan.alias(), base, first.getOrDefault(base, 0)));
    }
    return scaled(
        fold(costliest),
        cost / Math.max(1e-9, costliest.cost()),
        rows / Math.max(1e-9, costliest.rows()),
        on);
  }

  private List<PlanNode> scans(List<PlanNode> nodes) {
    return nodes.stream()
        .flatMap(PlanNode::all)
        .filter(n -> n.scansTable() && partitions.isPart(n.table()))
        .collect(Collectors.toList());
  }

  private static PlanNode scaled(
      PlanNode node, double cost, double rows, Map<TableName, Set<TableName>> on) {
    var tables = node.scansTable() ? on.getOrDefault(node.table(), node.on()) : node.on();
    return node.scaled(cost, rows)
        .with(
            Set.copyOf(tables),
            node.children().stream().map(c -> scaled(c, cost, rows, on)).toList());
  }
}
