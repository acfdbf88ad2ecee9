import { DataSource } from "typeorm";

export default new DataSource({
  type: "postgres",
  url: process.env.DATABASE_URL,
  migrationsTransactionMode: "each",
  migrations: ["src/migrations/*.ts"],
});
