package dev.proven.postgres.setting;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Problem;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.StatementTestbed;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Settings that a database can give its sessions: memory of sorts and hashes, the planner's
 * beliefs, and compiling. Each is proven by itself on a copy, every statement is a guardrail, and
 * one that makes a statement slower stays out.
 */
public final class SettingOptimizer implements Optimizer<PostgresTarget> {
  static final String ID = "settings";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String title() {
    return "Settings of sessions: memory, the planner, compiling";
  }

  @Override
  public String course() {
    return StatementTestbed.COURSE;
  }

  @Override
  public boolean refusesSlowerParts() {
    return true;
  }

  @Override
  public Diagnosis<PostgresTarget> diagnose(PostgresTarget target, Workload workload) {
    try {
      var facts = Facts.read(target.diagnosed(), sent(target, workload));
      Finder.Maker maker = (setting, value) -> change(facts, setting, value);
      return new Finder(ID, facts, maker, "").find(Rules.ofSessions());
    } catch (SQLException e) {
      throw failed("The settings of " + target.name() + " could not be read", e);
    }
  }

  /** The user's own database does not know the texts that stand-ins are sent. */
  private static Workload sent(PostgresTarget target, Workload written) {
    return target.standsIn()
        ? new Workload(written.source(), target.texts().of(written.parts()), written.leftOut())
        : written;
  }

  private static SetForSessions change(Facts facts, Setting setting, String value) {
    boolean own = facts.ofDatabase().contains(setting.name());
    return new SetForSessions(setting.name(), value, setting.shown(), own ? facts.database() : "");
  }

  @Override
  @MustBeClosed
  public Testbed<PostgresTarget> testbed(PostgresTarget target, Session session) {
    return StatementTestbed.sideBySideClones(target, session);
  }

  @Override
  public List<String> measures() {
    return List.of("cpu", "wall");
  }

  @Override
  public Screening<PostgresTarget> screen(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> proposals,
      CostedWorkload workload,
      Session session) {
    try {
      testbed.put(null);
      return new SettingScreening(testbed.target(Arm.B), workload, session.progress())
          .screen(proposals);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw failed("The proposed settings could not be screened", e);
    }
  }

  @Override
  public Set<String> affected(Testbed<PostgresTarget> testbed, List<Part> parts) {
    try {
      return ArmSettings.affected(testbed.target(Arm.A), testbed.target(Arm.B), parts);
    } catch (SQLException e) {
      throw failed("The plans on both arms could not be compared", e);
    }
  }

  @Override
  public Set<String> suspects(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> chosen,
      List<Part> slowerParts) {
    try {
      return ArmSettings.suspects(testbed.target(Arm.B), chosen, slowerParts);
    } catch (SQLException e) {
      throw failed("The plans of the slower statements could not be read", e);
    }
  }

  static Problem failed(String what, Exception e) {
    return Problem.failed(
            what + ": " + e.getMessage(), "Look for the cause in the server's log and run again.")
        .causedBy(e);
  }
}
