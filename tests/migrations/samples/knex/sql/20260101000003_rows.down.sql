delete from "users";
