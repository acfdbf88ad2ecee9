CREATE INDEX "shop_name" ON "shop_product" ("name");
CREATE INDEX "shop_price" ON "shop_product" ("price" DESC);
DROP INDEX IF EXISTS "shop_code_price";
ALTER INDEX "shop_name" RENAME TO "shop_product_name";
