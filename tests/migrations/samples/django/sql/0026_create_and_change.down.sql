ALTER TABLE "reviews" RENAME TO "shop_review";
ALTER TABLE "shop_review" RENAME COLUMN "points" TO "stars";
SET CONSTRAINTS "shop_review_author_id_9ba651b3_fk_crm_customer_id" IMMEDIATE; ALTER TABLE "shop_review" DROP CONSTRAINT "shop_review_author_id_9ba651b3_fk_crm_customer_id";
ALTER TABLE "shop_review" DROP COLUMN "author_id" CASCADE;
DROP TABLE "shop_review" CASCADE;
