ALTER TABLE "shop_product" ADD COLUMN "height" integer NULL;
CREATE INDEX shop_height ON shop_product (height);
ALTER TABLE "shop_product" ALTER COLUMN "extra" TYPE bigint USING "extra"::bigint;
