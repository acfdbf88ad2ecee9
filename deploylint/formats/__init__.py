"""What tools write, read into data: pure functions from bytes, one module per format."""
