START TRANSACTION;
DO 'BEGIN CREATE TYPE "public"."enum_tasks_kind" AS ENUM(''a'', ''b''); EXCEPTION WHEN duplicate_object THEN null; END';ALTER TABLE "public"."tasks" ADD COLUMN "kind" "public"."enum_tasks_kind";
ALTER TABLE "public"."tasks" ADD COLUMN "ownerId" UUID NOT NULL UNIQUE;
ALTER TABLE "tasks" RENAME COLUMN "tags" TO "labels";
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_ownerId_teams_fk" FOREIGN KEY ("ownerId") REFERENCES "teams" ("id");
UPDATE tasks SET kind = 'a' WHERE state = 'open';
ALTER TABLE "teams" RENAME TO "groups";
COMMIT;
