ALTER TABLE "shop_fan" DROP COLUMN "_order" CASCADE;
SET CONSTRAINTS "shop_fan_slug_id_8bba467f_fk" IMMEDIATE; ALTER TABLE "shop_fan" DROP CONSTRAINT "shop_fan_slug_id_8bba467f_fk";
ALTER TABLE "shop_author" ALTER COLUMN "again" TYPE varchar(50);
ALTER TABLE "shop_fan" ALTER COLUMN "slug_id" TYPE varchar(50) USING "slug_id"::varchar(50);
ALTER TABLE "shop_fan" ADD CONSTRAINT "shop_fan_slug_id_8bba467f_fk" FOREIGN KEY ("slug_id") REFERENCES "shop_author" ("again") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "shop_section" ALTER COLUMN "title" TYPE varchar(100);
ALTER TABLE "shop_section" DROP CONSTRAINT "shop_section_title_635c9d8d_uniq";
DROP INDEX IF EXISTS "shop_section_title_635c9d8d_like";
