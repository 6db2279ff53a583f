package dev.proven.postgres.setting;

import java.util.List;

/**
 * Whether autovacuum runs at all, and how much of a large table may be dead before it comes. What
 * it spares and costs shows after hours of real work, so its proposals are never run here.
 */
final class Autovacuum implements Rule {
  private static final String SWITCH = "autovacuum";
  private static final String SHARE = "autovacuum_vacuum_scale_factor";
  private static final double LOW = 0.02;

  private static final String MISSING =
      "what autovacuum spares and costs shows after hours of real work, and no experiment of minutes"
          + " can stand in for it: set it, and compare with 'proven watch' over a day";

  @Override
  public Advice advise(Facts facts) {
    var dead = facts.deadRows();
    if (dead.isEmpty()) {
      return Advice.none(
          SWITCH + ": no table of 100,000 rows and more has a tenth of them dead, as counted.");
    }
    var evidence = dead.stream().map(DeadRows::sentence).toList();
    boolean off = facts.setting(SWITCH).filter(s -> s.value().equals("off")).isPresent();
    if (off) {
      return advice(SWITCH, "on", evidence, "It takes processor and disk time when it comes.");
    }
    double now = facts.settings().number(SHARE, 0.2);
    return now <= LOW
        ? Advice.none(
            SHARE
                + ": it is "
                + Numbers.text(now)
                + " already, so dead rows stay for another reason; look for old transactions.")
        : advice(
            SHARE,
            Numbers.text(LOW),
            evidence,
            "Autovacuum comes more often, to small tables as well.");
  }

  private static Advice advice(String name, String value, List<String> evidence, String risk) {
    return Advice.of(
        List.of(
            new Candidate(
                name,
                value,
                evidence,
                "Fewer pages to read, and more that an index alone can answer.",
                risk,
                MISSING)));
  }
}
