-- Verify shop:billing/orders on pg

BEGIN;

-- XXX Add verifications here.

ROLLBACK;
