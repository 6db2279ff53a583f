package dev.proven.core.evidence;

import dev.proven.core.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Recomputes every figure of a run from its raw samples and compares it with what the run said.
 * Whatever is damaged, the rest is still checked.
 *
 * @param run id of the run
 * @param files the files that differ from the manifest, in words
 * @param failures what could not be read or judged at all, with the reason
 * @param figures each recomputed figure
 */
public record Verification(
    String run, List<String> files, List<String> failures, List<Figure> figures) {

  /**
   * One figure, recorded and recomputed.
   *
   * @param experiment folder of the experiment
   * @param name such as {@code total.effect}
   * @param recorded as it stands in the judgement
   * @param recomputed from the samples
   * @param same whether they are equal to the last digit
   */
  public record Figure(
      String experiment, String name, String recorded, String recomputed, boolean same) {}

  public Verification {
    files = List.copyOf(files);
    failures = List.copyOf(failures);
    figures = List.copyOf(figures);
  }

  /** Whether nothing differs. */
  public boolean passed() {
    return files.isEmpty() && failures.isEmpty() && figures.stream().allMatch(Figure::same);
  }

  /** Checks the hashes first; figures are recomputed even where a hash differs. */
  public static Verification of(RunFolder folder) {
    var failures = new ArrayList<String>();
    var files = attempt("the manifest", () -> Manifest.differences(folder.root()), failures);
    var head = attempt(RunFolder.RECORD, () -> List.of(folder.head()), failures);
    var figures = new ArrayList<Figure>();
    var sound = new HashMap<String, ExperimentEvidence>();
    for (String name : experiments(folder, head, failures)) {
      attempt(name, () -> List.of(folder.experiment(name)), failures)
          .forEach(e -> {
            var again = attempt(name, () -> Recomputation.figures(e), failures);
            figures.addAll(again);
            if (!again.isEmpty()) {
              sound.put(name, e);
            }
          });
    }
    head.forEach(h -> figures.addAll(attempt(RunFolder.RECORD, () -> head(h, sound), failures)));
    return new Verification(folder.id(), files, failures, figures);
  }

  /** The same with further figures, made by work that damaged evidence may make fail. */
  public Verification with(String what, Supplier<List<Figure>> work) {
    var allFailures = new ArrayList<>(failures);
    var allFigures = new ArrayList<>(figures);
    allFigures.addAll(attempt(what, work, allFailures));
    return new Verification(run, files, allFailures, allFigures);
  }

  private static List<Figure> head(RunRecord head, Map<String, ExperimentEvidence> experiments) {
    return head.targets().stream()
        .flatMap(t -> HeadRecomputation.figures(t, experiments).stream())
        .toList();
  }

  /** Where the head cannot tell which experiments there were, those on disk are taken. */
  private static List<String> experiments(
      RunFolder folder, List<RunRecord> head, List<String> failures) {
    var named =
        attempt(
            RunFolder.RECORD,
            () ->
                head.stream()
                    .flatMap(h -> h.targets().stream())
                    .flatMap(t -> t.experiments().stream())
                    .toList(),
            failures);
    return named.isEmpty() ? attempt(folder.id(), folder::experimentsOnDisk, failures) : named;
  }

  /**
   * Damaged evidence can fail in any way: a changed weight gives NaN, a changed number of blocks an
   * impossible plan. None of it may keep the other differences from being told.
   */
  private static <V> List<V> attempt(String what, Supplier<List<V>> work, List<String> failures) {
    try {
      return work.get();
    } catch (Problem e) {
      failures.add(what + ": " + e.what() + " " + e.advice());
    } catch (RuntimeException e) {
      failures.add(what + ": cannot be recomputed: " + e);
    }
    return List.of();
  }
}
