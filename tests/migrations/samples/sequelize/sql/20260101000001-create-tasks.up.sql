CREATE TABLE IF NOT EXISTS "teams" ("id" UUID , PRIMARY KEY ("id"));
DO 'BEGIN CREATE TYPE "public"."enum_tasks_state" AS ENUM(''open'', ''done''); EXCEPTION WHEN duplicate_object THEN null; END';
DO 'BEGIN CREATE TYPE "public"."enum_tasks_tags" AS ENUM(''red'', ''blue''); EXCEPTION WHEN duplicate_object THEN null; END';
CREATE TABLE IF NOT EXISTS "tasks" ("id"  SERIAL , "teamId" UUID REFERENCES "teams" ("id"), "state" "public"."enum_tasks_state" NOT NULL DEFAULT 'open', "tags" "public"."enum_tasks_tags"[], "createdAt" TIMESTAMP WITH TIME ZONE DEFAULT now(), PRIMARY KEY ("id"));
CREATE INDEX "tasks_team_id_created_at" ON "tasks" ("teamId", "createdAt");
CREATE UNIQUE INDEX "one_state" ON "tasks" ("state");
