package dev.proven.cli;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.sprint.TargetRecord;
import org.jspecify.annotations.Nullable;

/**
 * The target that proven changes are put into: the one that the user names, else the one that was
 * measured.
 *
 * @param kind of the target
 * @param spec how it is opened
 */
record RealTarget(TargetKind<?> kind, TargetSpec spec) {

  /**
   * Finds it.
   *
   * @param url named by the user, or null
   * @throws Problem usage, where there is none or it is of another kind
   */
  static RealTarget of(TargetRecord measured, @Nullable String url, Credentials credentials) {
    if (url == null && measured.url().isEmpty()) {
      throw Problem.usage(
          "The run measured " + measured.name() + ", which ended with the run.",
          "Name the target to change with --url.");
    }
    var address = url == null ? measured.url() : url;
    var kind = Kinds.of(address);
    if (!kind.id().equals(measured.kind()) || address.startsWith("embedded")) {
      throw Problem.usage(
          "\"" + Kinds.hidden(address) + "\" is no " + measured.kind() + " target in use.",
          "Name one with --url, of the kind that the run measured.");
    }
    return new RealTarget(
        kind, new TargetSpec(null, address, null, null, java.util.List.of(), credentials));
  }
}
