package dev.proven.gateway.store;

import dev.proven.gateway.cache.CacheOptions;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;

/**
 * Where Redis is and how it is used. Its text never shows a password.
 *
 * @param nodes where it is; several are nodes of one cluster
 * @param cluster whether it is a cluster
 * @param prefix of all keys and channels
 * @param timeout of one command
 * @param failures one after another until Redis is left alone
 * @param pause for which it is left alone then
 * @param mostVariants of one URI
 * @param mostBytes of one entry, and of all variants of a URI together
 * @param leastKept how long an entry is kept at least that the origin can confirm
 * @param mostKept how long any entry is kept
 * @param caching by what freshness is told
 */
public record RedisOptions(
    List<RedisURI> nodes,
    boolean cluster,
    String prefix,
    Duration timeout,
    int failures,
    Duration pause,
    int mostVariants,
    int mostBytes,
    Duration leastKept,
    Duration mostKept,
    CacheOptions caching) {
  private static final int LONGEST_PREFIX = 64;

  /** Checks and copies. */
  public RedisOptions {
    nodes = List.copyOf(nodes);
    boolean sound =
        !nodes.isEmpty()
            && prefix.length() <= LONGEST_PREFIX
            && prefix.matches("[A-Za-z0-9:._-]*")
            && timeout.isPositive()
            && failures > 0
            && pause.isPositive()
            && mostVariants > 0
            && mostBytes > 0
            && !leastKept.isNegative()
            && mostKept.isPositive();
    if (!sound) {
      throw new IllegalArgumentException("options of Redis are out of their bounds");
    }
  }

  /**
   * The usual ones for an address.
   *
   * @param address as {@code redis://user:password@host:6379/0}, {@code rediss://} for TLS; several
   *     with commas between for a cluster
   * @throws IllegalArgumentException without the address, which may hold a password
   */
  public static RedisOptions of(String address) {
    var nodes = java.util.Arrays.stream(address.split(",")).map(RedisOptions::node).toList();
    return new RedisOptions(
        nodes,
        nodes.size() > 1,
        "proven",
        Duration.ofMillis(50),
        5,
        Duration.ofSeconds(2),
        16,
        8 << 20,
        Duration.ofMinutes(10),
        Duration.ofDays(1),
        CacheOptions.STANDARD);
  }

  private static RedisURI node(String address) {
    try {
      var uri = RedisURI.create(address.strip());
      // Of the greeting, which a server that hangs never answers.
      uri.setTimeout(Duration.ofSeconds(2));
      return uri;
    } catch (RuntimeException e) {
      // The cause tells the address, with the password.
      throw new IllegalArgumentException(
          "the address of Redis cannot be read; it looks like redis://host:6379 or"
              + " rediss://user:password@host:6379/0");
    }
  }

  /** The same with another time-out, and with that many failures until a pause of that length. */
  public RedisOptions with(Duration otherTimeout, int otherFailures, Duration otherPause) {
    return new RedisOptions(
        nodes,
        cluster,
        prefix,
        otherTimeout,
        otherFailures,
        otherPause,
        mostVariants,
        mostBytes,
        leastKept,
        mostKept,
        caching);
  }

  /** The same with other bounds. */
  public RedisOptions bounded(int variants, int bytes) {
    return new RedisOptions(
        nodes, cluster, prefix, timeout, failures, pause, variants, bytes, leastKept, mostKept,
        caching);
  }

  @Override
  public String toString() {
    var places = nodes.stream().map(n -> n.getHost() + ":" + n.getPort()).toList();
    return "Redis" + places + (cluster ? " as a cluster" : "") + ", prefix " + prefix;
  }
}
