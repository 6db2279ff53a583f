package dev.proven.core.sprint;

import dev.proven.core.ProvenOn;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was found out about one target, except the experiments' own files.
 *
 * @param kind the kind's id
 * @param name of the target, without secrets
 * @param url that opens the target again, without secrets; empty where it ended with the run
 * @param environment versions and settings
 * @param workloadSource where the work was read from
 * @param parts of the workload
 * @param leftOut of the workload, with reasons
 * @param seconds one execution of each part on the unchanged system, by part id; capped ones at the
 *     cap
 * @param diagnoses one for each optimizer
 * @param proposals what became of each
 * @param pilot the noise of this machine, measured A against A
 * @param experiments folders below the run, in order
 * @param chosen ids of the proposals in the chosen set; empty if nothing was proven
 * @param chosenExperiment folder of the chosen set's experiment; empty if there was none
 * @param fingerprintBefore of the target before the first experiment
 * @param fingerprintAfter of the target after everything was undone; equal to the one before
 * @param notes what a reader should know
 * @param provenOn what the experiments were carried out on in place of the target; null where that
 *     was a copy of its own, or there was no experiment
 */
public record TargetRecord(
    String kind,
    String name,
    String url,
    SortedMap<String, String> environment,
    String workloadSource,
    List<Part> parts,
    List<Workload.LeftOut> leftOut,
    SortedMap<String, Double> seconds,
    List<DiagnosisRecord> diagnoses,
    List<ProposalRecord> proposals,
    PilotRecord pilot,
    List<String> experiments,
    List<String> chosen,
    String chosenExperiment,
    String fingerprintBefore,
    String fingerprintAfter,
    List<String> notes,
    @Nullable ProvenOn provenOn) {
  /** A run of an earlier version did not note the URL. */
  public TargetRecord {
    url = Objects.requireNonNullElse(url, "");
  }

  /** Of experiments on copies of the target itself. */
  public TargetRecord(
      String kind,
      String name,
      String url,
      SortedMap<String, String> environment,
      String workloadSource,
      List<Part> parts,
      List<Workload.LeftOut> leftOut,
      SortedMap<String, Double> seconds,
      List<DiagnosisRecord> diagnoses,
      List<ProposalRecord> proposals,
      PilotRecord pilot,
      List<String> experiments,
      List<String> chosen,
      String chosenExperiment,
      String fingerprintBefore,
      String fingerprintAfter,
      List<String> notes) {
    this(
        kind,
        name,
        url,
        environment,
        workloadSource,
        parts,
        leftOut,
        seconds,
        diagnoses,
        proposals,
        pilot,
        experiments,
        chosen,
        chosenExperiment,
        fingerprintBefore,
        fingerprintAfter,
        notes,
        null);
  }
}
