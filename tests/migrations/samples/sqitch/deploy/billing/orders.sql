-- Deploy shop:billing/orders to pg
-- requires: users

BEGIN;

-- XXX Add DDLs here.

COMMIT;
