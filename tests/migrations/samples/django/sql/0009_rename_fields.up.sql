ALTER TABLE "shop_product" RENAME COLUMN "colour" TO "color";
SET CONSTRAINTS "orders_customer_id_b7016332_fk_crm_customer_id" IMMEDIATE; ALTER TABLE "orders" DROP CONSTRAINT "orders_customer_id_b7016332_fk_crm_customer_id";
ALTER TABLE "orders" RENAME COLUMN "customer_id" TO "buyer_id";
ALTER TABLE "orders" ADD CONSTRAINT "orders_buyer_id_3d1f9476_fk_crm_customer_id" FOREIGN KEY ("buyer_id") REFERENCES "crm_customer" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "shop_product_related" RENAME TO "shop_product_similar";
