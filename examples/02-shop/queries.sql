-- name: login
-- calls: 5000
SELECT id, name FROM customer WHERE email = 'user4711@example.org';
-- name: my purchases
-- calls: 3000
SELECT id, placed, status, total FROM purchase WHERE customer = 4711 ORDER BY placed DESC LIMIT 20;
-- name: one purchase
-- calls: 3000
SELECT i.line, p.title, i.quantity, p.price
FROM purchase_item i JOIN product p ON p.id = i.product WHERE i.purchase = 12345 ORDER BY i.line;
-- name: open purchases
-- calls: 200
SELECT count(*), sum(total) FROM purchase WHERE status = 'open' AND placed >= timestamp '2025-06-01';
-- name: sales of a product
-- calls: 100
SELECT sum(i.quantity), count(DISTINCT u.customer)
FROM purchase_item i JOIN purchase u ON u.id = i.purchase WHERE i.product = 42;
-- name: month
-- calls: 5
SELECT date_trunc('day', placed) AS day, count(*), sum(total) FROM purchase
WHERE placed >= timestamp '2025-01-01' AND placed < timestamp '2025-02-01' GROUP BY 1 ORDER BY 1;
-- name: buy
-- calls: 400
INSERT INTO purchase VALUES (9000001, 4711, timestamp '2026-01-01', 'open', 12.50);
-- name: buy an item
-- calls: 800
INSERT INTO purchase_item VALUES (9000001, 1, 42, 2);
-- name: ship
-- calls: 400
UPDATE purchase SET status = 'done' WHERE id = 50;
