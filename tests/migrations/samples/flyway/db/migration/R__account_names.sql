CREATE OR REPLACE VIEW ${schema}.account_names AS SELECT name FROM ${schema}.accounts;
