package dev.proven.gateway.coding;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that code bodies beside the event loops: some for those that somebody waits for, one
 * for better ones of what is hot. Their queues are bounded; what finds no place is not made.
 */
public final class Workshop implements AutoCloseable {
  private final ThreadPoolExecutor waited;
  private final ThreadPoolExecutor better;

  /**
   * With that many threads for bodies that are waited for.
   *
   * @param queue places for jobs, for each kind
   */
  public Workshop(int threads, int queue) {
    waited = pool("proven-coding", threads, queue);
    better = pool("proven-coding-better", 1, queue);
  }

  private static ThreadPoolExecutor pool(String name, int threads, int queue) {
    var pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              var thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** Whether the job will be done soon. */
  boolean offer(Runnable job) {
    return offer(waited, job);
  }

  /** Whether the job will be done when there is time. */
  boolean offerLater(Runnable job) {
    return offer(better, job);
  }

  private static boolean offer(Executor pool, Runnable job) {
    try {
      pool.execute(job);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Jobs that have no thread yet. */
  public int waiting() {
    return waited.getQueue().size() + better.getQueue().size();
  }

  @Override
  public void close() {
    // What somebody waits for is still done.
    waited.shutdown();
    better.shutdownNow();
  }
}
