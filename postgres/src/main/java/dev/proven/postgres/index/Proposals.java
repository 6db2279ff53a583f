package dev.proven.postgres.index;

import dev.proven.core.Proposal;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Candidates put into words, each with the change that makes it. */
final class Proposals {
  private static final int MOST_EVIDENCE = 4;

  private final Workbook book;
  private final List<Part> parts;
  private final Set<String> names = new HashSet<>();

  Proposals(Workbook book, List<Part> parts) {
    this.book = book;
    this.parts = parts;
  }

  List<Proposal<PostgresTarget>> of(List<Candidate> candidates) {
    var proposals = new ArrayList<Proposal<PostgresTarget>>();
    candidates.forEach(c -> proposals.add(of(c)));
    return List.copyOf(proposals);
  }

  private Proposal<PostgresTarget> of(Candidate candidate) {
    var table = candidate.table().name();
    var change =
        new CreateIndex(table.schema(), table.name(), candidate.keys(), name(table, candidate));
    return new Proposal<>(
        candidate.id(),
        candidate.title(),
        evidence(candidate),
        expected(candidate),
        risk(candidate, change),
        change);
  }

  private String name(TableName table, Candidate candidate) {
    String name =
        IndexName.of(
            table,
            candidate.keys(),
            n -> book.catalog().isTaken(table.schema(), n) || names.contains(n));
    names.add(name);
    return name;
  }

  private static List<String> evidence(Candidate candidate) {
    var lines = new LinkedHashSet<String>();
    for (Candidate.Reason reason : candidate.reasons()) {
      lines.add(Evidence.of(candidate.table(), reason.use()) + " (" + reason.purpose() + ")");
    }
    return lines.stream().limit(MOST_EVIDENCE).toList();
  }

  private static String expected(Candidate candidate) {
    var statements = new LinkedHashSet<String>();
    candidate.reasons().forEach(r -> statements.add(r.use().part()));
    return "By the planner's estimates, which prove nothing, it could spare work in "
        + String.join(", ", statements)
        + ".";
  }

  private String risk(Candidate candidate, CreateIndex change) {
    var payers =
        parts.stream()
            .filter(p -> book.plans().containsKey(p.id()))
            .filter(p -> WriteCost.pays(p, book.plan(p.id()), change))
            .map(Part::id)
            .toList();
    String size =
        "It takes about " + Evidence.megabytes(candidate.bytes()) + " of disk (estimated)";
    return size + (payers.isEmpty() ? "" : "; writes pay for it in " + listed(payers)) + unknown();
  }

  /** A write that could not be planned may write into any index. */
  private String unknown() {
    var writes =
        parts.stream()
            .filter(p -> p.write() && book.refused().containsKey(p.id()))
            .map(Part::id)
            .toList();
    return writes.isEmpty() ? "." : "; unknown what " + listed(writes) + " would pay.";
  }

  private static String listed(List<String> ids) {
    return String.join(", ", ids);
  }
}
