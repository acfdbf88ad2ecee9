START TRANSACTION;
ALTER TABLE "groups" RENAME TO "teams";
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_ownerId_teams_fk";
ALTER TABLE "tasks" RENAME COLUMN "labels" TO "tags";
ALTER TABLE "public"."tasks" DROP COLUMN "ownerId";
ALTER TABLE "public"."tasks" DROP COLUMN "kind";
COMMIT;
