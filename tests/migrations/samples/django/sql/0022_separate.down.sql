ALTER TABLE "shop_product" ALTER COLUMN "extra" TYPE integer USING "extra"::integer;
DROP INDEX shop_height;
ALTER TABLE "shop_product" DROP COLUMN "height" CASCADE;
