package dev.proven.core.evidence;

import dev.proven.core.evidence.Verification.Figure;
import dev.proven.core.experiment.Judge;
import dev.proven.core.sprint.PilotRecord;
import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.core.stats.PairedT;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says again what the head of a run says of its experiments: the noise and every verdict. */
final class HeadRecomputation {
  private final Map<String, ExperimentEvidence> experiments;
  private final List<Figure> figures = new ArrayList<>();

  private HeadRecomputation(Map<String, ExperimentEvidence> experiments) {
    this.experiments = experiments;
  }

  /**
   * @param experiments by folder, those that could be read
   */
  static List<Figure> figures(TargetRecord target, Map<String, ExperimentEvidence> experiments) {
    var head = new HeadRecomputation(experiments);
    head.pilot(target.pilot());
    target.proposals().forEach(head::proposal);
    return head.figures;
  }

  private void pilot(PilotRecord pilot) {
    var evidence = experiments.get(pilot.folder());
    if (evidence == null) {
      return;
    }
    for (var metric : evidence.declaration().metrics()) {
      double[] effects = Judge.effects(metric, evidence.samples());
      var recorded = pilot.noise().get(metric.name());
      if (recorded != null && effects.length >= 2) {
        double again = PairedT.of(effects).standardDeviation();
        add("noise of " + metric.name(), String.valueOf(recorded), String.valueOf(again));
      }
    }
  }

  private void proposal(ProposalRecord proposal) {
    var evidence = experiments.get(proposal.experiment());
    if (evidence != null) {
      var judgement = evidence.judgement();
      add(proposal.id() + " verdict", proposal.verdict().name(), judgement.verdict().name());
      add(proposal.id() + " why", proposal.why(), judgement.why());
    }
  }

  private void add(String name, String recorded, String again) {
    figures.add(new Figure(RunFolder.RECORD, name, recorded, again, recorded.equals(again)));
  }
}
