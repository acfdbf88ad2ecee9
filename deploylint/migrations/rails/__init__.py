"""What migrations of Rails do."""
