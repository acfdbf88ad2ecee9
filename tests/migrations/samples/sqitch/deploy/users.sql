-- Deploy shop:users to pg

ALTER TABLE users ADD COLUMN email text;
