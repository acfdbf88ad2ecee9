drop table "users";
drop table if exists "teams";
DROP TYPE user_role;
