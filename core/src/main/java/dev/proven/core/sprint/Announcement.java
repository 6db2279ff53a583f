package dev.proven.core.sprint;

import dev.proven.core.experiment.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What is said before a run: what it can show, what it cannot, and how long it may take.
 *
 * @param plans of the experiments
 * @param parts of the workload
 * @param pilot what was seen of the noise
 * @param noise to plan with
 * @param varying parts whose answers vary by themselves, with the reason
 */
record Announcement(
    Plans plans,
    List<Part> parts,
    PilotRecord pilot,
    Noise noise,
    SortedMap<String, String> varying) {

  List<String> sentences(Duration left) {
    var sentences = new ArrayList<String>();
    if (pilot.blocks() == 0) {
      sentences.add("Every part takes long, so there was no pilot; the noise is assumed at 10 %.");
    }
    addEffect(sentences);
    addTail(sentences);
    sentences.add("It will take " + left.plusSeconds(30).toMinutes() + " more minutes at most.");
    addMargins(sentences);
    varying.forEach((id, why) ->
        sentences.add(
            "The answers of "
                + id
                + " vary by themselves and are not compared, its guardrail is time alone: "
                + why
                + "."));
    return sentences;
  }

  private void addEffect(List<String> sentences) {
    var detectable = pilot.minimumDetectableEffect().get(Plans.TOTAL);
    if (detectable == null) {
      return;
    }
    var unless =
        pilot.leftOut().isEmpty()
            ? ""
            : ", if "
                + String.join(", ", pilot.leftOut())
                + " vary no more than the rest, for they took too long for the pilot";
    sentences.add(
        String.format(
            Locale.ROOT,
            "%d blocks, in which every part is run, can show an effect of %.1f %% or more on the"
                + " total%s.",
            plans.horizon(Plans.TOTAL, parts),
            100 * detectable,
            unless));
  }

  private void addTail(List<String> sentences) {
    var tail = plans.tail(parts);
    if (!tail.isEmpty()) {
      var hiding = parts.stream().filter(p -> !p.write() && !tail.contains(p)).map(Part::id);
      sentences.add(
          "The tail is the "
              + tail.size()
              + " reads besides "
              + String.join(", ", hiding.toList())
              + ", which take most of the time and would hide them.");
    }
  }

  private void addMargins(List<String> sentences) {
    var hidden =
        parts.stream()
            .filter(p -> showable(p) > plans.wanted(p))
            .mapToDouble(this::showable)
            .summaryStatistics();
    if (hidden.getCount() > 0) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "On this machine a regression of up to %.0f to %.0f %% cannot be ruled out for %d"
                  + " parts; their margins are %s.",
              100 * hidden.getMin(),
              100 * hidden.getMax(),
              hidden.getCount(),
              plans.settings().widenMargins()
                  ? "widened to that, at most to 50 %"
                  : "kept all the same"));
    }
  }

  private double showable(Part part) {
    return noise.showable(part.id(), plans.blocks(part, plans.settings().blocks()));
  }
}
