CREATE TABLE "shop_visit" ("id" uuid NOT NULL PRIMARY KEY, "admirer_id" bigint NOT NULL, "place" varchar(10) NOT NULL, "day" date NOT NULL, "_order" integer NOT NULL);
ALTER TABLE "shop_visit" DROP COLUMN "day" CASCADE;
DROP TABLE "shop_visit" CASCADE;
ALTER TABLE "admirers" ADD COLUMN "seen" integer DEFAULT 0 NOT NULL;
ALTER TABLE "admirers" ALTER COLUMN "seen" DROP DEFAULT;
ALTER TABLE "admirers" DROP COLUMN "seen" CASCADE;
ALTER TABLE "admirers" RENAME TO "shop_fan";
