-- Revert shop:users from pg

ALTER TABLE users DROP COLUMN email;
