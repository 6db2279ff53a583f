package dev.proven.postgres.setting;

import dev.proven.core.Optimizer;
import dev.proven.postgres.PostgresTarget;
import java.util.List;

/** The optimizers of settings, by where a setting can be proven. */
public final class SettingOptimizers {
  private SettingOptimizers() {}

  /** That of the sessions of one database, which can be proven on two copies beside each other. */
  public static Optimizer<PostgresTarget> ofSessions() {
    return new SettingOptimizer();
  }

  /** Those that take two private servers. */
  public static List<Optimizer<PostgresTarget>> ofServers() {
    return List.of(
        new ClusterOptimizer(
            "server-memory",
            "Memory that all sessions of the server share",
            Rules.ofSharedMemory(),
            false),
        new ClusterOptimizer(
            "server-log", "The server's log and its checkpoints", Rules.ofTheLog(), true));
  }
}
