package dev.proven.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SessionFeatureTest {
  private static final Map<SessionFeature, List<String>> BROKEN =
      Map.of(
          SessionFeature.SET,
          List.of(
              "SET search_path = tenant_7",
              "set session work_mem to '1GB'",
              "SET ROLE clerk",
              "SET SESSION AUTHORIZATION clerk",
              "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
              "/* pool */ SET\n  statement_timeout = 5"),
          SessionFeature.SET_CONFIG,
          List.of("SELECT set_config('app.user', 'x', false)"),
          SessionFeature.ADVISORY_LOCK,
          List.of(
              "SELECT pg_advisory_lock(1)",
              "SELECT 1 WHERE pg_try_advisory_lock_shared (7, 8)",
              "select pg_catalog.pg_advisory_unlock_all()"),
          SessionFeature.LISTEN,
          List.of("LISTEN jobs", "unlisten *"),
          SessionFeature.TEMPORARY_TABLE,
          List.of(
              "CREATE TEMP TABLE t (a int)",
              "CREATE LOCAL TEMPORARY TABLE t (a int) ON COMMIT DELETE ROWS",
              "SELECT a INTO TEMP t FROM u",
              "CREATE OR REPLACE TEMP VIEW v AS SELECT 1"),
          SessionFeature.HELD_CURSOR,
          List.of("DECLARE c CURSOR WITH HOLD FOR SELECT 1"),
          SessionFeature.PREPARE,
          List.of("PREPARE p AS SELECT 1", "EXECUTE p", "execute p(1, 2)", "DEALLOCATE p"),
          SessionFeature.LOAD,
          List.of("LOAD 'auto_explain'"));

  private static final List<String> HARMLESS =
      List.of(
          "SET LOCAL search_path = tenant_7",
          "SET TRANSACTION READ ONLY",
          "SET CONSTRAINTS ALL DEFERRED",
          "SET application_name = 'shop'",
          "SET extra_float_digits = 3",
          "SET TIME ZONE 'UTC'",
          "SET client_encoding TO 'UTF8'",
          "SELECT set_config('app.user', 'x', true)",
          "SELECT pg_advisory_xact_lock(1)",
          "SELECT pg_try_advisory_xact_lock_shared(1)",
          "NOTIFY jobs",
          "CREATE TEMP TABLE t (a int) ON COMMIT DROP",
          "CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1",
          "CREATE TABLE temp_orders (a int)",
          "DECLARE c CURSOR FOR SELECT 1",
          "PREPARE TRANSACTION 'x'",
          "DEALLOCATE ALL",
          "DISCARD ALL",
          "UPDATE t SET a = 1",
          "SELECT 'LISTEN jobs'",
          "SELECT 1 -- SET search_path = x",
          "SELECT a FROM \"listen\"",
          "SELECT a AS temp FROM t");

  @Test
  void whatLivesAsLongAsASessionIsFound() {
    assertThat(BROKEN.keySet()).containsExactlyInAnyOrder(SessionFeature.values());
    BROKEN.forEach((feature, statements) ->
        statements.forEach(s -> assertThat(SessionFeature.in(s)).as(s).contains(feature)));
  }

  @Test
  void whatEndsWithTheTransactionOrIsKeptApartIsNot() {
    HARMLESS.forEach(s -> assertThat(SessionFeature.in(s)).as(s).isEmpty());
  }
}
