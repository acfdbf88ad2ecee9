ALTER TABLE "shop_product" ADD CONSTRAINT "shop_name_color" UNIQUE ("name", "color");
CREATE UNIQUE INDEX "shop_lower_name" ON "shop_product" ((LOWER("name")));
ALTER TABLE "shop_product" ADD CONSTRAINT "shop_stock_small" CHECK ("stock" < 1000);
ALTER TABLE "shop_product" DROP CONSTRAINT "shop_price_positive";
DROP INDEX IF EXISTS "shop_code_in_stock";
