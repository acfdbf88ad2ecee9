exports.up = async (knex) => {
  await knex.schema.alterTable("users", (t) => {
    t.string("nick", 40).defaultTo("x");
    t.text("email").notNullable().alter();
    t.dropUnique(["email", "teamId"]);
    t.dropIndex("email", "users_by_email");
    t.dropForeign("teamId");
    t.renameColumn("token", "secret");
    t.setNullable("teamId");
  });
  await knex.schema.alterTable("users", (t) => {
    t.integer("invitedBy").references("users.id").index();
    t.dropTimestamps();
  });
};

exports.down = async (knex) => {
  await knex.schema.alterTable("users", (t) => {
    t.dropColumns("nick", "invitedBy");
    t.string("email", 320).notNullable().alter();
    t.renameColumn("secret", "token");
    t.dropNullable("teamId");
    t.timestamps(true, true);
    t.unique(["email", "teamId"]);
    t.index("email", "users_by_email");
    t.foreign("teamId").references("id").inTable("teams").onDelete("CASCADE");
  });
};
