ALTER TABLE posts ALTER COLUMN "writerId" TYPE int4 USING "writerId"::int4;
ALTER TABLE authors ALTER COLUMN "id" TYPE int4 USING "id"::int4;
