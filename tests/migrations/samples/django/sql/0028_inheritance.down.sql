SET CONSTRAINTS "shop_fan_slug_id_8bba467f_fk_shop_author_again" IMMEDIATE; ALTER TABLE "shop_fan" DROP CONSTRAINT "shop_fan_slug_id_8bba467f_fk_shop_author_again";
ALTER TABLE "shop_fan" DROP COLUMN "slug_id" CASCADE;
ALTER TABLE "shop_author" DROP COLUMN "again" CASCADE;
DROP TABLE "shop_fan" CASCADE;
DROP TABLE "written" CASCADE;
DROP TABLE "shop_author" CASCADE;
DROP TABLE "shop_book" CASCADE;
