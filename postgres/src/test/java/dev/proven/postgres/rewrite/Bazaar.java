package dev.proven.postgres.rewrite;

import dev.proven.core.experiment.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A skewed shop in use, with nothing indexed but its primary keys, and the statements that
 * applications send to such: some that can be asked in a better way, and some that look like those
 * and are traps.
 */
final class Bazaar {
  static final String SETUP =
      """
      CREATE TABLE account (
        id bigint PRIMARY KEY, email text NOT NULL, country char(2) NOT NULL, plan text NOT NULL,
        referrer bigint REFERENCES account, created timestamptz NOT NULL, deleted boolean);
      CREATE TABLE product (
        id int PRIMARY KEY, sku text NOT NULL UNIQUE, category int, price numeric(10, 2) NOT NULL,
        discontinued date);
      CREATE TABLE purchase (
        id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES account,
        gift_to bigint REFERENCES account, product_id int NOT NULL REFERENCES product,
        bought timestamp NOT NULL, paid timestamp, amount numeric(12, 2) NOT NULL, weight float8,
        coupon text, status text NOT NULL);
      CREATE TABLE event (
        id bigint PRIMARY KEY, account_id bigint NOT NULL REFERENCES account, kind text NOT NULL,
        at timestamptz NOT NULL, doc jsonb);
      CREATE TABLE vault (id int PRIMARY KEY, account_id bigint NOT NULL);
      ALTER TABLE vault ENABLE ROW LEVEL SECURITY;
      CREATE VIEW dice AS SELECT id, random() AS eyes FROM account;
      CREATE FUNCTION tax(numeric) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT $1 * 0.2';
      INSERT INTO account
        SELECT i, 'user' || i || '@example.org', CASE WHEN i % 997 = 0 THEN 'LI' ELSE 'DE' END,
               CASE WHEN i % 50 = 0 THEN 'gold' WHEN i % 5 = 0 THEN 'silver' ELSE 'free' END,
               CASE WHEN i > 10 AND i % 3 = 0 THEN i / 10 END,
               timestamptz '2024-01-01 UTC' + i * interval '7 hours', CASE WHEN i % 90 = 0 THEN true END
        FROM generate_series(1, 1000) i;
      INSERT INTO product
        SELECT i, 'sku-' || i, CASE WHEN i % 10 > 0 THEN i % 20 END, i % 100 + 0.99,
               CASE WHEN i % 40 = 0 THEN date '2024-06-01' + i END
        FROM generate_series(1, 500) i;
      INSERT INTO purchase
        SELECT i, 1 + (power((i * 7919 % 100003) / 100003.0, 3) * 950)::int,
               CASE WHEN i % 13 = 0 THEN 1 + i * 31 % 1000 END, 1 + i * 104729 % 500,
               timestamp '2024-06-01' + i * interval '31 minutes',
               CASE WHEN i % 11 > 0 THEN timestamp '2024-06-02' + i * interval '31 minutes' END,
               (i * 7907 % 50000) / 100.0, i / 7.0,
               CASE WHEN i % 500 = 0 THEN 'FREE' WHEN i % 4 = 0 THEN 'C' || i % 30 END,
               CASE WHEN i % 97 = 0 THEN 'refunded' WHEN i % 7 = 0 THEN 'open' ELSE 'paid' END
        FROM generate_series(1, 6000) i;
      INSERT INTO event
        SELECT i, 1 + i * 13 % 1000, CASE WHEN i % 40 = 0 THEN 'error' ELSE 'view' END,
               timestamptz '2024-06-01 UTC' + i * interval '11 minutes', NULL
        FROM generate_series(1, 12000) i;
      CREATE ROLE reader LOGIN PASSWORD 'r';
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
      """;

  /** What is expected of a statement. */
  sealed interface Expected {
    /** Another text by these rules is proposed. */
    record Rewritten(String rules) implements Expected {}

    /** It is left as it is, and these words say why. */
    record Refused(String words) implements Expected {}

    /** No rule says anything of it. */
    record Silent() implements Expected {}

    /** It stays, and a finding tells what to do in the application. */
    record Advised(String words) implements Expected {}
  }

  /** A statement with what is expected of it. */
  record Statement(String id, String text, Expected expected) {
    Part part() {
      boolean write = text.startsWith("UPDATE");
      return new Part(id, id, text, write, 1);
    }
  }

  private static final String HUNDREDS =
      IntStream.range(0, 300)
          .mapToObj(i -> "'sku-" + i * 3 + "'")
          .collect(Collectors.joining(", "));

  private Bazaar() {}

  @SuppressWarnings("MustBeClosedChecker") // closed after the last test of a class
  static RewriteServer open() {
    return new RewriteServer(SETUP);
  }

  static List<Statement> statements() {
    var all = new ArrayList<Statement>();
    all.addAll(subqueries());
    all.addAll(joins());
    all.addAll(conditions());
    all.addAll(shapes());
    all.addAll(untouchable());
    return all;
  }

  private static Statement rewritten(String id, String rules, String text) {
    return new Statement(id, text, new Expected.Rewritten(rules));
  }

  private static Statement refused(String id, String words, String text) {
    return new Statement(id, text, new Expected.Refused(words));
  }

  private static Statement silent(String id, String text) {
    return new Statement(id, text, new Expected.Silent());
  }

  private static List<Statement> subqueries() {
    return List.of(
        rewritten(
            "counts",
            "grouped-join",
            "SELECT a.id, a.email, (SELECT count(*) FROM purchase p WHERE p.account_id = a.id) AS n"
                + " FROM account a"),
        rewritten(
            "counts-and-sums",
            "grouped-join+grouped-join",
            "SELECT a.id, (SELECT count(p.coupon) FROM purchase p WHERE p.account_id = a.id),"
                + " (SELECT sum(p.amount) FROM purchase p WHERE p.gift_to = a.id) FROM account a"
                + " WHERE a.id < 500"),
        rewritten(
            "never-bought",
            "count-exists",
            "SELECT a.id FROM account a WHERE (SELECT count(*) FROM purchase p"
                + " WHERE p.account_id = a.id) = 0 ORDER BY a.id"),
        rewritten(
            "dearest",
            "grouped-join",
            "SELECT p.id FROM purchase p WHERE p.status = 'refunded' AND p.amount ="
                + " (SELECT max(q.amount) FROM purchase q WHERE q.account_id = p.account_id)"),
        rewritten(
            "above-average",
            "window",
            "SELECT p.id, p.amount FROM purchase p JOIN account a ON a.id = p.account_id"
                + " WHERE a.plan = 'gold' AND p.amount > (SELECT avg(q.amount) FROM purchase q"
                + " WHERE q.account_id = p.account_id)"),
        rewritten(
            "heavy",
            "grouped-join",
            "SELECT p.id FROM purchase p WHERE p.status = 'refunded' AND p.weight >"
                + " (SELECT avg(q.weight) FROM purchase q WHERE q.product_id = p.product_id)"),
        rewritten(
            "unused-coupons",
            "nullable-not-in",
            "SELECT sku FROM product WHERE sku NOT IN (SELECT coupon FROM purchase)"),
        rewritten(
            "no-category",
            "nullable-not-in",
            "SELECT id FROM product WHERE category NOT IN (SELECT id FROM product WHERE price < 3)"),
        rewritten(
            "filled-by-a-join",
            "nullable-not-in",
            "SELECT a.id FROM account a LEFT JOIN purchase p ON p.gift_to = a.id"
                + " WHERE p.account_id NOT IN (SELECT id FROM account WHERE deleted)"),
        rewritten(
            "without-purchase",
            "not-exists",
            "SELECT id FROM account WHERE id NOT IN (SELECT account_id FROM purchase"
                + " WHERE status = 'refunded')"),
        // A server of 17 or newer does this by itself.
        silent(
            "own-coupon",
            "SELECT a.id FROM account a WHERE a.plan IN (SELECT p.coupon FROM purchase p"
                + " WHERE p.account_id = a.id)"),
        rewritten(
            "bought-or-got",
            "exists-split",
            "SELECT a.id FROM account a WHERE EXISTS (SELECT 1 FROM purchase p"
                + " WHERE p.account_id = a.id OR p.gift_to = a.id)"),
        rewritten(
            "neither-bought-nor-got",
            "exists-split",
            "SELECT a.id FROM account a WHERE NOT EXISTS (SELECT 1 FROM purchase p"
                + " WHERE p.account_id = a.id OR p.gift_to = a.id)"),
        silent(
            "other-than-equal",
            "SELECT p.id FROM purchase p WHERE p.status = 'refunded' AND p.amount <"
                + " (SELECT avg(q.amount) FROM purchase q WHERE q.bought < p.bought)"));
  }

  private static List<Statement> joins() {
    return List.of(
        rewritten(
            "active",
            "semi-join",
            "SELECT DISTINCT a.id, a.email FROM account a JOIN purchase p ON p.account_id = a.id"
                + " JOIN event e ON e.account_id = a.id"),
        silent(
            "active-plans",
            "SELECT DISTINCT a.plan, p.status FROM account a JOIN purchase p ON p.account_id = a.id"),
        rewritten(
            "turnover",
            "pre-aggregation",
            "SELECT a.id, a.email, count(p.id), sum(p.amount), count(*) FROM account a"
                + " LEFT JOIN purchase p ON p.account_id = a.id GROUP BY a.id"),
        silent(
            "turnover-by-plan",
            "SELECT a.plan, count(p.id) FROM account a LEFT JOIN purchase p ON p.account_id = a.id"
                + " GROUP BY a.plan"),
        rewritten(
            "free-or-far",
            "union-all",
            "SELECT count(*) FROM purchase p JOIN account a ON a.id = p.account_id"
                + " WHERE p.coupon = 'FREE' OR a.country = 'LI'"),
        rewritten(
            "own-or-referred",
            "union-all",
            "SELECT p.id, a.id FROM purchase p JOIN account a ON a.id = p.account_id"
                + " OR a.referrer = p.account_id WHERE p.status = 'refunded'"));
  }

  private static List<Statement> conditions() {
    return List.of(
        rewritten(
            "a-day", "range", "SELECT count(*) FROM purchase WHERE bought::date = '2024-09-09'"),
        rewritten(
            "a-month",
            "range",
            "SELECT sum(amount) FROM purchase WHERE date_trunc('month', bought) = '2024-10-01'"),
        rewritten(
            "a-month-in-parts",
            "range",
            "SELECT sum(amount) FROM purchase WHERE extract(year FROM bought) = 2024"
                + " AND extract(month FROM bought) = 8"),
        rewritten(
            "today", "range", "SELECT id FROM purchase WHERE bought::date >= CURRENT_DATE - 3"),
        refused(
            "a-day-somewhere",
            "depends on the time zone",
            "SELECT count(*) FROM event WHERE at::date = '2024-07-07'"),
        refused(
            "an-hour-somewhere",
            "depends on the time zone",
            "SELECT count(*) FROM event WHERE date_trunc('day', at) = '2024-07-07'"),
        rewritten(
            "given", "bare-column", "SELECT id FROM purchase WHERE coalesce(gift_to, 0) = 17"),
        rewritten("as-text", "bare-column", "SELECT email FROM account WHERE id::text = '711'"),
        rewritten("as-decimal", "bare-column", "SELECT email FROM account WHERE id = 711.0"),
        silent("not-canonical", "SELECT email FROM account WHERE id::text = '0711'"),
        // A server of 18 or newer makes a list of VALUES again.
        silent("hundreds", "SELECT id FROM product WHERE sku IN (" + HUNDREDS + ")"));
  }

  private static List<Statement> shapes() {
    return List.of(
        rewritten(
            "with-once",
            "materialization",
            "WITH t AS MATERIALIZED (SELECT account_id, sum(amount) AS s FROM purchase"
                + " GROUP BY account_id) SELECT s FROM t WHERE account_id = 7"),
        rewritten(
            "with-twice",
            "materialization",
            "WITH t AS (SELECT account_id, sum(amount) AS s FROM purchase GROUP BY account_id)"
                + " SELECT a.s, b.s FROM t a, t b WHERE a.account_id = 7 AND b.account_id = 8"),
        rewritten(
            "disjoint",
            "disjoint-union",
            "SELECT id, amount FROM purchase WHERE status = 'paid'"
                + " UNION SELECT id, amount FROM purchase WHERE status = 'open'"),
        silent(
            "overlapping",
            "SELECT account_id FROM purchase WHERE status = 'paid'"
                + " UNION SELECT account_id FROM purchase WHERE status = 'open'"),
        silent(
            "not-excluded",
            "SELECT id FROM purchase WHERE status = 'paid'"
                + " UNION SELECT id FROM purchase WHERE coupon = 'FREE'"),
        refused(
            "last-of-each",
            "window without a total order",
            "SELECT t.id FROM (SELECT id, row_number() OVER (PARTITION BY account_id"
                + " ORDER BY bought DESC) AS n FROM purchase) t WHERE t.n = 1"),
        silent(
            "last-of-each-by-a-key",
            "SELECT t.id FROM (SELECT id, row_number() OVER (PARTITION BY account_id"
                + " ORDER BY bought DESC, id DESC) AS n FROM purchase) t WHERE t.n = 1"),
        new Statement(
            "far-page",
            "SELECT id, amount FROM purchase ORDER BY bought, id LIMIT 20 OFFSET 5000",
            new Expected.Advised("5000 rows for OFFSET")),
        silent(
            "near-page", "SELECT id, amount FROM purchase ORDER BY bought, id LIMIT 20 OFFSET 20"),
        silent(
            "no-page", "SELECT id, amount FROM purchase ORDER BY bought, id LIMIT 2000 OFFSET 0"));
  }

  private static List<Statement> untouchable() {
    return List.of(
        refused(
            "any-ten",
            "LIMIT and no ORDER BY",
            "SELECT id FROM purchase WHERE bought::date = '2024-09-09' LIMIT 10"),
        refused(
            "ten-inside",
            "LIMIT inside",
            "SELECT sum(t.amount) FROM (SELECT amount FROM purchase WHERE bought::date = '2024-09-09'"
                + " ORDER BY amount LIMIT 10) t"),
        refused(
            "some-of-each",
            "DISTINCT ON",
            "SELECT DISTINCT ON (account_id) account_id, id FROM purchase ORDER BY account_id"),
        refused(
            "a-list",
            "string_agg",
            "SELECT account_id, string_agg(status, ',') FROM purchase GROUP BY account_id"),
        refused("a-throw", "random()", "SELECT id FROM account WHERE random() < 0.5"),
        refused("thrown", "random() in a view", "SELECT id FROM dice WHERE eyes < 0.5"),
        refused("hidden-rows", "row security", "SELECT id FROM vault WHERE account_id = 3"),
        refused("own-function", "not IMMUTABLE", "SELECT id FROM purchase WHERE tax(amount) > 90"),
        refused("locking", "does not know", "SELECT id FROM account WHERE id = 3 FOR UPDATE"),
        refused(
            "recursive",
            "n",
            "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 5)"
                + " SELECT n FROM r"),
        refused("a-write", "writes", "UPDATE account SET plan = 'free' WHERE id = 3"));
  }
}
