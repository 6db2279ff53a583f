package dev.proven.postgres.statistics;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A database in which a city knows its zip and its country, with names that have to be quoted, and
 * a table whose columns know nothing of each other.
 */
final class Town {
  static final String SETUP =
      """
      CREATE SCHEMA "Größe ""x";
      CREATE TABLE "Größe ""x"."Leute" (id int NOT NULL, "Stadt, Ort" text NOT NULL,
        "plz" varchar(10) NOT NULL, land text NOT NULL, at timestamp NOT NULL, boss int NOT NULL);
      INSERT INTO "Größe ""x"."Leute"
        SELECT n, 'c' || n % 200, 'z' || n % 200, 'l' || n % 200 / 2,
          timestamp '2024-01-01' + n * interval '1 minute', 1 + (n + 199) % 60000
        FROM generate_series(1, 60000) n;
      CREATE TABLE purchase (who int NOT NULL, amount int NOT NULL, note text NOT NULL);
      INSERT INTO purchase SELECT 1 + n * 31 % 60000, n % 97, md5(n::text)
        FROM generate_series(1, 40000) n;
      CREATE TABLE dice (a int NOT NULL, b int NOT NULL, c int NOT NULL);
      INSERT INTO dice SELECT hashint4(n) % 10, hashint4(n + 1000000) % 10, hashint4(n * 3 + 7) % 10
        FROM generate_series(1, 50000) n;
      CREATE ROLE reader LOGIN PASSWORD 'r';
      GRANT USAGE ON SCHEMA "Größe ""x" TO reader;
      GRANT SELECT ON "Größe ""x"."Leute", purchase, dice TO reader;
      """;

  static final String JOINED =
      """
      SELECT count(*) FROM "Größe ""x"."Leute" l JOIN "Größe ""x"."Leute" m ON m.boss = l.id
      WHERE l."Stadt, Ort" = 'c7' AND l.plz = 'z7' AND l.land = 'l3'
        AND m."Stadt, Ort" = 'c7' AND m.plz = 'z7' AND m.land = 'l3'\
      """;

  static final List<Part> PARTS =
      List.of(
          part("joined", JOINED),
          part(
              "grouped",
              "SELECT \"Stadt, Ort\", plz, land, count(*) FROM \"Größe \"\"x\".\"Leute\" GROUP BY"
                  + " 1, 2, 3"),
          part(
              "month",
              "SELECT count(*) FROM \"Größe \"\"x\".\"Leute\" l JOIN purchase p ON p.who = l.id"
                  + " WHERE date_trunc('month', l.at) = '2024-01-01'"),
          part("one", "SELECT sum(amount) FROM purchase WHERE who = 77"));

  static final List<Part> UNRELATED =
      List.of(
          part("dice", "SELECT count(*) FROM dice WHERE a = 3 AND b = 4 AND c < 5"),
          part("sides", "SELECT a, b, c, count(*) FROM dice GROUP BY a, b, c"),
          part("one", "SELECT sum(amount) FROM purchase WHERE who = 77 AND amount > 3"));

  private Town() {}

  static Part part(String id, String text) {
    return new Part(id, id, text, false, 1);
  }

  static Workload workload(List<Part> parts) {
    return new Workload("test", parts, List.of());
  }

  static Session session(Path home) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session(
        "t5" + Long.toHexString(System.nanoTime()),
        Journal.open(home.resolve("journal"), handlers),
        Progress.silent());
  }
}
