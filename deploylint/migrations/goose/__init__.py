"""What files of goose hold."""
