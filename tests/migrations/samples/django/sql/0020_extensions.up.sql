CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE EXTENSION IF NOT EXISTS "btree_gin";
CREATE COLLATION "french" (locale="fr-x-icu", provider="icu");
