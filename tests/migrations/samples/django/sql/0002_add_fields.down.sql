ALTER TABLE "shop_product" DROP COLUMN "amount" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "seen" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "label" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "rank" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "token" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "sold" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "colour" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "weight" CASCADE;
