"""What migrations of Knex do."""
