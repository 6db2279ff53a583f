package dev.proven.examples.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.examples.AdvisedDatabase;
import dev.proven.examples.Figures;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The support desk of 04-desk at a tenth of its size, or as it is and with every figure printed by
 * {@code -Dproven.advisor=full}.
 */
class AdvisorOfDeskTest {
  private static final boolean FULL = "full".equals(System.getProperty("proven.advisor"));
  private static final Path FOLDER = Path.of("04-desk");

  private static String setup() throws Exception {
    var text = Files.readString(FOLDER.resolve("setup.sql"));
    return FULL
        ? text
        : text.replaceAll("generate_series\\(1, (\\d+)0\\)", "generate_series(1, $1)")
            .replace("249998", "24998")
            .replace("49998", "4998")
            .replace("* 198)", "* 18)")
            .replace("n % 250000", "n % 25000");
  }

  @Test
  void chooses_indexes_of_every_kind_within_the_storage() throws Exception {
    var id = "d" + UUID.randomUUID().toString().substring(0, 8);
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(Path.of("target", "journals", id, "journal"), handlers);
    var session = new Session(id, journal, Progress.silent());
    long budget = FULL ? 60_000_000 : 12_000_000;
    var sql = setup();
    try (var target = PostgresKind.openEmbedded(session, "desk", c -> Sql.execute(c, sql));
        var desk = new AdvisedDatabase(session, target, budget)) {
      var advised = desk.advise(FOLDER.resolve("queries.sql"));
      var figures = new Figures(desk.measure(advised, FULL ? 3 : 1));
      long bytes = desk.newBytes();
      if (FULL) {
        figures.print("desk", advised, bytes);
      }
      assertThat(bytes).isLessThanOrEqualTo(budget);
      assertThat(figures.taken()).allMatch(AdvisedDatabase.Taken::sameAnswer);
      var scripts =
          String.join(
              "\n", advised.screening().kept().stream().map(p -> p.change().script()).toList());
      assertThat(scripts)
          .contains("gin_trgm_ops", "jsonb_path_ops", "lower(", "WHERE", "DROP INDEX");
    }
  }
}
