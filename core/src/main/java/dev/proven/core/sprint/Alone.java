package dev.proven.core.sprint;

import dev.proven.core.Proposal;
import dev.proven.core.Target;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.MetricResult;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What proposals did to each part when they were measured by themselves. */
final class Alone {
  private final Map<String, Map<String, MetricResult>> byProposal = new HashMap<>();

  <T extends Target> Alone(List<Singles.Single<T>> singles) {
    for (var single : singles) {
      var metrics = new HashMap<String, MetricResult>();
      single.result().judgement().metrics().forEach(m -> metrics.put(m.metric(), m));
      byProposal.put(single.proposal().id(), metrics);
    }
  }

  private Optional<MetricResult> of(String proposal, String part) {
    return Optional.ofNullable(byProposal.getOrDefault(proposal, Map.of()).get(part));
  }

  /** Whether one of these made the part slower beyond doubt. */
  <T extends Target> boolean slowed(List<Proposal<T>> set, String part) {
    return set.stream()
        .flatMap(p -> of(p.id(), part).stream())
        .anyMatch(m -> m.worse() || m.guardrail() == GuardrailState.VIOLATED);
  }

  /** These, what seemed to slow the part down most before the others. */
  List<String> slowestFirst(Collection<String> proposals, String part) {
    return proposals.stream()
        .sorted(Comparator.comparingDouble((String id) -> -effect(id, part)))
        .toList();
  }

  private double effect(String proposal, String part) {
    return of(proposal, part).map(MetricResult::effect).orElse(0.0);
  }
}
