ALTER TABLE "shop_product" DROP COLUMN "day" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "tags" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "uid" CASCADE;
ALTER TABLE "shop_product" DROP COLUMN "double" CASCADE;
