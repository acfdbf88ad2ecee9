ALTER TABLE "orders" ADD CONSTRAINT "orders_product_id_410f7af4_fk_shop_product_id" FOREIGN KEY ("product_id") REFERENCES "shop_product" ("id") DEFERRABLE INITIALLY DEFERRED;
SET CONSTRAINTS "orders_loose_id_ed3594a0_fk_shop_product_id" IMMEDIATE; ALTER TABLE "orders" DROP CONSTRAINT "orders_loose_id_ed3594a0_fk_shop_product_id";
ALTER TABLE "shop_category" ADD CONSTRAINT "shop_category_title_e590a1a3_uniq" UNIQUE ("title");
CREATE INDEX "shop_category_title_e590a1a3_like" ON "shop_category" ("title" varchar_pattern_ops);
ALTER TABLE "shop_product" DROP CONSTRAINT "shop_product_colour_b7e4e48a_uniq";
DROP INDEX IF EXISTS "shop_product_colour_b7e4e48a_like";
DROP INDEX IF EXISTS "shop_product_weight_0a6bc553";
CREATE INDEX "shop_product_rank_899f5fbb" ON "shop_product" ("rank");
