CREATE INDEX CONCURRENTLY "shop_price" ON "shop_product" ("price" DESC);
DROP INDEX CONCURRENTLY IF EXISTS "shop_seen";
