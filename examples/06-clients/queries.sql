-- name: balance
-- calls: 1000
SELECT balance FROM account WHERE id = 4711;

-- name: statement
-- calls: 200
SELECT id, amount FROM entry WHERE account = 7920 ORDER BY id DESC LIMIT 20;
