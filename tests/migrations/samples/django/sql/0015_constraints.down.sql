CREATE UNIQUE INDEX "shop_code_in_stock" ON "shop_product" ("stock", "code") WHERE "stock" > 0;
ALTER TABLE "shop_product" ADD CONSTRAINT "shop_price_positive" CHECK ("price" >= 0);
ALTER TABLE "shop_product" DROP CONSTRAINT "shop_stock_small";
DROP INDEX IF EXISTS "shop_lower_name";
ALTER TABLE "shop_product" DROP CONSTRAINT "shop_name_color";
