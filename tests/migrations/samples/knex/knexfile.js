module.exports = {
  development: { client: "better-sqlite3", connection: { filename: "./dev.sqlite3" } },
  production: { client: "pg", connection: process.env.DATABASE_URL },
};
