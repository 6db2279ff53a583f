package dev.proven.gateway.cache;

/**
 * What an origin says of its answer.
 *
 * @param status 200 to 999; interim answers never come here
 * @param fields without those of the connection
 */
public record ResponseHead(int status, Fields fields) {
  /** The same with other fields. */
  public ResponseHead with(Fields others) {
    return new ResponseHead(status, others);
  }
}
