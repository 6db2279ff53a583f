package dev.proven.report;

import dev.proven.core.sprint.PilotRecord;

/** What the pilot says of the machine, in words. */
final class Pilot {
  private Pilot() {}

  /** Spread between blocks and the smallest effect that the planned blocks can show. */
  static String sentence(PilotRecord pilot) {
    if (pilot.noise().isEmpty()) {
      return "not measured by a pilot";
    }
    var name = pilot.noise().containsKey("total") ? "total" : pilot.noise().firstKey();
    double detectable = pilot.minimumDetectableEffect().getOrDefault(name, Double.NaN);
    var text =
        "A against A over "
            + Figures.count(pilot.blocks(), "block")
            + ": the "
            + name
            + " spreads "
            + Figures.percent(pilot.noise().getOrDefault(name, Double.NaN))
            + " between blocks; effects below "
            + Figures.percent(detectable)
            + " cannot be shown with the planned blocks";
    return pilot.leftOut().isEmpty()
        ? text
        : text + "; too long for the pilot: " + String.join(", ", pilot.leftOut());
  }

  /** The first twelve digits of a digest. */
  static String hint(String digest) {
    return digest.length() > 12 ? digest.substring(0, 12) : digest;
  }
}
