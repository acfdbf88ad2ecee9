import type { Knex } from "knex";

const VIEW = "admins";
const tables = ["alpha", "beta"] as const;

export const config = { transaction: false };

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createView(VIEW, (view) => {
    view.columns(["id"]);
    view.as(knex("users").select("id").where("role", "admin"));
  });
  for (const name of tables) {
    await knex.schema.createTable(`${name}_log`, (t: Knex.CreateTableBuilder) => {
      t.bigIncrements("id");
      t.integer("n").index();
    });
  }
  await knex.raw('CREATE INDEX CONCURRENTLY "alpha_n" ON alpha_log (n)');
}

export async function down(knex: Knex): Promise<void> {
  await Promise.all(tables.map((name) => knex.schema.dropTable(`${name}_log`)));
  await knex.schema.dropView(VIEW);
}
