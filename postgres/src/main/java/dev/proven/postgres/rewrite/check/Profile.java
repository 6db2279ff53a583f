package dev.proven.postgres.rewrite.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a generated database is like: how many rows its tables have, how often NULL comes, and how
 * few values a column has, so that rows meet and come twice. Every third is a kind one, full of
 * what the statement asks for, so that its answer has rows.
 */
final class Profile {
  private static final int[] SIZES = {0, 1, 1, 2, 3, 4, 6, 8, 12, 20, 40};
  private static final int[] KIND_SIZES = {4, 6, 8, 12, 20, 40};
  private static final int[] KEYS = {3, 8, 20, 40};
  private static final int[] KIND_DOMAINS = {2, 4, 6, 10, 16};
  private static final int[] DOMAINS = {1, 2, 2, 3, 4, 6, 10};
  private static final double[] NULLS = {0, 0.1, 0.3, 0.6};
  private static final int KIND = 3;

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
    this.nulls = isKind() ? 0.05 : NULLS[random.nextInt(NULLS.length)];
    this.extremes = !isKind() && random.nextInt(3) == 0;
  }

  private boolean isKind() {
    return number % KIND == 2;
  }

  int rows() {
    return switch (number) {
      case 0 -> 0;
      case 1 -> 1;
      default -> any(isKind() ? KIND_SIZES : SIZES);
    };
  }

  boolean isNull() {
    return number > 1 && random.nextDouble() < nulls;
  }

  /**
   * A value for a column.
   *
   * @param group what draws from the same values in this database
   * @param key whether one of the group is the key of a table
   */
  String value(Object group, Pool pool, boolean key) {
    var domain = domains.computeIfAbsent(group, _ -> domain(pool, key));
    var fitting = domain.stream().filter(pool::holds).toList();
    var values = fitting.isEmpty() ? domain(pool, key) : fitting;
    return of(values);
  }

  /** In a kind database few keys of one table may meet many of another. */
  private List<String> domain(Pool pool, boolean key) {
    var domain = new ArrayList<String>();
    if (isKind() && key && !pool.serial().isEmpty()) {
      domain.addAll(pool.serial().subList(0, Math.min(any(KEYS), pool.serial().size())));
      domain.addAll(pool.asked());
      domain.addAll(pool.beside());
      return domain;
    }
    int size = any(isKind() ? KIND_DOMAINS : DOMAINS);
    if (isKind() && !pool.asked().isEmpty()) {
      domain.addAll(pool.asked());
    }
    while (domain.size() < size) {
      domain.add(one(pool));
    }
    return domain;
  }

  private String one(Pool pool) {
    if (extremes && random.nextInt(10) < 3 && !pool.extreme().isEmpty()) {
      return of(pool.extreme());
    }
    int kind = random.nextInt(10);
    if (kind < 4 && !pool.asked().isEmpty()) {
      return of(pool.asked());
    }
    if (kind < 8 && !pool.beside().isEmpty()) {
      return of(pool.beside());
    }
    return of(pool.ordinary().isEmpty() ? pool.asked() : pool.ordinary());
  }

  private int any(int[] numbers) {
    return numbers[random.nextInt(numbers.length)];
  }

  private String of(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
