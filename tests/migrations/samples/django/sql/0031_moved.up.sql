ALTER TABLE "shop_fan" RENAME TO "admirers";
ALTER TABLE "admirers" ADD COLUMN "seen" integer DEFAULT 0 NOT NULL;
ALTER TABLE "admirers" ALTER COLUMN "seen" DROP DEFAULT;
ALTER TABLE "admirers" DROP COLUMN "seen" CASCADE;
CREATE TABLE "shop_visit" ("id" uuid NOT NULL PRIMARY KEY, "admirer_id" bigint NOT NULL, "place" varchar(10) NOT NULL, "_order" integer NOT NULL);
ALTER TABLE "shop_visit" ADD COLUMN "day" date DEFAULT '2026-11-21'::date NOT NULL;
ALTER TABLE "shop_visit" ALTER COLUMN "day" DROP DEFAULT;
DROP TABLE "shop_visit" CASCADE;
