-- Deploy shop:users to pg

BEGIN;

CREATE TABLE IF NOT EXISTS users (id integer PRIMARY KEY, name text);

COMMIT;
