ALTER TABLE "shop_product" DROP COLUMN "amount" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "weight" CASCADE;
SET CONSTRAINTS "orders_category_id_b4dcd95a_fk_shop_section_id" IMMEDIATE; ALTER TABLE "purchases" DROP CONSTRAINT "orders_category_id_b4dcd95a_fk_shop_section_id";
ALTER TABLE "purchases" DROP COLUMN "category_id" CASCADE;
DROP TABLE "purchases_products" CASCADE;
SET CONSTRAINTS "orders_by_code_id_15e9344f_fk_shop_product_token" IMMEDIATE; ALTER TABLE "purchases" DROP CONSTRAINT "orders_by_code_id_15e9344f_fk_shop_product_token";
ALTER TABLE "purchases" DROP COLUMN "by_code_id" CASCADE;
