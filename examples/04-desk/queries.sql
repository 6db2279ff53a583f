-- name: failed
-- calls: 300
SELECT id, account, subject FROM ticket WHERE status = 'failed' AND NOT deleted;
-- name: queue
-- calls: 900
SELECT id, subject, made FROM ticket WHERE status = 'open' AND NOT deleted ORDER BY made DESC LIMIT 20;
-- name: mine
-- calls: 2000
SELECT id, subject, status FROM ticket WHERE account = 2 AND NOT deleted ORDER BY made DESC LIMIT 10;
-- name: mine-rare
-- calls: 2000
SELECT id, subject, status FROM ticket WHERE account = 41234 AND NOT deleted ORDER BY made DESC LIMIT 10;
-- name: login
-- calls: 5000
SELECT id, name FROM account WHERE lower(email) = 'user4711@example11.org' AND deleted_at IS NULL;
-- name: build
-- calls: 100
SELECT id, status FROM ticket WHERE meta @> '{"source": "api", "client": {"build": 1250}}';
-- name: order
-- calls: 400
SELECT id, subject FROM ticket WHERE (meta ->> 'order')::int = 4711;
-- name: area
-- calls: 200
SELECT id, subject FROM ticket WHERE tags @> ARRAY['area-2901'];
-- name: find
-- calls: 150
SELECT id, subject FROM ticket WHERE subject ILIKE '%8d3f0%';
-- name: find-in-messages
-- calls: 60
SELECT id, ticket, body FROM message WHERE body LIKE '%4f1b9e%';
-- name: due
-- calls: 300
SELECT id, due FROM ticket WHERE due < timestamptz '2025-02-01 00:00+00' AND status <> 'closed' ORDER BY due LIMIT 30;
-- name: unseen
-- calls: 700
SELECT m.id, m.author, t.subject FROM message m JOIN ticket t ON t.id = m.ticket
WHERE m.seen IS NULL AND m.sent >= timestamptz '2024-03-01 00:00+00' AND m.sent < timestamptz '2024-03-04 00:00+00';
-- name: family
-- calls: 100
SELECT id, subject, status FROM ticket WHERE parent = 123463 OR id = 123463;
-- name: either
-- calls: 80
SELECT id, subject FROM ticket WHERE parent = 20823 OR (meta ->> 'order')::int = 777;
-- name: page
-- calls: 500
SELECT id, subject, made FROM ticket WHERE agent = 77 AND (made, id) < (timestamptz '2024-05-01 00:00+00', 120000)
ORDER BY made DESC, id DESC LIMIT 20;
-- name: urgent
-- calls: 600
SELECT id, subject, priority FROM ticket WHERE status IN ('open', 'waiting', 'failed') AND priority = 9 ORDER BY made LIMIT 10;
-- name: errors
-- calls: 120
SELECT id, ticket, detail FROM event WHERE kind = 'error' AND at >= timestamptz '2024-06-01 00:00+00' AND at < timestamptz '2024-06-15 00:00+00';
-- name: hour
-- calls: 50
SELECT count(*), count(DISTINCT ticket) FROM event WHERE at >= timestamptz '2024-07-03 10:00+00' AND at < timestamptz '2024-07-03 11:00+00';
-- name: ticket
-- calls: 6000
SELECT * FROM ticket WHERE id = 200001;
-- name: agents
-- calls: 500
SELECT id, name FROM agent WHERE team = 'team 17';
-- name: gold
-- calls: 20
SELECT a.id, a.name, count(*) FROM account a JOIN ticket t ON t.account = a.id
WHERE a.plan = 'gold' AND a.deleted_at IS NULL AND t.status = 'waiting' GROUP BY a.id, a.name;
-- name: write a ticket
-- calls: 800
INSERT INTO ticket VALUES (9000001, 4711, 7, NULL, 'open', 2, 'Refund 12345678 for 0123456789', ARRAY['kind-1', 'area-17'],
  '{"source": "web", "order": 17, "client": {"build": 99}}', timestamptz '2026-01-01 00:00+00', timestamptz '2026-01-01 00:00+00', NULL, false);
-- name: write a message
-- calls: 1500
INSERT INTO message VALUES (9000001, 4711, 'user 17', 'About the delivery that never came we wrote yesterday', timestamptz '2026-01-01 00:00+00', NULL);
-- name: close
-- calls: 700
UPDATE ticket SET status = 'closed', changed = timestamptz '2026-01-01 00:00+00' WHERE id = 33;
-- name: see
-- calls: 1400
UPDATE message SET seen = timestamptz '2026-01-01 00:00+00' WHERE id = 90;
-- name: remove
-- calls: 40
UPDATE ticket SET deleted = true WHERE id = 1234;
-- name: log
-- calls: 3000
INSERT INTO event SELECT 9000000 + n, timestamptz '2026-01-01 00:00+00' + n * interval '1 second', 'view', 17, 'page 3'
FROM generate_series(1, 20) n;
