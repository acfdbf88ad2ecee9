"use strict";

const TABLE = "tasks";

module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.changeColumn(TABLE, "createdAt", {
      type: Sequelize.STRING(40),
      allowNull: false,
      defaultValue: "now",
    });
    await queryInterface.bulkInsert("teams", [{ id: "6f2c9a52-8a4e-4a08-9d55-1f6a2b9f0001" }]);
    await queryInterface.bulkUpdate(TABLE, { state: "done" }, { state: "open" });
    await queryInterface.bulkDelete(TABLE, { state: "done" });
    await queryInterface.addIndex(TABLE, ["state"], { concurrently: true, name: "by_state" });
  },

  async down(queryInterface) {
    await queryInterface.removeIndex(TABLE, "by_state", { concurrently: true });
    await queryInterface.bulkDelete("teams", null, {});
    await queryInterface.sequelize.query(`
      ALTER TABLE ${TABLE} ALTER COLUMN "createdAt" DROP DEFAULT;
      ALTER TABLE ${TABLE} ALTER COLUMN "createdAt" TYPE timestamptz USING "createdAt"::timestamptz
    `);
  },
};
