package dev.proven.postgres.rewrite;

/** A small shop that has a column for every trap. */
public final class Shop {
  private static final String SETUP =
      """
      CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
      CREATE DOMAIN percent AS int CHECK (VALUE BETWEEN 0 AND 100);
      CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE customer (
        id int PRIMARY KEY, name text NOT NULL, email text, region int, joined date NOT NULL,
        boss int REFERENCES customer, feeling mood, code char(6) NOT NULL,
        nick text COLLATE any_case NOT NULL);
      CREATE TABLE orders (
        id bigint PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, placed timestamp NOT NULL,
        shipped timestamp, sent timestamptz, status text NOT NULL, total numeric(10, 2) NOT NULL,
        weight float8, score real, discount percent, note text, tag uuid, payer int,
        CHECK (total >= 0));
      CREATE TABLE item (
        order_id bigint NOT NULL REFERENCES orders, line int NOT NULL, product int NOT NULL,
        quantity int NOT NULL, price numeric(10, 2), PRIMARY KEY (order_id, line));
      CREATE TABLE blocked (customer_id int, reason text);
      CREATE TABLE partner (customer_id int NOT NULL, since date, UNIQUE (customer_id) DEFERRABLE);
      CREATE TABLE parent (id int PRIMARY KEY, kind int NOT NULL);
      CREATE TABLE child () INHERITS (parent);
      CREATE TABLE secret (id int PRIMARY KEY, customer_id int NOT NULL);
      ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
      CREATE TABLE parted (id int NOT NULL, kind int NOT NULL, PRIMARY KEY (id, kind))
        PARTITION BY LIST (kind);
      CREATE TABLE parted1 PARTITION OF parted FOR VALUES IN (1, 2, 3);
      CREATE TABLE half (id int);
      INSERT INTO half VALUES (NULL);
      ALTER TABLE half ADD CONSTRAINT id_there NOT NULL id NOT VALID;
      CREATE TABLE floats (f float8 NOT NULL, n numeric NOT NULL);
      CREATE VIEW lucky AS SELECT id, random() AS luck FROM customer;
      CREATE VIEW open_orders AS SELECT * FROM orders WHERE status = 'open';
      CREATE FUNCTION own(int) RETURNS int LANGUAGE sql STABLE AS 'SELECT $1';
      CREATE FUNCTION fixed(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
      CREATE SCHEMA "Zwei";
      CREATE TABLE "Zwei"."Größe" ("Id" int PRIMARY KEY, "select" int NOT NULL, "a""b" text);
      INSERT INTO customer SELECT i, 'name ' || i, CASE WHEN i % 7 > 0 THEN 'u' || i || '@x.org' END,
        i % 11, date '2020-01-01' + i % 1500, CASE WHEN i > 5 THEN i / 5 END,
        CASE i % 3 WHEN 0 THEN 'ok'::mood WHEN 1 THEN 'sad' END, 'c' || i % 50, 'n' || i
        FROM generate_series(1, 2000) i;
      INSERT INTO orders SELECT i, 1 + i * 7919 % 1900, timestamp '2023-01-01' + i * interval '53 min',
        CASE WHEN i % 5 > 0 THEN timestamp '2023-01-02' + i * interval '53 min' END,
        timestamptz '2023-01-01 UTC' + i * interval '53 min',
        CASE WHEN i % 9 = 0 THEN 'open' ELSE 'done' END, (i * 104729 % 100000) / 100.0,
        i / 7.0, i / 3.0, i % 100, CASE WHEN i % 4 = 0 THEN 'note ' || i % 10 END,
        CASE WHEN i % 3 = 0 THEN '00000000-0000-0000-0000-000000000001'::uuid END,
        CASE WHEN i % 6 > 0 THEN 1 + i % 300 END
        FROM generate_series(1, 5000) i;
      INSERT INTO item SELECT o, l, 1 + (o * 31 + l * 17) % 500, l, CASE WHEN o % 8 > 0 THEN o % 90 END
        FROM generate_series(1, 5000) o, generate_series(1, 2) l;
      INSERT INTO blocked SELECT i * 3, 'r' FROM generate_series(1, 100) i;
      INSERT INTO blocked VALUES (NULL, 'unknown');
      INSERT INTO partner SELECT i * 2, NULL FROM generate_series(1, 200) i;
      INSERT INTO parent VALUES (1, 1), (2, 1);
      INSERT INTO child VALUES (1, 2), (2, 1);
      INSERT INTO floats VALUES (9007199254740992, 9007199254740993), (1, 1);
      CREATE ROLE reader LOGIN PASSWORD 'r';
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
      """;

  private Shop() {}

  /** A server with it. */
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test of a class
  public static RewriteServer open() {
    return new RewriteServer(SETUP);
  }
}
