ALTER TABLE "shop_product" ADD CONSTRAINT "shop_rank" CHECK ("rank" >= 0) NOT VALID;
