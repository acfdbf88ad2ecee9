CREATE INDEX CONCURRENTLY teams_name ON teams (name);
