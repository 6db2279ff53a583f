package dev.proven.core.load;

/** One unit of work that a load driver sends; called from many threads at once. */
@FunctionalInterface
public interface Request {
  /**
   * Sends request number {@code index} and returns once the whole answer is there.
   *
   * <p>Should give up when its thread is interrupted; one that does not is left behind at the
   * deadline and reported as such.
   *
   * @param index 0 to count - 1; every index is sent at most once a run, so that both arms can do
   *     the same work for the same index
   * @throws Exception where there was no answer or a wrong one; it is counted as an error
   */
  void send(int index) throws Exception;
}
