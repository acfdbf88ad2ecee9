ALTER TABLE ${schema}.accounts ADD COLUMN email text;
