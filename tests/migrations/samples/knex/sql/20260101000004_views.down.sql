drop table "alpha_log";
drop table "beta_log";
drop view "admins";
