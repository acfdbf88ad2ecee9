-- migrate:up
create table crlf (id integer);

-- migrate:down
drop table crlf;
