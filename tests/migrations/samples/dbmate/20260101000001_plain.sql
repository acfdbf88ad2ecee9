-- migrate:up
create table users (id integer, name varchar(20));

-- migrate:down
drop table users;
