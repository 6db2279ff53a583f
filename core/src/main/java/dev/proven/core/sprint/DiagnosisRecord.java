package dev.proven.core.sprint;

import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Screening;
import java.util.ArrayList;
import java.util.List;

/**
 * What one optimizer saw.
 *
 * @param optimizer its id
 * @param title what it does, in one line
 * @param looked what was looked at
 * @param findings what is wasteful
 * @param dropped proposals that were not worth an experiment, each with the reason
 */
public record DiagnosisRecord(
    String optimizer,
    String title,
    List<String> looked,
    List<Diagnosis.Finding> findings,
    List<Screening.Dropped> dropped) {

  static DiagnosisRecord of(
      Optimizer<?> optimizer, Diagnosis<?> diagnosis, List<Screening.Dropped> dropped) {
    var all = new ArrayList<>(diagnosis.refused());
    all.addAll(dropped);
    return new DiagnosisRecord(
        optimizer.id(), optimizer.title(), diagnosis.looked(), diagnosis.findings(), all);
  }
}
