BEGIN;

ALTER TABLE orders ADD COLUMN note TEXT;

COMMENT ON COLUMN orders.note IS 'free text';

ALTER TABLE orders ADD COLUMN twice NUMERIC(12, 2) GENERATED ALWAYS AS (id * 2) STORED;

ALTER TABLE orders ALTER COLUMN user_id SET NOT NULL;

ALTER TABLE orders ALTER COLUMN total TYPE NUMERIC(12, 2);

DROP INDEX ix_orders_user_id;

ALTER TABLE orders ADD UNIQUE (user_id, total);

ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;

ALTER TABLE orders ADD FOREIGN KEY(user_id) REFERENCES users (id);

ALTER TABLE orders DROP COLUMN tags;

ALTER TABLE users ADD COLUMN token UUID DEFAULT gen_random_uuid() NOT NULL;

ALTER TABLE users ADD COLUMN nick VARCHAR(40);

CREATE UNIQUE INDEX ix_users_nick_lower ON users (lower(nick));

COMMIT;
