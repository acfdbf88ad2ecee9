ALTER TABLE posts ALTER COLUMN "writerId" TYPE int8 USING "writerId"::int8;
ALTER TABLE authors ALTER COLUMN "id" TYPE int8 USING "id"::int8;
UPDATE "posts" SET "title" = 'a
b' WHERE "title" IS NULL;
