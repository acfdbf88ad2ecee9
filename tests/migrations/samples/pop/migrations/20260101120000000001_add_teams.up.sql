CREATE INDEX teams_name ON teams (name);
