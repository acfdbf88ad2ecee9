DROP TABLE "orders" CASCADE;
DROP TABLE "shop_product_related" CASCADE;
DROP TABLE "shop_product_categories" CASCADE;
DROP TABLE "shop_product" CASCADE;
DROP TABLE "shop_category" CASCADE;
