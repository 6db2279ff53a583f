-- Short statements of the usual shapes: a lookup, a range, a join, an aggregate, a sort, a write.
-- name: lookup
SELECT * FROM item WHERE id BETWEEN 700 AND 720;
-- name: range
SELECT count(*), sum(price) FROM item WHERE price BETWEEN 100 AND 400;
-- name: join
SELECT g.name, count(*) FROM item i JOIN grp g ON g.id = i.grp WHERE i.price < 500 GROUP BY g.name;
-- name: aggregate
SELECT grp, avg(price), max(created) FROM item GROUP BY grp ORDER BY grp;
-- name: sort
SELECT id, price FROM item ORDER BY price DESC, id LIMIT 20;
-- name: write
UPDATE item SET price = price + 1 WHERE id = 4711;
