ALTER TABLE "purchases" DROP COLUMN "_order" CASCADE;
ALTER TABLE "shop_product" ADD CONSTRAINT "shop_product_name_code_6358dc93_uniq" UNIQUE ("name", "code");
ALTER TABLE "shop_product" ADD CONSTRAINT "shop_product_code_rank_5cb2ae93_uniq" UNIQUE ("code", "rank");
