create table "teams" ("id" serial primary key, "name" varchar(255) not null);
alter table "teams" add constraint "teams_name_unique" unique ("name");
create type "user_role" as enum ('admin', 'member');
create table "users" ("id" serial primary key, "email" varchar(320) not null, "teamId" integer not null, "token" uuid default gen_random_uuid(), "role" "user_role" not null, "created_at" timestamptz not null default CURRENT_TIMESTAMP, "updated_at" timestamptz not null default CURRENT_TIMESTAMP);
alter table "users" add constraint "users_teamid_foreign" foreign key ("teamId") references "teams" ("id") on delete CASCADE;
alter table "users" add constraint "users_email_teamid_unique" unique ("email", "teamId");
create index "users_by_email" on "users" ("email");
