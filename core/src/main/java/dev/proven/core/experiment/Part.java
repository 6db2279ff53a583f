package dev.proven.core.experiment;

/**
 * A piece of a workload that is measured by itself, such as one statement or one request mix.
 *
 * @param id short, stable and unique in its workload
 * @param title one line for people
 * @param text what is executed
 * @param write whether it changes data; a write has its own margin, because a faster read may cost
 *     some of it
 * @param weight how often it happens relative to the others, such as calls; above 0
 */
public record Part(String id, String title, String text, boolean write, double weight) {
  public Part {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("The weight of " + id + " must be above 0: " + weight);
    }
  }
}
