"use strict";

/** @type {import('sequelize-cli').Migration} */
module.exports = {
  async up(queryInterface, Sequelize) {
    await queryInterface.createTable("teams", {
      id: { type: Sequelize.UUID, primaryKey: true, defaultValue: Sequelize.UUIDV4 },
    });
    await queryInterface.createTable("tasks", {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true },
      teamId: { type: Sequelize.UUID, references: { model: "teams", key: "id" } },
      state: { type: Sequelize.ENUM("open", "done"), allowNull: false, defaultValue: "open" },
      tags: Sequelize.ARRAY(Sequelize.ENUM("red", "blue")),
      createdAt: { type: Sequelize.DATE, defaultValue: Sequelize.literal("now()") },
    });
    await queryInterface.addIndex("tasks", ["teamId", "createdAt"]);
    await queryInterface.addIndex("tasks", { fields: ["state"], unique: true, name: "one_state" });
  },

  async down(queryInterface) {
    await queryInterface.removeIndex("tasks", ["teamId", "createdAt"]);
    await queryInterface.dropTable("tasks");
    await queryInterface.dropTable("teams");
  },
};
