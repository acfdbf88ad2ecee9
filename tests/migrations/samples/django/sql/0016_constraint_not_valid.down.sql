ALTER TABLE "shop_product" DROP CONSTRAINT "shop_rank";
