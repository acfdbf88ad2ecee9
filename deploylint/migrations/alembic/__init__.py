"""What revisions of Alembic do."""
