package dev.proven.gateway.flow;

import dev.proven.gateway.cache.Lookup;
import dev.proven.gateway.transport.Call;
import dev.proven.gateway.transport.Exchange;
import dev.proven.gateway.transport.ShortAnswers;

/** What clients get when the origin gives nothing, or an error. */
final class Failing {
  private Failing() {}

  /** A stale answer where it may be (RFC 5861 section 4), else an error. */
  static void answer(Flow flow, Exchange exchange, Plan plan, Call.Failure failure) {
    if (stale(flow, exchange, plan)) {
      return;
    }
    // What must be confirmed and cannot be: RFC 9111 section 5.2.2.2 wants 504.
    boolean unconfirmed = plan.kind() == Plan.Kind.VALIDATE;
    ShortAnswers.give(exchange, unconfirmed ? 504 : failure.status(), failure.why());
  }

  /** Whether a stale answer may be given, and then gives it. */
  static boolean stale(Flow flow, Exchange exchange, Plan plan) {
    var known = plan.known();
    if (known == null || !known.stored().isComplete()) {
      return false;
    }
    long now = flow.now();
    var serve =
        new Lookup(flow.options().cache(), now).insteadOfError(plan.client(), known.stored());
    serve.ifPresent(s -> flow.answers().hit(exchange, known, s.age(), s.ttl(), now));
    return serve.isPresent();
  }
}
