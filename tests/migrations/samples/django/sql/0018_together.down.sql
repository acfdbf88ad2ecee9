ALTER TABLE "purchases" DROP CONSTRAINT "purchases_buyer_id_product_id_e23cae3c_uniq";
ALTER TABLE "shop_product" DROP CONSTRAINT "shop_product_code_rank_5cb2ae93_uniq";
