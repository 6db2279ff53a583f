-- A bank with many small transactions; only how clients connect is wasteful here.
CREATE TABLE account (id int PRIMARY KEY, branch int NOT NULL, balance numeric(12, 2) NOT NULL);
INSERT INTO account SELECT i, i % 100, (i::bigint * 37 % 100000) / 100.0 FROM generate_series(1, 200000) i;
CREATE TABLE entry (id int PRIMARY KEY, account int NOT NULL, amount numeric(12, 2) NOT NULL);
INSERT INTO entry SELECT i, 1 + (i::bigint * 7919 % 200000), (i % 2000 - 1000) / 10.0 FROM generate_series(1, 400000) i;
CREATE INDEX entry_account ON entry (account);
VACUUM ANALYZE;
