package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            "CREATE TABLE item (id int PRIMARY KEY, name text, price numeric CHECK (price > 0));"
                + "CREATE INDEX item_name ON item (name);"
                + "CREATE VIEW cheap AS SELECT * FROM item WHERE price < 10;"
                + "CREATE SEQUENCE number;"
                + "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT 2 * $1'");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void staysWhileOnlyRowsMove() throws Exception {
    var before = server.target.fingerprint();
    server.execute(
        "INSERT INTO item VALUES (1, 'a', 5) ON CONFLICT DO NOTHING; SELECT nextval('number');"
            + " ANALYZE item");
    assertThat(server.target.fingerprint()).isEqualTo(before).hasSize(64);
  }

  @Test
  void changesWithEveryDefinitionAndComesBack() throws Exception {
    var changes = new LinkedHashMap<String, String>();
    changes.put("CREATE INDEX extra ON item (price)", "DROP INDEX extra");
    changes.put("ALTER TABLE item SET (fillfactor = 70)", "ALTER TABLE item RESET (fillfactor)");
    changes.put("COMMENT ON TABLE item IS 'x'", "COMMENT ON TABLE item IS NULL");
    changes.put("ALTER DATABASE shop SET work_mem = '9MB'", "ALTER DATABASE shop RESET work_mem");
    var clone = Sql.identifier(Clones.name(server.session.runId(), "_a"));
    changes.put("CREATE DATABASE " + clone, "DROP DATABASE " + clone);
    changes.put("ALTER ROLE postgres SET work_mem = '9MB'", "ALTER ROLE postgres RESET work_mem");
    changes.put(
        "ALTER DATABASE shop CONNECTION LIMIT 9", "ALTER DATABASE shop CONNECTION LIMIT -1");
    changes.put("ALTER SYSTEM SET work_mem = '9MB'", "ALTER SYSTEM RESET work_mem");
    changes.put("CREATE STATISTICS s ON name, price FROM item", "DROP STATISTICS s");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      var before = server.target.fingerprint();
      server.execute(change.getKey());
      assertThat(server.target.fingerprint()).as(change.getKey()).isNotEqualTo(before);
      server.execute(change.getValue());
      assertThat(server.target.fingerprint()).as(change.getValue()).isEqualTo(before);
    }
  }

  @Test
  void staysWhileOthersWorkBesideTheDatabase() throws Exception {
    server.execute("CREATE ROLE before");
    var before = server.target.fingerprint();
    server.execute("CREATE DATABASE other");
    server.execute("CREATE ROLE guest LOGIN");
    server.execute("ALTER DATABASE other SET work_mem = '9MB'");
    server.execute("ALTER ROLE before SET work_mem = '9MB'");
    server.execute("CREATE DATABASE proven_20250101_000000_ffff_a");
    assertThat(server.target.fingerprint()).isEqualTo(before);
    try (var connection = server.admin("other")) {
      Sql.execute(connection, "CREATE TABLE t (a int)");
    }
    assertThat(server.target.fingerprint()).isEqualTo(before);
  }

  @Test
  void environmentSaysWhatWasMeasuredOn() {
    var environment = server.target.environment();
    assertThat(environment.get("version")).startsWith("PostgreSQL 18");
    assertThat(environment).containsKeys("setting shared_buffers", "setting jit", "cpu time");
    assertThat(server.target.name()).doesNotContain("@").contains("127.0.0.1");
  }
}
