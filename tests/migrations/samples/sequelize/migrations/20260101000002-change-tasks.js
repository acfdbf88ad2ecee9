"use strict";

module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.sequelize.transaction(async (transaction) => {
      await queryInterface.addColumn(
        "tasks",
        "kind",
        { type: Sequelize.ENUM({ values: ["a", "b"] }), allowNull: true },
        { transaction }
      );
      await queryInterface.addColumn("tasks", "ownerId", {
        type: Sequelize.UUID, allowNull: false, unique: true,
      }, { transaction });
      await queryInterface.renameColumn("tasks", "tags", "labels", { transaction });
      await queryInterface.addConstraint("tasks", {
        fields: ["ownerId"],
        type: "foreign key",
        references: { table: "teams", field: "id" },
        transaction,
      });
      await queryInterface.sequelize.query(
        "UPDATE tasks SET kind = 'a' WHERE state = :state",
        { replacements: { state: "open" }, transaction }
      );
      await queryInterface.renameTable("teams", "groups", { transaction });
    });
  },

  down: async (queryInterface) => {
    const transaction = await queryInterface.sequelize.transaction();
    try {
      await queryInterface.renameTable("groups", "teams", { transaction });
      await queryInterface.removeConstraint("tasks", "tasks_ownerId_teams_fk", { transaction });
      await queryInterface.renameColumn("tasks", "labels", "tags", { transaction });
      await queryInterface.removeColumn("tasks", "ownerId", { transaction });
      await queryInterface.removeColumn("tasks", "kind", { transaction });
      await transaction.commit();
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
  },
};
