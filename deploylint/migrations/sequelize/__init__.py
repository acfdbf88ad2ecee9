"""What migrations of Sequelize do."""
