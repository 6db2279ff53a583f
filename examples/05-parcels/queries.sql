-- name: failed hooks
-- calls: 2000
SELECT id, merchant_id, url, attempts FROM webhook WHERE status = 'failed' AND attempts < 5 ORDER BY next_at, id LIMIT 50;
-- name: hooks of a day
-- calls: 300
SELECT count(*), max(attempts) FROM webhook WHERE status = 'sent' AND merchant_id = 1 AND created_at::date = DATE '2025-01-14';
-- name: recipient by beginning
-- calls: 900
SELECT id, name, city FROM empfänger WHERE lower(name) LIKE 'jörg weiß7a%' ORDER BY name, id LIMIT 20;
-- name: recipient by street
-- calls: 200
SELECT id, name, straße FROM empfänger WHERE straße ILIKE '%NIRABECS%';
-- name: last scans
-- calls: 700
SELECT DISTINCT ON (s.parcel_id) s.parcel_id, s.kind, s.at, s.depot_id FROM parcel p JOIN scan s ON s.parcel_id = p.id
WHERE p.merchant_id = 37 AND p.status = 'transit' AND p.deleted_at IS NULL ORDER BY s.parcel_id, s.at DESC, s.id DESC;
-- name: batch
-- calls: 250
SELECT id, tracking, status FROM parcel WHERE attributes @> '{"batch": 4711, "customs": {"eu": true}}';
-- name: special handling
-- calls: 150
SELECT id, tracking, flags FROM parcel WHERE flags && ARRAY['hazard', 'lane-3977'] AND deleted_at IS NULL;
-- name: claims without a refund
-- calls: 60
SELECT id, parcel_id, cents FROM claim WHERE state = 'open' AND deleted_at IS NULL
AND parcel_id NOT IN (SELECT parcel_id FROM refund);
-- name: last parcel before
-- calls: 120
SELECT p.id, p.tracking, (SELECT max(q.created_at) FROM parcel q WHERE q.recipient_id = p.recipient_id AND q.id < p.id) AS before
FROM parcel p WHERE p.merchant_id = 1999 AND p.created_at >= TIMESTAMP '2025-04-20 00:00';
-- name: either number
-- calls: 3000
SELECT id, tracking, status FROM parcel WHERE tracking = 'RXE10ADC3949DE' OR external_ref = 'SO-4710';
-- name: far page
-- calls: 30
SELECT id, booked_on, cents FROM invoice_line WHERE merchant_id = 1 ORDER BY booked_on DESC, id DESC OFFSET 8000 LIMIT 20;
-- name: merchants with thefts
-- calls: 40
SELECT DISTINCT m.id, m.name FROM merchant m JOIN parcel p ON p.merchant_id = m.id JOIN claim c ON c.parcel_id = p.id
WHERE c.kind = 'theft' AND c.deleted_at IS NULL;
-- name: refusals of a depot
-- calls: 100
SELECT c.id, c.name, count(a.id) AS refused FROM courier c LEFT JOIN attempt a ON a.courier_id = c.id AND a.result = 'refused'
WHERE c.depot_id = 17 GROUP BY c.id, c.name ORDER BY refused DESC, c.id;
-- name: page of a merchant
-- calls: 2500
SELECT id, tracking, status, created_at FROM parcel WHERE merchant_id = 1 AND deleted_at IS NULL
AND (created_at, id) < (TIMESTAMP '2024-09-01 00:00', 150000) ORDER BY created_at DESC, id DESC LIMIT 25;
-- name: lost and late
-- calls: 400
SELECT id, tracking, promised_on FROM parcel WHERE status = 'lost' AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 15;
-- name: damaged on the way
-- calls: 200
SELECT p.id, p.tracking FROM parcel p WHERE p.merchant_id = 1 AND p.status <> 'delivered'
AND EXISTS (SELECT FROM scan s WHERE s.parcel_id = p.id AND s.kind = 'damage');
-- name: last three of each courier
-- calls: 150
SELECT courier_id, id, at, result FROM (SELECT a.courier_id, a.id, a.at, a.result,
  row_number() OVER (PARTITION BY a.courier_id ORDER BY a.at DESC, a.id DESC) AS n
  FROM attempt a JOIN courier c ON c.id = a.courier_id WHERE c.depot_id = 90 AND c.left_on IS NULL) t WHERE n <= 3;
-- name: month of the giant
-- calls: 80
SELECT status, count(*), sum(cents), sum(grams) FROM parcel
WHERE merchant_id = 1 AND date_trunc('month', created_at) = TIMESTAMP '2025-03-01 00:00' GROUP BY status;
-- name: write a parcel
-- calls: 1200
INSERT INTO parcel VALUES (9000001, 1, 4711, 17, NULL, 'RXFFFFFFFFFFDE', 'SO-900001', NULL, 'transit', 1200, 590,
  '{"channel": "web", "batch": 19, "customs": {"hs": 7, "eu": true}}', ARRAY['size-1', 'lane-12'], NULL,
  DATE '2025-06-01', TIMESTAMP '2025-06-01 00:00', NULL, NULL);
-- name: write scans
-- calls: 3500
INSERT INTO scan SELECT 9000000 + n, 1000 + n * 17, n, 40 + n, 'sort', TIMESTAMP '2025-06-01 00:00' + n * interval '1 second', NULL
FROM generate_series(1, 10) n;
-- name: deliver
-- calls: 1100
UPDATE parcel SET status = 'delivered', delivered_at = TIMESTAMP '2025-06-01 10:00' WHERE id = 299940;
-- name: hook again
-- calls: 900
UPDATE webhook SET attempts = attempts + 1, next_at = TIMESTAMP '2025-06-02 00:00' WHERE id = 31000;
-- name: withdraw a claim
-- calls: 50
UPDATE claim SET deleted_at = TIMESTAMP '2025-06-01 10:00' WHERE id = 900;
