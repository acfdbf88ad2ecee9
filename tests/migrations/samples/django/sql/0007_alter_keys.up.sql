DROP INDEX IF EXISTS "shop_product_rank_899f5fbb";
CREATE INDEX "shop_product_weight_0a6bc553" ON "shop_product" ("weight");
ALTER TABLE "shop_product" ADD CONSTRAINT "shop_product_colour_b7e4e48a_uniq" UNIQUE ("colour");
CREATE INDEX "shop_product_colour_b7e4e48a_like" ON "shop_product" ("colour" varchar_pattern_ops);
ALTER TABLE "shop_category" DROP CONSTRAINT "shop_category_title_key";
DROP INDEX IF EXISTS "shop_category_title_e590a1a3_like";
ALTER TABLE "orders" ADD CONSTRAINT "orders_loose_id_ed3594a0_fk_shop_product_id" FOREIGN KEY ("loose_id") REFERENCES "shop_product" ("id") DEFERRABLE INITIALLY DEFERRED;
SET CONSTRAINTS "orders_product_id_410f7af4_fk_shop_product_id" IMMEDIATE; ALTER TABLE "orders" DROP CONSTRAINT "orders_product_id_410f7af4_fk_shop_product_id";
