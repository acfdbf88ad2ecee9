DROP INDEX CONCURRENTLY IF EXISTS "by_state";
DELETE FROM "teams";
ALTER TABLE tasks ALTER COLUMN "createdAt" DROP DEFAULT;
      ALTER TABLE tasks ALTER COLUMN "createdAt" TYPE timestamptz USING "createdAt"::timestamptz;
