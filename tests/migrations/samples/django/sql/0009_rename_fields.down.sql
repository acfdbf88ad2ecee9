ALTER TABLE "shop_product_similar" RENAME TO "shop_product_related";
SET CONSTRAINTS "orders_buyer_id_3d1f9476_fk_crm_customer_id" IMMEDIATE; ALTER TABLE "orders" DROP CONSTRAINT "orders_buyer_id_3d1f9476_fk_crm_customer_id";
ALTER TABLE "orders" RENAME COLUMN "buyer_id" TO "customer_id";
ALTER TABLE "orders" ADD CONSTRAINT "orders_customer_id_b7016332_fk_crm_customer_id" FOREIGN KEY ("customer_id") REFERENCES "crm_customer" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "shop_product" RENAME COLUMN "color" TO "colour";
