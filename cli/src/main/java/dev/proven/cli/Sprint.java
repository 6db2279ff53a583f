package dev.proven.cli;

import dev.proven.core.Clients;
import dev.proven.core.Credentials;
import dev.proven.core.Pooler;
import dev.proven.core.Problem;
import dev.proven.core.ProofSource;
import dev.proven.core.TargetSpec;
import dev.proven.core.sprint.SprintSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a sprint is to do, from the command line and the configuration together.
 *
 * @param targets at least one
 * @param settings how much is measured
 */
record Sprint(List<TargetSpec> targets, SprintSettings settings) {

  /** From URLs, or from one configuration file (sprint.yaml where nothing is named). */
  static Sprint of(TargetOptions target, MeasuringOptions measuring) {
    var names = target.targets.isEmpty() ? List.of("sprint.yaml") : target.targets;
    if (names.size() == 1 && isConfig(names.getFirst())) {
      var file = Path.of(names.getFirst());
      var config = ConfigReader.read(file);
      return new Sprint(targets(config, file, target), settings(config.experiment(), measuring));
    }
    oneTargetForOneProof(names.size(), target);
    var targets = names.stream().map(url -> spec(url, target)).toList();
    return new Sprint(targets, settings(null, measuring));
  }

  private static boolean isConfig(String argument) {
    return argument.endsWith(".yaml") || argument.endsWith(".yml");
  }

  private static TargetSpec spec(String url, TargetOptions options) {
    Kinds.of(url);
    return new TargetSpec(
            null, url, options.workload, null, List.of(), options.password.credentials())
        .withIndexBudget(options.budget.bytes())
        .withProof(options.proof.source(), options.proof.limit());
  }

  private static void oneTargetForOneProof(int targets, TargetOptions options) {
    if (targets > 1 && options.proof.source != null) {
      throw Problem.usage(
          "--proof names one database, and there are " + targets + " targets.",
          "Give each target a proof: of its own in sprint.yaml.");
    }
  }

  private static List<TargetSpec> targets(SprintConfig config, Path file, TargetOptions options) {
    if (config.targets() == null || config.targets().isEmpty()) {
      throw Problem.usage(file + " names no target.", "Add at least one under targets:.");
    }
    oneTargetForOneProof(config.targets().size(), options);
    var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
    return config.targets().stream().map(t -> spec(t, file, folder, options)).toList();
  }

  private static TargetSpec spec(
      SprintConfig.@Nullable TargetConfig t, Path file, Path folder, TargetOptions options) {
    if (t == null || t.url() == null || t.url().isBlank()) {
      throw Problem.usage(
          file + ": a target has no url.", "Add url: postgresql://user@host/database.");
    }
    Kinds.of(t.url());
    return new TargetSpec(
            t.name(),
            t.url(),
            options.workload != null ? options.workload : resolve(folder, t.workload()),
            resolve(folder, t.setup()),
            t.optimizers() == null ? List.of() : t.optimizers(),
            new Credentials(
                options.password.file != null
                    ? options.password.file
                    : resolve(folder, t.passwordFile())))
        .withClients(clients(t.clients()), pooler(t.pgbouncer(), folder))
        .withIndexBudget(budget(options, t.indexBudget()))
        .withProof(proof(options, t.proof(), folder), limit(options, t.copyLimit()));
  }

  private static @Nullable ProofSource proof(
      TargetOptions options, SprintConfig.@Nullable ProofConfig p, Path folder) {
    if (options.proof.source != null || p == null) {
      return options.proof.source();
    }
    if (p.kind() == null || p.url() == null || p.url().isBlank()) {
      throw Problem.usage(
          "proof: says too little.",
          "Say what the database is to the target and where it is: kind: sample, replica or"
              + " snapshot, and url: postgresql://user@host/database.");
    }
    var file = options.proof.passwordFile;
    return ProofOption.of(
        ProofSource.Kind.of(p.kind()),
        p.url(),
        file != null ? file : resolve(folder, p.passwordFile()));
  }

  private static @Nullable Long limit(TargetOptions options, @Nullable String configured) {
    var given = options.proof.limit();
    return given != null || configured == null ? given : Long.valueOf(Sizes.parse(configured));
  }

  private static @Nullable Clients clients(SprintConfig.@Nullable ClientsConfig c) {
    if (c == null) {
      return null;
    }
    if (c.number() == null) {
      throw Problem.usage(
          "clients: their number is missing.", "Say how many there are at once: number: 40.");
    }
    return new Clients(c.number(), first(c.reconnect(), null, false), c.rate(), c.prepared());
  }

  private static Pooler pooler(SprintConfig.@Nullable PgBouncerConfig c, Path folder) {
    return c == null
        ? Pooler.INSTALLED
        : new Pooler(program(c.program(), folder), first(c.roundRobin(), null, false));
  }

  /** A URL stays one, a bare name is looked for on the PATH, and a path starts from the file. */
  private static @Nullable String program(@Nullable String program, Path folder) {
    boolean path = program != null && !program.contains("://") && program.contains("/");
    return path ? folder.resolve(program).normalize().toString() : program;
  }

  private static @Nullable Long budget(TargetOptions options, @Nullable String configured) {
    var given = options.budget.bytes();
    return given != null || configured == null ? given : Long.valueOf(Sizes.parse(configured));
  }

  private static @Nullable Path resolve(Path folder, @Nullable String name) {
    return name == null ? null : folder.resolve(name);
  }

  static SprintSettings settings(
      SprintConfig.@Nullable ExperimentConfig e, MeasuringOptions options) {
    var standard = SprintSettings.standard();
    var c =
        e == null ? new SprintConfig.ExperimentConfig(null, null, null, null, null, null, null) : e;
    int blocks = first(options.blocks, c.blocks(), standard.blocks());
    String budget = first(options.budget, c.budget(), "12m");
    int proposals = first(c.proposals(), null, standard.mostProposals());
    return new SprintSettings(
        within("blocks", blocks, 6, 1000),
        budget(budget),
        first(options.seed, c.seed(), standard.seed()),
        margin("readMargin", first(c.readMargin(), null, standard.readMargin())),
        margin("writeMargin", first(c.writeMargin(), null, standard.writeMargin())),
        first(c.widenMargins(), null, standard.widenMargins()),
        standard.equivalence(),
        within("proposals", proposals, 1, 200),
        standard.provenRefused());
  }

  private static Duration budget(String text) {
    var budget = Durations.parse(text);
    if (budget.compareTo(Duration.ofMinutes(1)) < 0 || budget.compareTo(Duration.ofDays(2)) > 0) {
      throw Problem.usage("A budget of " + text + " is no use.", "Choose from 1m to 48h.");
    }
    return budget;
  }

  private static <V extends @Nullable Object> V first(
      @Nullable V one, @Nullable V two, V otherwise) {
    return one != null ? one : two != null ? two : otherwise;
  }

  private static int within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw Problem.usage(
          name + " is " + value + ".", "It must lie from " + least + " to " + most + ".");
    }
    return value;
  }

  private static double margin(String name, double value) {
    if (!(value > 0) || value > 10) {
      throw Problem.usage(
          name + " is " + value + ".", "It is a fraction above 0, at most 10; 0.05 is 5 %.");
    }
    return value;
  }
}
