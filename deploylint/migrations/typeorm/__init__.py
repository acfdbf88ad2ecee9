"""What migrations of TypeORM do."""
