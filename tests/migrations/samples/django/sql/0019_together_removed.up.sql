ALTER TABLE "shop_product" DROP CONSTRAINT "shop_product_name_code_6358dc93_uniq";
ALTER TABLE "shop_product" DROP CONSTRAINT "shop_product_code_rank_5cb2ae93_uniq";
ALTER TABLE "purchases" ADD COLUMN "_order" integer DEFAULT 0 NOT NULL;
ALTER TABLE "purchases" ALTER COLUMN "_order" DROP DEFAULT;
