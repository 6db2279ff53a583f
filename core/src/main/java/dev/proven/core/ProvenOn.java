package dev.proven.core;

import java.util.List;
import java.util.Locale;

/**
 * What experiments were carried out on in place of the target itself, as it stands in the record
 * and beside every verdict.
 *
 * @param kind how it relates to the target
 * @param name of it, without secrets
 * @param bytes that it holds
 * @param targetBytes that the target holds
 * @param differences from the target that a reader should know
 */
public record ProvenOn(
    ProofSource.Kind kind, String name, long bytes, long targetBytes, List<String> differences) {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  public ProvenOn {
    differences = List.copyOf(differences);
  }

  /** A phrase such as {@code proven on a sample postgresql://db/part of 1.2 GB (12 % of ...)}. */
  public String label() {
    return String.format(
        Locale.ROOT,
        "proven on a %s %s of %s (%.3g %% of the target's %s)",
        kind.word(),
        name,
        size(bytes),
        100.0 * bytes / Math.max(1, targetBytes),
        size(targetBytes));
  }

  /** What follows from that for a reader, in sentences. */
  public List<String> notes() {
    var note =
        kind == ProofSource.Kind.SAMPLE
            ? "Ratios that were measured on a sample need not hold at full size. Sizes of new indexes"
                + " are predicted for the target, from the target's own statistics."
            : "The proof holds as far as the " + kind.word() + " is like the target.";
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(note), differences.stream())
        .toList();
  }

  /** An amount of storage such as 1.2 GB; a gigabyte is a thousand million bytes. */
  public static String size(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 999.5 && unit < UNITS.length - 1) {
      amount /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 || amount >= 99.95 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
  }
}
