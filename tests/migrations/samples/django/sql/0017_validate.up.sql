ALTER TABLE "shop_product" VALIDATE CONSTRAINT "shop_rank";
