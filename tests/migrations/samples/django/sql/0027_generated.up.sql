ALTER TABLE "shop_product" ADD COLUMN "double" numeric(12, 2) GENERATED ALWAYS AS (("price" * 2)) STORED;
ALTER TABLE "shop_product" ADD COLUMN "uid" uuid DEFAULT (GEN_RANDOM_UUID()) NOT NULL;
ALTER TABLE "shop_product" ADD COLUMN "tags" varchar(10)[] DEFAULT '{}' NOT NULL;
ALTER TABLE "shop_product" ALTER COLUMN "tags" DROP DEFAULT;
ALTER TABLE "shop_product" ADD COLUMN "day" timestamp with time zone DEFAULT (STATEMENT_TIMESTAMP()) NOT NULL;
