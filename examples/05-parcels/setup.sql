-- A parcel carrier for many merchants: one of them is a third of everything, nearly all is done and over,
-- what is rare is old, and the catalog has grown in two languages.
SELECT setseed(0.17);
CREATE TABLE merchant (
  id int PRIMARY KEY, name text NOT NULL, tier text NOT NULL, country char(2) NOT NULL, closed_at timestamp);
CREATE TABLE depot (id int PRIMARY KEY, code text NOT NULL UNIQUE, region text NOT NULL);
CREATE TABLE courier (
  id int PRIMARY KEY, depot_id int NOT NULL REFERENCES depot, name text NOT NULL, hired_on date NOT NULL, left_on date);
CREATE TABLE "Tariff" (
  "Id" int PRIMARY KEY, "merchantId" int NOT NULL REFERENCES merchant, "maxGrams" int NOT NULL, cents int NOT NULL);
CREATE TABLE empfänger (
  id int PRIMARY KEY, name text NOT NULL, straße text NOT NULL, city text NOT NULL, phone text, email text);
CREATE TABLE parcel (
  id bigint PRIMARY KEY, merchant_id int NOT NULL REFERENCES merchant, recipient_id int NOT NULL REFERENCES empfänger,
  depot_id int NOT NULL REFERENCES depot, tariff_id int REFERENCES "Tariff", tracking text NOT NULL, external_ref text,
  replaces bigint, status text NOT NULL, grams int NOT NULL, cents int NOT NULL, attributes jsonb NOT NULL,
  flags text[] NOT NULL, note text, promised_on date NOT NULL, created_at timestamp NOT NULL,
  delivered_at timestamp, deleted_at timestamp);
CREATE TABLE scan (
  id bigint PRIMARY KEY, parcel_id bigint NOT NULL REFERENCES parcel, depot_id int NOT NULL, courier_id int,
  kind text NOT NULL, at timestamp NOT NULL, detail text);
CREATE TABLE attempt (
  id bigint PRIMARY KEY, parcel_id bigint NOT NULL REFERENCES parcel, courier_id int REFERENCES courier,
  result text NOT NULL, at timestamp NOT NULL, signature text);
CREATE TABLE claim (
  id int PRIMARY KEY, parcel_id bigint NOT NULL REFERENCES parcel, kind text NOT NULL, state text NOT NULL,
  cents int NOT NULL, story text NOT NULL, opened_at timestamp NOT NULL, deleted_at timestamp);
CREATE TABLE refund (id int PRIMARY KEY, parcel_id bigint, cents int NOT NULL, paid_at timestamp);
CREATE TABLE webhook (
  id bigint PRIMARY KEY, merchant_id int NOT NULL REFERENCES merchant, parcel_id bigint, status text NOT NULL,
  attempts int NOT NULL, url text NOT NULL, body jsonb NOT NULL, next_at timestamp, created_at timestamp NOT NULL);
CREATE TABLE invoice_line (
  id bigint PRIMARY KEY, merchant_id int NOT NULL REFERENCES merchant, parcel_id bigint, booked_on date NOT NULL,
  cents int NOT NULL, text text NOT NULL);
INSERT INTO merchant
  SELECT n, 'Shop ' || initcap(substr(md5(n::text), 1, 9)), CASE WHEN n <= 3 THEN 'key' WHEN n % 40 = 0 THEN 'plus' ELSE 'basic' END,
    CASE WHEN n % 60 = 0 THEN 'IS' WHEN n % 9 = 0 THEN 'AT' ELSE 'DE' END,
    CASE WHEN n % 11 = 0 THEN timestamp '2025-01-01' + n * interval '1 hour' END
  FROM generate_series(1, 2000) n;
INSERT INTO depot SELECT n, 'D' || lpad(n::text, 3, '0'), 'region ' || n % 12 FROM generate_series(1, 120) n;
INSERT INTO courier
  SELECT n, 1 + (power(random(), 2) * 119)::int, 'Courier ' || n, date '2015-01-01' + n, CASE WHEN n % 3 = 0 THEN date '2024-01-01' + n % 500 END
  FROM generate_series(1, 3000) n;
INSERT INTO "Tariff" SELECT n, 1 + n % 2000, 500 * (1 + n % 40), 290 + n % 1700 FROM generate_series(1, 6000) n;
INSERT INTO empfänger
  SELECT n, (ARRAY['Anna', 'Jörg', 'Mia', 'Paul', 'Zoë', 'Emil', 'Ida', 'Björn'])[1 + n % 8] || ' '
      || (ARRAY['Müller', 'Schmidt', 'Øster', 'Weiß', 'Nowak', 'Ö'])[1 + (power(random(), 3) * 5)::int] || substr(md5(n::text), 1, 4),
    initcap(translate(substr(md5((n % 30000)::text), 1, 9), '0123456789', 'aeioulnrst')) || 'straße ' || n % 180,
    'City ' || (power(random(), 4) * 900)::int,
    CASE WHEN n % 3 > 0 THEN '+49' || lpad((n * 7919 % 100000000)::text, 8, '0') END,
    CASE WHEN n % 4 > 0 THEN 'User.' || n || '@Mail' || n % 20 || '.example' END
  FROM generate_series(1, 120000) n;
INSERT INTO parcel
  SELECT n, CASE WHEN random() < 0.33 THEN 1 ELSE 2 + (power(random(), 3) * 1998)::int END,
    1 + (power(random(), 2) * 119999)::int, 1 + (power(random(), 2) * 119)::int, CASE WHEN n % 6 > 0 THEN 1 + n % 6000 END,
    'RX' || upper(substr(md5(n::text), 1, 10)) || 'DE', CASE WHEN n % 5 = 0 THEN 'SO-' || n % 80000 END,
    CASE WHEN n % 350 = 0 THEN n - 210 END,
    CASE WHEN n <= 60000 AND n % 211 = 0 THEN 'lost' WHEN n % 1300 = 0 THEN 'returned' WHEN n > 297000 AND n % 2 = 0 THEN 'transit'
      WHEN n % 60 = 0 THEN 'transit' ELSE 'delivered' END,
    50 + (power(random(), 5) * 30000)::int, 290 + (power(random(), 3) * 4000)::int,
    jsonb_build_object('channel', (ARRAY['web', 'web', 'web', 'edi', 'app'])[1 + n % 5], 'batch', n % 20000,
      'customs', jsonb_build_object('hs', n % 3000, 'eu', n % 50 > 0)),
    ARRAY['size-' || n % 5, 'lane-' || (power(random(), 3) * 4000)::int] || CASE WHEN n % 1500 = 0 THEN ARRAY['hazard'] ELSE ARRAY[]::text[] END,
    CASE WHEN n % 12 = 0 THEN 'Leave with ' || substr(md5((n * 3)::text), 1, 14) || ', ring twice' END,
    date '2024-01-03' + n / 600, timestamp '2024-01-01 00:00' + n * interval '145 seconds',
    CASE WHEN n % 60 > 0 THEN timestamp '2024-01-02 12:00' + n * interval '145 seconds' END,
    CASE WHEN n % 37 = 0 THEN timestamp '2025-06-01 00:00' + n * interval '1 second' END
  FROM generate_series(1, 300000) n;
INSERT INTO scan
  SELECT n, 1 + n / 3, 1 + (power(random(), 2) * 119)::int, CASE WHEN n % 3 = 0 THEN 1 + (power(random(), 2) * 2999)::int END,
    CASE WHEN n % 2221 = 0 THEN 'damage' WHEN n % 3 = 0 THEN 'out' WHEN n % 3 = 1 THEN 'in' ELSE 'sort' END,
    timestamp '2024-01-01 02:00' + n / 3 * interval '145 seconds' + n % 3 * interval '9 hours',
    CASE WHEN n % 25 = 0 THEN 'belt ' || n % 17 END
  FROM generate_series(1, 880000) n;
INSERT INTO attempt
  SELECT n, 1 + (power(random(), 1.5) * 299998)::int, CASE WHEN n % 20 > 0 THEN 1 + (power(random(), 2) * 2999)::int END,
    CASE WHEN n % 400 = 0 THEN 'refused' WHEN n % 30 = 0 THEN 'absent' ELSE 'handed over' END,
    timestamp '2024-01-02 08:00' + n * interval '3 minutes', CASE WHEN n % 2 = 0 THEN md5((n * 11)::text) END
  FROM generate_series(1, 220000) n;
INSERT INTO claim
  SELECT n, 1 + (power(random(), 2) * 299998)::int, CASE WHEN n < 6000 AND n % 80 = 0 THEN 'theft' WHEN n % 7 = 0 THEN 'damage' ELSE 'late' END,
    CASE WHEN n % 90 = 0 THEN 'open' WHEN n % 50 = 0 THEN 'appeal' ELSE 'settled' END, 500 + n % 9000,
    'The parcel ' || md5(n::text) || ' came late and the box was ' || md5((n * 5)::text),
    timestamp '2024-01-05 00:00' + n * interval '15 minutes', CASE WHEN n % 25 = 0 THEN timestamp '2025-07-01 00:00' END
  FROM generate_series(1, 45000) n;
INSERT INTO refund
  SELECT n, 1 + (power(random(), 2) * 299998)::int, 500 + n % 9000, CASE WHEN n % 8 > 0 THEN timestamp '2024-02-01 00:00' + n * interval '20 minutes' END
  FROM generate_series(1, 30000) n;
INSERT INTO webhook
  SELECT n, CASE WHEN random() < 0.33 THEN 1 ELSE 2 + (power(random(), 3) * 1998)::int END, CASE WHEN n % 9 > 0 THEN n END,
    CASE WHEN n % 3100 = 0 THEN 'failed' WHEN n % 40 = 0 THEN 'dropped' ELSE 'sent' END, CASE WHEN n % 3100 = 0 THEN n / 3100 % 9 ELSE 1 END,
    'https://hooks' || n % 300 || '.example/parcels', jsonb_build_object('event', 'status', 'id', n, 'old', md5(n::text)),
    CASE WHEN n % 3100 = 0 THEN timestamp '2025-06-01 00:00' + n * 37 % 90000 * interval '1 second' END,
    timestamp '2024-01-01 00:00' + n * interval '150 seconds'
  FROM generate_series(1, 300000) n;
INSERT INTO invoice_line
  SELECT n, CASE WHEN random() < 0.33 THEN 1 ELSE 2 + (power(random(), 3) * 1998)::int END, CASE WHEN n % 4 > 0 THEN n END,
    date '2024-01-01' + n / 500, 290 + n % 4000, 'Carriage ' || n % 700
  FROM generate_series(1, 260000) n;
-- What has gathered over the years.
CREATE INDEX parcel_merchant ON parcel (merchant_id);
CREATE INDEX parcel_merchant_depot ON parcel (merchant_id, depot_id);
CREATE INDEX scan_courier ON scan (courier_id);
CREATE INDEX scan_courier_2 ON scan (courier_id);
CREATE INDEX parcel_grams ON parcel (grams);
CREATE INDEX "Invoice by Merchant" ON invoice_line (merchant_id);
CREATE INDEX claim_parcel ON claim (parcel_id);
