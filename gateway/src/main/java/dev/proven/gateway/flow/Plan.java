package dev.proven.gateway.flow;

import dev.proven.gateway.cache.Decision;
import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the origin is asked, and why.
 *
 * @param client what the client asks
 * @param asked what the origin is asked
 * @param known what is stored for it, null for nothing
 * @param forward why, as Cache-Status has it
 * @param shareable whether others may wait for the answer
 */
record Plan(
    Kind kind,
    RequestHead client,
    RequestHead asked,
    @Nullable Entry known,
    String forward,
    boolean shareable) {
  private static final Set<String> CONDITIONS =
      Set.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range");

  /** What for. */
  enum Kind {
    /** The answer is passed on, and perhaps stored. */
    FETCH,
    /** A 304 confirms what is known. */
    VALIDATE,
    /** A 206 completes what is known. */
    COMPLETE,
    /** Nothing is stored. */
    PASS,
    /** The connection may go over to another protocol. */
    UPGRADE
  }

  static Plan pass(Kind kind, RequestHead head, String forward) {
    return new Plan(kind, head, head, null, forward, false);
  }

  static Plan fetch(RequestHead head, @Nullable Entry known, Decision.Forward decision) {
    return new Plan(
        Kind.FETCH, head, head, known, decision.forward(), decision.shareable() && mayWait(head));
  }

  static Plan validate(RequestHead head, Entry known, Fields conditions, String forward) {
    var fields = head.fields();
    // A part of what the client may not have would be put to what it has.
    var plain = fields.has("if-range") ? fields.without("range") : fields;
    var asked = head.with(plain.without(CONDITIONS).updatedBy(conditions));
    boolean shareable = !fields.has("range") && mayWait(head);
    return new Plan(Kind.VALIDATE, head, asked, known, forward, shareable);
  }

  static Plan complete(RequestHead head, Entry known, Fields range) {
    var asked = head.with(head.fields().without(CONDITIONS).updatedBy(range));
    return new Plan(Kind.COMPLETE, head, asked, known, "partial", false);
  }

  /** The same without conditions, after they led to nothing. */
  Plan plainly() {
    var plain = client.with(client.fields().without(CONDITIONS));
    return new Plan(Kind.FETCH, client, plain, null, forward, shareable);
  }

  /** Only who is content with any answer that is fresh now waits for somebody else's. */
  private static boolean mayWait(RequestHead head) {
    var wanted = head.cacheControl();
    return head.method().equals("GET")
        && !wanted.has("no-cache")
        && !wanted.has("max-age")
        && !wanted.has("min-fresh");
  }
}
