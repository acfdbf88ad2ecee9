ALTER INDEX "shop_product_name" RENAME TO "shop_name";
CREATE INDEX "shop_code_price" ON "shop_product" ("code", "price" DESC);
DROP INDEX IF EXISTS "shop_price";
DROP INDEX IF EXISTS "shop_name";
