package dev.proven.postgres.index;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Gives the partitions in a plan the name by which the steps above them call the table. No node
 * bears that name: it is what is spoken of and not scanned.
 *
 * @param names by the name of the partition
 */
record Renaming(Map<String, Name> names) {
  /**
   * A name.
   *
   * @param text without quotes
   * @param spelled as the server prints it
   */
  record Name(String text, String spelled) {}

  /**
   * Finds the names.
   *
   * @param plan as the server shows it
   * @param found partitions that stand for their table
   */
  static Renaming of(PlanNode plan, List<AppendAlias> found) {
    var spoken = new LinkedHashMap<String, Name>();
    plan.all()
        .flatMap(n -> n.texts().values().stream().flatMap(List::stream))
        .forEach(line -> read(line, spoken));
    plan.all().map(PlanNode::alias).forEach(spoken::remove);
    var names = new HashMap<String, Name>();
    found.stream()
        .collect(Collectors.groupingBy(AppendAlias::base))
        .forEach((base, aliases) -> match(base, aliases, spoken, names));
    return new Renaming(names);
  }

  private static void read(String line, Map<String, Name> spoken) {
    var tokens = Token.of(line);
    for (int i = 0; i + 2 < tokens.size(); i++) {
      var token = tokens.get(i);
      if (token.isName() && tokens.get(i + 1).is(".")) {
        spoken.put(token.text(), new Name(token.text(), line.substring(token.from(), token.to())));
      }
    }
  }

  /** Both are numbered in the order of the statement; where they do not match nothing is named. */
  private static void match(
      String base, List<AppendAlias> aliases, Map<String, Name> spoken, Map<String, Name> names) {
    var tables = new TreeMap<Integer, Name>();
    spoken.forEach((text, name) -> {
      int number = AppendAlias.number(text, base);
      if (number >= 0) {
        tables.put(number, name);
      }
    });
    var firsts = aliases.stream().map(AppendAlias::first).distinct().sorted().toList();
    if (tables.size() == firsts.size() || (firsts.size() == 1 && !tables.isEmpty())) {
      var ordered = List.copyOf(tables.values());
      aliases.forEach(a -> names.put(a.alias(), ordered.get(firsts.indexOf(a.first()))));
    }
  }

  /** The plan with these names. */
  PlanNode in(PlanNode node) {
    var texts = new HashMap<String, List<String>>();
    node.texts().forEach((label, lines) -> texts.put(label, lines.stream().map(this::in).toList()));
    var name = names.get(node.alias());
    return node.named(name == null ? node.alias() : name.text(), texts)
        .with(node.on(), node.children().stream().map(this::in).toList());
  }

  private String in(String line) {
    var tokens = Token.of(line);
    var text = new StringBuilder();
    int at = 0;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      var token = tokens.get(i);
      var name = token.isName() && tokens.get(i + 1).is(".") ? names.get(token.text()) : null;
      if (name != null) {
        text.append(line, at, token.from()).append(name.spelled());
        at = token.to();
      }
    }
    return text.append(line, at, line.length()).toString();
  }
}
