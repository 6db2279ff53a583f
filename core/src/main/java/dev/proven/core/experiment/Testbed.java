package dev.proven.core.experiment;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.Target;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The place where both arms of an experiment exist: one system that is toggled in place, or two
 * copies side by side. It keeps the treated arm in exactly the state that was asked for, and undoes
 * on the way what is no longer wanted.
 *
 * @param <T> the kind of target
 */
@SuppressWarnings("ReferenceEquality") // one system or two, this very change or another
public final class Testbed<T extends Target> implements AutoCloseable {

  /**
   * Starts one arm afresh.
   *
   * @param <T> the kind of target
   */
  @FunctionalInterface
  public interface Launcher<T extends Target> {
    /** A fresh launch, with whatever is carried over reset by the same rule on both arms. */
    @MustBeClosed
    Launch launch(T target) throws Exception;
  }

  /**
   * What a reader must know of how arms were started.
   *
   * @param launch what a fresh launch is here
   * @param carryOver how caches and counters were reset, the same on both arms
   */
  public record Rules(String launch, String carryOver) {}

  private final T a;
  private final T b;
  private final Launcher<T> launcher;
  private final Journal journal;
  private final Rules rules;
  private final List<AutoCloseable> owned;
  private @Nullable Change<T> standing;
  private @Nullable Undo undo;

  private Testbed(
      T a, T b, Launcher<T> launcher, Journal journal, Rules rules, List<AutoCloseable> owned) {
    this.a = a;
    this.b = b;
    this.launcher = launcher;
    this.journal = journal;
    this.rules = rules;
    this.owned = new ArrayList<>(owned);
  }

  /** One system on which the change is made before each launch of B and undone before each of A. */
  @MustBeClosed
  public static <T extends Target> Testbed<T> inPlace(
      T target, Launcher<T> launcher, Journal journal, Rules rules) {
    return new Testbed<>(target, target, launcher, journal, rules, List.of());
  }

  /**
   * Two copies that exist at once, A unchanged and B changed.
   *
   * @param owned what is closed with the testbed, the last first
   */
  @MustBeClosed
  public static <T extends Target> Testbed<T> sideBySide(
      T a, T b, Launcher<T> launcher, Journal journal, Rules rules, List<AutoCloseable> owned) {
    if (a == b) {
      throw new IllegalArgumentException("Side by side needs two systems; use inPlace for one.");
    }
    return new Testbed<>(a, b, launcher, journal, rules, owned);
  }

  /** Whether launches of both arms can be alive at once, so that their work can be interleaved. */
  public boolean coexist() {
    return a != b;
  }

  public Rules rules() {
    return rules;
  }

  /** The system behind an arm, as it stands. */
  public T target(Arm arm) {
    return arm == Arm.A ? a : b;
  }

  /**
   * A fresh launch of an arm.
   *
   * @param change what B carries; null for an A/A experiment in which both are unchanged
   */
  @MustBeClosed
  public Launch launch(Arm arm, @Nullable Change<T> change) throws Exception {
    if (arm == Arm.B || !coexist()) {
      put(arm == Arm.B ? change : null);
    }
    return launcher.launch(target(arm));
  }

  /** Makes the treated arm carry exactly this change, or none. */
  @SuppressWarnings("MustBeClosedChecker") // kept in a field until it is no longer wanted
  public void put(@Nullable Change<T> change) throws Exception {
    if (standing == change) {
      return;
    }
    clear();
    if (change != null) {
      undo = change.apply(b, journal);
      standing = change;
    }
  }

  private void clear() {
    if (undo != null) {
      undo.close();
      undo = null;
    }
    standing = null;
  }

  @Override
  public void close() {
    try {
      clear();
    } finally {
      closeOwned();
    }
  }

  private void closeOwned() {
    RuntimeException failure = null;
    for (AutoCloseable closeable : owned.reversed()) {
      try {
        closeable.close();
      } catch (Exception e) {
        var wrapped = e instanceof RuntimeException r ? r : new IllegalStateException(e);
        failure = failure == null ? wrapped : failure;
      }
    }
    owned.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
