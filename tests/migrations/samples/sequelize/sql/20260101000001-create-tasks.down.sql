DROP INDEX IF EXISTS "tasks_team_id_created_at";
DROP TABLE IF EXISTS "tasks";
DROP TABLE IF EXISTS "teams";
