-- several in one file
-- migrate:up
create table a (id integer);
-- migrate:down
drop table a;
-- migrate:up transaction:false
create table b (id integer);
-- migrate:down
drop table b;
