create view "admins" ("id") as select "id" from "users" where "role" = 'admin';
create table "alpha_log" ("id" bigserial primary key, "n" integer);
create index "alpha_log_n_index" on "alpha_log" ("n");
create table "beta_log" ("id" bigserial primary key, "n" integer);
create index "beta_log_n_index" on "beta_log" ("n");
CREATE INDEX CONCURRENTLY "alpha_n" ON alpha_log (n);
