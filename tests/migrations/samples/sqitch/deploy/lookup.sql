-- Deploy shop:lookup to pg

CREATE INDEX CONCURRENTLY u1 ON users (name);
CREATE INDEX CONCURRENTLY u2 ON users (email);
