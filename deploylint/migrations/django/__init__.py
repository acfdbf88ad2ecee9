"""What migrations of Django do, and the models that they start from."""
