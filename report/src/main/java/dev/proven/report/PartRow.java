package dev.proven.report;

import dev.proven.core.experiment.Part;

/**
 * One part of the workload and what the chosen set did to it.
 *
 * @param part of the workload
 * @param measured its own metric
 */
record PartRow(Part part, Measured measured) {
  /** The verdict on the part in words, for people. */
  String words() {
    var shift = measured.shift();
    return switch (measured.tell()) {
      case BETTER -> "better";
      case WORSE -> "worse";
      case UNCLEAR -> "cannot tell";
      case ACCEPTED -> "costs " + shift.text() + ", accepted up to " + measured.margin();
    };
  }
}
