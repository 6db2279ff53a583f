package dev.proven.postgres.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  /** So many keys with so many occurrences each. */
  private record Kind(int keys, int occurrences) {}

  private static double keys(int looked, Kind... kinds) {
    var rows = new ArrayList<Integer>();
    int key = 0;
    for (Kind kind : kinds) {
      for (int i = 0; i < kind.keys(); i++) {
        rows.addAll(Collections.nCopies(kind.occurrences(), key));
        key++;
      }
    }
    Collections.shuffle(rows, new Random(7));
    Map<Integer, Integer> seen = new HashMap<>();
    rows.subList(0, looked).forEach(k -> seen.merge(k, 1, Integer::sum));
    var histogram = new TreeMap<Integer, Double>();
    seen.values().forEach(often -> histogram.merge(often, 1.0, Double::sum));
    List<Repeats.Group> groups = Repeats.of(histogram, (double) rows.size() / looked);
    double occurrences = groups.stream().mapToDouble(g -> g.keys() * g.occurrences()).sum();
    assertThat(occurrences).isCloseTo(rows.size(), within(0.03 * rows.size()));
    return groups.stream().mapToDouble(Repeats.Group::keys).sum();
  }

  private static void isAbout(double found, double real) {
    assertThat(found).isCloseTo(real, within(0.2 * real));
  }

  @Test
  void keys_that_are_equally_frequent() {
    isAbout(keys(10_000, new Kind(9_000, 44)), 9_000);
    isAbout(keys(10_000, new Kind(100_000, 4)), 100_000);
    isAbout(keys(60_000, new Kind(150_000, 4)), 150_000);
    isAbout(keys(15_000, new Kind(2_000, 150), new Kind(77, 3_900)), 2_077);
  }

  @Test
  void keys_of_one_row_each_among_frequent_ones() {
    isAbout(keys(20_000, new Kind(9_000, 44), new Kind(400_000, 1)), 409_000);
    isAbout(keys(10_000, new Kind(300_000, 1)), 300_000);
  }

  @Test
  void a_mixture() {
    isAbout(
        keys(85_000, new Kind(4_096, 166), new Kind(65_536, 10), new Kind(1_800_000, 1)),
        1_869_632);
  }

  @Test
  void all_rows_seen_tell_all() {
    assertThat(keys(3_000, new Kind(1_000, 2), new Kind(1_000, 1))).isEqualTo(2_000);
  }
}
