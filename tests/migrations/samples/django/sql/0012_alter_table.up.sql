ALTER TABLE "orders" RENAME TO "purchases";
ALTER TABLE "orders_products" RENAME TO "purchases_products";
ALTER TABLE "shop_product" RENAME TO "goods";
ALTER TABLE "shop_product_categories" RENAME TO "goods_categories";
ALTER TABLE "shop_product_similar" RENAME TO "goods_similar";
ALTER TABLE "goods" RENAME TO "shop_product";
ALTER TABLE "goods_categories" RENAME TO "shop_product_categories";
ALTER TABLE "goods_similar" RENAME TO "shop_product_similar";
COMMENT ON TABLE "shop_product" IS 'what is sold';
