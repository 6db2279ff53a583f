package dev.proven.core.experiment;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.Target;
import dev.proven.core.journal.Journal;
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
@SuppressWarnings("ReferenceEquality") // one system or two
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

  private final Bench<T> a;
  private final Bench<T> b;
  private final Launcher<T> launcher;
  private final Rules rules;
  private final List<AutoCloseable> owned;
  private @Nullable Change<T> base;

  private Testbed(
      Bench<T> a, Bench<T> b, Launcher<T> launcher, Rules rules, List<AutoCloseable> owned) {
    this.a = a;
    this.b = b;
    this.launcher = launcher;
    this.rules = rules;
    this.owned = new ArrayList<>(owned);
  }

  /** One system on which the change is made before each launch of B and undone before each of A. */
  @MustBeClosed
  public static <T extends Target> Testbed<T> inPlace(
      T target, Launcher<T> launcher, Journal journal, Rules rules) {
    var bench = new Bench<>(target, journal);
    return new Testbed<>(bench, bench, launcher, rules, List.of());
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
    return new Testbed<>(new Bench<>(a, journal), new Bench<>(b, journal), launcher, rules, owned);
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
    return bench(arm).target();
  }

  private Bench<T> bench(Arm arm) {
    return arm == Arm.A ? a : b;
  }

  /**
   * A fresh launch of an arm.
   *
   * @param change what B carries beyond the base; null for an A/A experiment in which both are
   *     equal
   */
  @MustBeClosed
  public Launch launch(Arm arm, @Nullable Change<T> change) throws Exception {
    bench(arm).put(base, arm == Arm.B ? change : null);
    return launcher.launch(target(arm));
  }

  /** Makes the treated arm carry exactly this change beyond the base, or none. */
  public void put(@Nullable Change<T> change) throws Exception {
    b.put(base, change);
  }

  /**
   * What both arms carry from now on, so that a change is measured on top of others; null for
   * nothing.
   */
  public void base(@Nullable Change<T> change) throws Exception {
    base = change;
    a.put(base, null);
    b.put(base, null);
  }

  @Override
  public void close() {
    try {
      b.clear();
      a.clear();
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
