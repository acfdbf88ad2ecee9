exports.up = async (knex) => {
  await knex("teams").insert([{ name: "a" }, { name: "b" }]);
  await knex("users").where({ role: "admin" }).whereNull("nick").update({ nick: "boss" });
  await knex("users").update("nick", "y");
  await knex("teams").where("name", "b").del();
  await knex.raw("UPDATE ?? SET nick = ?", ["users", "z"]);
};

exports.down = async (knex) => {
  await knex("users").del();
};
