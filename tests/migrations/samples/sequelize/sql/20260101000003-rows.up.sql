ALTER TABLE "tasks" ALTER COLUMN "createdAt" SET NOT NULL;ALTER TABLE "tasks" ALTER COLUMN "createdAt" SET DEFAULT 'now';ALTER TABLE "tasks" ALTER COLUMN "createdAt" TYPE VARCHAR(40);
INSERT INTO "teams" ("id") VALUES ('6f2c9a52-8a4e-4a08-9d55-1f6a2b9f0001');
UPDATE "tasks" SET "state"=$1 WHERE "state" = $2;
DELETE FROM "tasks" WHERE "state" = 'done';
CREATE INDEX CONCURRENTLY "by_state" ON "tasks" ("state");
