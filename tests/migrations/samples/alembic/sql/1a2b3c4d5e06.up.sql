BEGIN;

CREATE SCHEMA audit;

CREATE TYPE order_state AS ENUM ('open', 'closed');

CREATE TABLE audit.entries (
    id SERIAL NOT NULL, 
    note VARCHAR(80), 
    user_id INTEGER, 
    PRIMARY KEY (id), 
    CONSTRAINT entries_user FOREIGN KEY(user_id) REFERENCES users (id)
);

CREATE INDEX ix_audit_entries_note ON audit.entries (note);

COMMENT ON TABLE audit.entries IS 'who did what';

ALTER TABLE users ADD COLUMN changed TIMESTAMP WITHOUT TIME ZONE;

ALTER TABLE orders ADD COLUMN changed TIMESTAMP WITHOUT TIME ZONE;

ALTER TABLE orders RENAME TO purchases;

ALTER TABLE purchases ADD COLUMN state order_state DEFAULT 'open' NOT NULL;

ALTER TABLE purchases ALTER COLUMN note TYPE VARCHAR(200);

ALTER TABLE purchases RENAME note TO remark;

CREATE INDEX ix_purchases_state ON purchases (state);

ALTER TABLE purchases ADD CONSTRAINT ck_state CHECK (remark <> 'lost');

ALTER TABLE users ALTER COLUMN role SET DEFAULT 'member';

ALTER TABLE users ALTER COLUMN email DROP NOT NULL;

COMMENT ON COLUMN users.email IS 'may be unknown';

ALTER TABLE purchases ADD CONSTRAINT fk_self FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE SET NULL NOT VALID;

ALTER TABLE purchases ADD CONSTRAINT no_twice EXCLUDE USING btree (id WITH =);

COMMENT ON TABLE users IS 'people';

INSERT INTO audit.entries (id, note) VALUES (1, 'start');

UPDATE audit.entries SET note='begin' WHERE audit.entries.id = 1;

DELETE FROM audit.entries;

UPDATE users SET nick = email WHERE nick IS NULL;
INSERT INTO audit.entries (id, note) VALUES (2, 'a;b');

COMMIT;

CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_users_nick ON users (nick);

BEGIN;

COMMIT;
