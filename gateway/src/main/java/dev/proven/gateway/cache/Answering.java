package dev.proven.gateway.cache;

import java.util.Set;

/**
 * How a stored answer is given to a client.
 *
 * @param status of the answer
 * @param fields of the answer, but for Age, Cache-Status and the length of the body
 * @param body which bytes of the stored body follow, counted in the representation; empty for none
 */
public record Answering(int status, Fields fields, java.util.Optional<Extent> body) {
  /** What a 304 has besides validators (RFC 9110 section 15.4.5). */
  private static final Set<String> OF_THE_BODY =
      Set.of("content-length", "content-encoding", "content-range", "content-type", "content-md5");

  /**
   * By the conditions and the range of a request.
   *
   * @param stored with its extent as it is really stored
   * @param now milliseconds since 1970
   */
  public static Answering of(RequestHead request, Stored stored, long now) {
    var fields = stored.head().fields().without("age");
    int status = stored.head().status();
    if (status / 100 == 2 && Validators.clientHas(request.fields(), stored, now)) {
      return new Answering(304, fields.without(OF_THE_BODY), java.util.Optional.empty());
    }
    boolean whole = status == 200 && stored.isComplete();
    var asked = ByteRange.of(request.fields(), stored.extent().total());
    boolean ranged =
        (whole || status == 206)
            && request.method().equals("GET")
            && asked.isPresent()
            && Validators.allowsRange(request.fields(), stored, now);
    if (!ranged) {
      return new Answering(status, fields, java.util.Optional.of(stored.extent()));
    }
    var range = asked.get();
    if (range.isEmpty()) {
      return new Answering(
          416,
          fields.without(OF_THE_BODY).set("Content-Range", "bytes */" + stored.extent().total()),
          java.util.Optional.empty());
    }
    return new Answering(
        206,
        fields.without("content-length").set("Content-Range", range.get().contentRange()),
        range);
  }
}
