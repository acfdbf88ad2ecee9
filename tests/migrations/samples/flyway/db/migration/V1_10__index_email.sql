CREATE INDEX CONCURRENTLY accounts_email ON ${schema}.accounts (email);
