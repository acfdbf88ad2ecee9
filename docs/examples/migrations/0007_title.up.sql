ALTER TABLE exports ADD COLUMN title text NOT NULL DEFAULT ''::text;
UPDATE exports SET title = name;
ALTER TABLE exports DROP COLUMN name;
CREATE INDEX exports_title ON exports (title);
