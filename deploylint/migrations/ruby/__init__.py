"""Reading Ruby without running it."""
