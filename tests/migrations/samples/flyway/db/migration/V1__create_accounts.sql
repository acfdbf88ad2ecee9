CREATE TABLE ${schema}.accounts (
    id bigint PRIMARY KEY,
    name text NOT NULL
);
