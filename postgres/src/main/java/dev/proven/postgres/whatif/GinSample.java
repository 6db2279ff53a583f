package dev.proven.postgres.whatif;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often the parts of values were seen in some rows. Equal parts often lie together, so the
 * pages are counted that hold a part, and of each page the rows.
 *
 * @param rows looked at
 * @param seen by the part
 * @param kind of parts
 */
record GinSample(double rows, Map<String, Sights> seen, GinParts kind) {

  /** Where a part was seen. */
  private static final class Sights {
    private int pages;
    private int rows;
    private long last = -1;

    private void add(long page) {
      pages += page == last ? 0 : 1;
      rows++;
      last = page;
    }
  }

  /** Counts the parts of values that were read in the order of their pages. */
  static GinSample of(List<RowSample.Row> read, GinParts kind) {
    var seen = new HashMap<String, Sights>();
    for (var row : read) {
      kind.of(row.text())
          .forEach(part -> seen.computeIfAbsent(part, _ -> new Sights()).add(row.page()));
    }
    return new GinSample(read.size(), seen, kind);
  }

  /**
   * Parts that are alike.
   *
   * @param parts how many such there are among all rows
   * @param rows that hold each
   * @param bytes of each as the key of an entry
   */
  record Group(double parts, double rows, double bytes) {}

  /** Sums over the parts that were seen on as many pages. */
  private static final class Like {
    private double parts;
    private double rows;
    private double bytes;
  }

  /** What is to be expected of that many rows. */
  Collection<Group> among(double all) {
    var likes = new TreeMap<Integer, Like>();
    seen.forEach((part, sights) -> {
      var like = likes.computeIfAbsent(sights.pages, _ -> new Like());
      like.parts++;
      like.rows += sights.rows;
      like.bytes += kind.bytes(part);
    });
    var parts = new TreeMap<Integer, Double>();
    likes.forEach((pages, like) -> parts.put(pages, like.parts));
    double times = Math.max(1, all / Math.max(1, rows));
    var groups = new ArrayList<Group>();
    for (var group : Repeats.of(parts, times)) {
      var nearest = likes.floorEntry((int) Math.max(1, Math.round(group.occurrences() / times)));
      var found = nearest == null ? likes.firstEntry() : nearest;
      var like = found.getValue();
      double each = like.rows / like.parts / found.getKey();
      groups.add(new Group(group.keys(), group.occurrences() * each, like.bytes / like.parts));
    }
    return groups;
  }
}
