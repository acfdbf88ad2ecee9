CREATE INDEX CONCURRENTLY "shop_seen" ON "shop_product" ("seen");
DROP INDEX CONCURRENTLY IF EXISTS "shop_price";
