ALTER TABLE "shop_section" ADD CONSTRAINT "shop_section_title_635c9d8d_uniq" UNIQUE ("title");
CREATE INDEX "shop_section_title_635c9d8d_like" ON "shop_section" ("title" varchar_pattern_ops);
ALTER TABLE "shop_section" ALTER COLUMN "title" TYPE varchar(120) COLLATE "C";
SET CONSTRAINTS "shop_fan_slug_id_8bba467f_fk_shop_author_again" IMMEDIATE; ALTER TABLE "shop_fan" DROP CONSTRAINT "shop_fan_slug_id_8bba467f_fk_shop_author_again";
ALTER TABLE "shop_author" ALTER COLUMN "again" TYPE varchar(80);
ALTER TABLE "shop_fan" ALTER COLUMN "slug_id" TYPE varchar(80) USING "slug_id"::varchar(80);
ALTER TABLE "shop_fan" ADD CONSTRAINT "shop_fan_slug_id_8bba467f_fk" FOREIGN KEY ("slug_id") REFERENCES "shop_author" ("again") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "shop_fan" ADD COLUMN "_order" integer DEFAULT 0 NOT NULL;
ALTER TABLE "shop_fan" ALTER COLUMN "_order" DROP DEFAULT;
