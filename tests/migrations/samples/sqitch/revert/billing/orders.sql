-- Revert shop:billing/orders from pg

BEGIN;

-- XXX Add DDLs here.

COMMIT;
