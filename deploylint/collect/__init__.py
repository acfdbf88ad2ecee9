"""All input from the outside world, one module per source."""
