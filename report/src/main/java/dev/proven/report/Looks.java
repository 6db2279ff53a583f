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
        + "; alpha "
        + Figures.percent(declaration.alpha())
        + " two-sided";
  }
}
