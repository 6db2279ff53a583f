package dev.proven.postgres.rewrite.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a generated database is like: how many rows its tables have, how often NULL comes, and how
 * few values a column has, so that rows meet and come twice.
 */
final class Profile {
  private static final int[] SIZES = {0, 1, 1, 2, 3, 4, 6, 8, 12, 20, 40};
  private static final int[] DOMAINS = {1, 2, 2, 3, 4, 6, 10};
  private static final double[] NULLS = {0, 0.1, 0.3, 0.6};

  private final RandomGenerator random;
  private final int number;
  private final double nulls;
  private final boolean extremes;
  private final Map<Object, List<String>> domains = new HashMap<>();

  /**
   * @param number of the database: the first has empty tables, the second one row in each
   */
  Profile(int number, RandomGenerator random) {
    this.number = number;
    this.random = random;
    this.nulls = NULLS[random.nextInt(NULLS.length)];
    this.extremes = random.nextInt(4) == 0;
  }

  int rows() {
    return switch (number) {
      case 0 -> 0;
      case 1 -> 1;
      default -> SIZES[random.nextInt(SIZES.length)];
    };
  }

  boolean isNull() {
    return number > 1 && random.nextDouble() < nulls;
  }

  /**
   * A value for a column.
   *
   * @param group what draws from the same values in this database
   */
  String value(Object group, Pool pool) {
    var domain = domains.computeIfAbsent(group, _ -> domain(pool));
    var fitting = domain.stream().filter(v -> accepts(pool, v)).toList();
    var values = fitting.isEmpty() ? domain(pool) : fitting;
    return values.get(random.nextInt(values.size()));
  }

  private static boolean accepts(Pool pool, String value) {
    return pool.wanted().contains(value)
        || pool.ordinary().contains(value)
        || pool.extreme().contains(value);
  }

  private List<String> domain(Pool pool) {
    var domain = new ArrayList<String>();
    int size = DOMAINS[random.nextInt(DOMAINS.length)];
    while (domain.size() < size) {
      domain.add(one(pool));
    }
    return domain;
  }

  private String one(Pool pool) {
    int kind = random.nextInt(10);
    if (extremes && kind < 3 && !pool.extreme().isEmpty()) {
      return of(pool.extreme());
    }
    boolean wanted = !pool.wanted().isEmpty() && (kind < 8 || pool.ordinary().isEmpty());
    return of(wanted ? pool.wanted() : pool.ordinary());
  }

  private String of(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
