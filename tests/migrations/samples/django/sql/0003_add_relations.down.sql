SET CONSTRAINTS "orders_by_code_id_15e9344f_fk_shop_product_token" IMMEDIATE; ALTER TABLE "orders" DROP CONSTRAINT "orders_by_code_id_15e9344f_fk_shop_product_token";
ALTER TABLE "orders" DROP COLUMN "by_code_id" CASCADE;
DROP TABLE "orders_products" CASCADE;
ALTER TABLE "orders" DROP COLUMN "loose_id" CASCADE;
SET CONSTRAINTS "orders_owner_id_d1edb064_fk_crm_customer_id" IMMEDIATE; ALTER TABLE "orders" DROP CONSTRAINT "orders_owner_id_d1edb064_fk_crm_customer_id";
ALTER TABLE "orders" DROP COLUMN "owner_id" CASCADE;
SET CONSTRAINTS "orders_category_id_b4dcd95a_fk_shop_category_id" IMMEDIATE; ALTER TABLE "orders" DROP CONSTRAINT "orders_category_id_b4dcd95a_fk_shop_category_id";
ALTER TABLE "orders" DROP COLUMN "category_id" CASCADE;
