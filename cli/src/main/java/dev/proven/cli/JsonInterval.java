package dev.proven.cli;

import dev.proven.core.stats.Interval;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An interval with the p-value of its test as a JSON object. */
final class JsonInterval {
  private JsonInterval() {}

  static Map<String, Object> of(Interval interval, double p) {
    var map = new LinkedHashMap<String, Object>();
    map.put("lower", finite(interval.lower()));
    map.put("upper", finite(interval.upper()));
    map.put("p", p);
    return map;
  }

  /** JSON has no infinity: null means that there is no bound. */
  static @Nullable Double finite(double value) {
    return Double.isInfinite(value) || Double.isNaN(value) ? null : value;
  }
}
