-- A support desk that has grown for years: skewed values, documents, arrays, texts, soft deletes,
-- and indexes that somebody made twice.
SELECT setseed(0.42);
CREATE TABLE account (
  id int PRIMARY KEY, email text NOT NULL, name text NOT NULL, country text NOT NULL,
  plan text NOT NULL, settings jsonb NOT NULL, joined timestamptz NOT NULL, deleted_at timestamptz);
CREATE TABLE agent (id int PRIMARY KEY, name text NOT NULL, team text NOT NULL UNIQUE);
CREATE TABLE ticket (
  id bigint PRIMARY KEY, account int NOT NULL REFERENCES account, agent int REFERENCES agent,
  parent bigint, status text NOT NULL, priority int NOT NULL, subject text NOT NULL,
  tags text[] NOT NULL, meta jsonb NOT NULL, made timestamptz NOT NULL, changed timestamptz NOT NULL,
  due timestamptz, deleted boolean NOT NULL);
CREATE TABLE message (
  id bigint PRIMARY KEY, ticket bigint NOT NULL REFERENCES ticket, author text NOT NULL,
  body text NOT NULL, sent timestamptz NOT NULL, seen timestamptz);
CREATE TABLE event (id bigint, at timestamptz NOT NULL, kind text NOT NULL, ticket bigint NOT NULL,
  detail text NOT NULL);
INSERT INTO agent SELECT n, 'agent ' || n, 'team ' || n FROM generate_series(1, 200) n;
INSERT INTO account
  SELECT n, 'User' || n || '@Example' || n % 50 || '.org', initcap(md5(n::text)),
    CASE WHEN n % 100 < 80 THEN 'DE' WHEN n % 100 < 98 THEN 'FR' ELSE 'L' || n % 30 END,
    CASE WHEN n % 500 = 0 THEN 'gold' WHEN n % 10 = 0 THEN 'silver' ELSE 'free' END,
    jsonb_build_object('lang', CASE WHEN n % 997 = 0 THEN 'is' ELSE 'de' END, 'beta', n % 200 = 0),
    timestamptz '2019-01-01 00:00+00' + n * interval '1 hour',
    CASE WHEN n % 12 = 0 THEN timestamptz '2025-01-01 00:00+00' + n * interval '1 minute' END
  FROM generate_series(1, 50000) n;
INSERT INTO ticket
  SELECT n, 1 + (power(random(), 4) * 49998)::int,
    CASE WHEN n % 5 > 0 THEN 1 + (power(random(), 2) * 198)::int END,
    CASE WHEN n % 40 = 0 THEN n - 17 END,
    CASE WHEN n % 2500 = 0 THEN 'failed' WHEN n % 150 = 0 THEN 'waiting' WHEN n % 33 = 0 THEN 'open'
      ELSE 'closed' END,
    CASE WHEN n % 700 = 0 THEN 9 ELSE n % 4 END,
    (ARRAY['Invoice', 'Login', 'Delivery', 'Refund', 'Other'])[1 + n % 5] || ' '
      || substr(md5(n::text), 1, 8) || ' for ' || substr(md5((n % 5000)::text), 1, 10),
    ARRAY['kind-' || n % 6, 'area-' || (power(random(), 3) * 3000)::int],
    jsonb_build_object('source', (ARRAY['web', 'mail', 'api'])[1 + (n % 50 = 0)::int + n % 2],
      'order', n % 90000, 'client', jsonb_build_object('build', n % 4000)),
    timestamptz '2023-01-01 00:00+00' + n * interval '4 minutes',
    timestamptz '2023-01-01 00:00+00' + n * interval '4 minutes' + n % 1000 * interval '1 hour',
    CASE WHEN n % 60 = 0 THEN timestamptz '2025-01-01 00:00+00' + n % 9000 * interval '1 hour' END,
    n % 45 = 0
  FROM generate_series(1, 250000) n;
INSERT INTO message
  SELECT n, 1 + (power(random(), 2) * 249998)::int, 'user ' || n % 20000,
    'About ' || md5(n::text) || ' we wrote ' || substr(md5((n * 7)::text), 1, 20),
    timestamptz '2023-01-01 00:00+00' + n * interval '2 minutes',
    CASE WHEN n % 90 > 0 THEN timestamptz '2023-01-02 00:00+00' + n * interval '2 minutes' END
  FROM generate_series(1, 350000) n;
INSERT INTO event
  SELECT n, timestamptz '2024-01-01 00:00+00' + n * interval '1 minute',
    CASE WHEN n % 3000 = 0 THEN 'error' ELSE 'view' END, 1 + n % 250000, 'page ' || n % 300
  FROM generate_series(1, 400000) n;
-- What has gathered over the years.
CREATE INDEX ticket_account ON ticket (account);
CREATE INDEX ticket_account_changed ON ticket (account, changed);
CREATE INDEX message_ticket ON message (ticket);
CREATE INDEX message_ticket_again ON message (ticket);
CREATE INDEX ticket_priority ON ticket (priority);
CREATE INDEX account_plan ON account (plan);
