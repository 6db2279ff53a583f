package dev.proven.gateway.coding;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A stored body whose variants are made when they are first asked for, each once: cheaply at first,
 * and as well as can be, in the background, when it is hot. Safe for any number of threads; only
 * {@link #variant} codes in the caller's thread, and only small bodies.
 */
public final class CodedBody {
  private final CodingTools tools;
  private final Runnable grown;
  private volatile Variants variants;
  private final Map<Coding, CompletableFuture<Variant>> making = new ConcurrentHashMap<>();
  private final Set<Coding> improving = ConcurrentHashMap.newKeySet();
  private final Map<Coding, AtomicInteger> uses = new ConcurrentHashMap<>();

  /**
   * Of a plain body that is never changed.
   *
   * @param grown is run after a variant was added or replaced, in the thread that made it
   */
  public CodedBody(byte[] body, CodingTools tools, Runnable grown) {
    this.tools = tools;
    this.grown = grown;
    this.variants = Variants.of(body);
  }

  /** What is made so far. */
  public Variants variants() {
    return variants;
  }

  /**
   * The variant for a coding; the body as it is where that is smaller, where the coder fails, or
   * where there is too much to do already. Its own coding tells which it is.
   */
  public CompletionStage<Variant> variant(Coding coding) {
    var made = variants.get(coding);
    if (made.isPresent()) {
      count(coding, made.get());
      return CompletableFuture.completedFuture(made.get());
    }
    var own = new CompletableFuture<Variant>();
    var other = making.putIfAbsent(coding, own);
    if (other != null) {
      return other;
    }
    if (variants.identity().bytes().length <= tools.inline()) {
      finish(coding, own, coding.cheap());
    } else if (!tools.workshop().offer(() -> finish(coding, own, coding.cheap()))) {
      making.remove(coding);
      own.complete(variants.identity());
    }
    return own;
  }

  private void finish(Coding coding, CompletableFuture<Variant> waiting, int level) {
    try {
      // Another one may have come between the look and the mark.
      var present = variants.get(coding);
      waiting.complete(present.orElseGet(() -> make(coding, level)));
    } finally {
      making.remove(coding);
      waiting.complete(variants.identity());
    }
  }

  /** A coder that fails on a body is not tried again with it. */
  private Variant make(Coding coding, int level) {
    var identity = variants.identity();
    boolean best = level >= coding.best() || identity.bytes().length > tools.options().mostBest();
    Variant made;
    try {
      made =
          tools
              .coders()
              .of(coding)
              .map(c -> new Variant(coding, c.code(identity.bytes(), level), best))
              .orElse(identity);
    } catch (RuntimeException | LinkageError e) {
      made = identity;
    }
    var variant = made;
    var all = update(v -> v.with(coding, variant));
    grown.run();
    return all.get(coding).orElse(identity);
  }

  private synchronized Variants update(UnaryOperator<Variants> change) {
    var changed = change.apply(variants);
    variants = changed;
    return changed;
  }

  /** Asks for the best variant at the first hot use and, if there was no place, at doubled ones. */
  private void count(Coding coding, Variant variant) {
    if (variant.best()) {
      return;
    }
    int count = uses.computeIfAbsent(coding, _ -> new AtomicInteger()).incrementAndGet();
    int hot = tools.options().hot();
    boolean due = count >= hot && count % hot == 0 && Integer.bitCount(count / hot) == 1;
    if (due && improving.add(coding) && !tools.workshop().offerLater(() -> improve(coding))) {
      improving.remove(coding);
    }
  }

  private void improve(Coding coding) {
    try {
      if (!variants.get(coding).map(Variant::best).orElse(false)) {
        make(coding, coding.best());
      }
    } finally {
      improving.remove(coding);
    }
  }
}
