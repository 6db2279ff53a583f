package dev.proven.report;

import dev.proven.core.experiment.Declaration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** When an experiment could be looked at and ended, in words. */
final class Looks {
  private Looks() {}

  static String sentence(Declaration declaration) {
    int blocks = declaration.blocks();
    var looks =
        IntStream.rangeClosed(1, blocks)
            .filter(n -> declaration.stopping().looksAt(n, blocks))
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return switch (declaration.stopping()) {
          case FIXED -> "one, after block " + blocks;
          case LOOKS -> "O'Brien-Fleming, after blocks " + looks;
          case WATCH -> "after every block, always-valid t-mixture, at most " + blocks + " blocks";
        }
        + shorter(declaration)
        + "; alpha "
        + Figures.percent(declaration.alpha())
        + " two-sided";
  }

  /** Metrics with fewer blocks have looks of their own. */
  private static String shorter(Declaration declaration) {
    int blocks = declaration.blocks();
    var fewer =
        declaration.metrics().stream()
            .mapToInt(declaration::horizon)
            .filter(n -> n < blocks)
            .distinct()
            .sorted()
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    return fewer.isEmpty()
        ? ""
        : "; what covers a long part ends with its blocks, after block " + fewer;
  }
}
