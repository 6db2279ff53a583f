CREATE TABLE customer (
  id int PRIMARY KEY, email text NOT NULL, name text NOT NULL, city text NOT NULL, joined date NOT NULL);
CREATE TABLE product (
  id int PRIMARY KEY, title text NOT NULL, category int NOT NULL, price numeric(10, 2) NOT NULL);
CREATE TABLE purchase (
  id int PRIMARY KEY, customer int NOT NULL, placed timestamp NOT NULL, status text NOT NULL,
  total numeric(10, 2) NOT NULL);
CREATE TABLE purchase_item (
  purchase int NOT NULL, line int NOT NULL, product int NOT NULL, quantity int NOT NULL,
  PRIMARY KEY (purchase, line));
INSERT INTO customer
  SELECT i, 'user' || i || '@example.org', 'Name ' || i, 'City ' || i % 300, date '2020-01-01' + i % 2000
  FROM generate_series(1, 30000) i;
INSERT INTO product
  SELECT i, 'Product ' || i, i % 80, (i::bigint * 7919 % 20000) / 100.0 FROM generate_series(1, 5000) i;
INSERT INTO purchase
  SELECT i, 1 + i::bigint * 7919 % 30000, timestamp '2024-01-01' + i * interval '4 minutes',
    CASE WHEN i % 50 = 0 THEN 'open' ELSE 'done' END, (i::bigint * 104729 % 100000) / 100.0
  FROM generate_series(1, 200000) i;
INSERT INTO purchase_item
  SELECT p, l, 1 + (p * 31 + l * 17) % 5000, 1 + l
  FROM generate_series(1, 200000) p, generate_series(1, 2) l;
