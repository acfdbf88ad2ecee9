/**
 * @param { import("knex").Knex } knex
 * @returns { Promise<void> }
 */
exports.up = function (knex) {
  return knex.schema
    .createTable("teams", (table) => {
      table.increments("id");
      table.string("name").notNullable().unique();
    })
    .createTable("users", (table) => {
      table.increments();
      table.string("email", 320).notNullable();
      table.integer("teamId").unsigned().notNullable().references("id").inTable("teams").onDelete("CASCADE");
      table.uuid("token").defaultTo(knex.raw("gen_random_uuid()"));
      table.enu("role", ["admin", "member"], { useNative: true, enumName: "user_role" }).notNullable();
      table.timestamps(true, true);
      table.unique(["email", "teamId"]);
      table.index("email", "users_by_email");
    });
};

exports.down = async function (knex) {
  await knex.schema.dropTable("users").dropTableIfExists("teams");
  await knex.raw("DROP TYPE user_role");
};
