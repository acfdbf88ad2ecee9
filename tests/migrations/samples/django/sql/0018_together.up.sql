ALTER TABLE "shop_product" ADD CONSTRAINT "shop_product_code_rank_5cb2ae93_uniq" UNIQUE ("code", "rank");
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_buyer_id_product_id_e23cae3c_uniq" UNIQUE ("buyer_id", "product_id");
