SET CONSTRAINTS "orders_products_purchase_id_938bec7a_fk_orders_id" IMMEDIATE; ALTER TABLE "orders_products" DROP CONSTRAINT "orders_products_purchase_id_938bec7a_fk_orders_id";
ALTER TABLE "orders_products" RENAME COLUMN "purchase_id" TO "order_id";
ALTER TABLE "orders_products" ADD CONSTRAINT "orders_products_order_id_6d29d1f1_fk_orders_id" FOREIGN KEY ("order_id") REFERENCES "orders" ("id") DEFERRABLE INITIALLY DEFERRED;
