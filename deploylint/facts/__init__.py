"""One module per fact, data only."""
