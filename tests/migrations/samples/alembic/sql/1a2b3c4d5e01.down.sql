BEGIN;

DROP INDEX ix_orders_user_id;

DROP TABLE orders;

DROP TABLE users;

COMMIT;
