insert into "teams" ("name") values ('a'), ('b');
update "users" set "nick" = 'boss' where "role" = 'admin' and "nick" is null;
update "users" set "nick" = 'y';
delete from "teams" where "name" = 'b';
UPDATE "users" SET nick = 'z';
