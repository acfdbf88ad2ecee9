"""What migrations do to data, to running code and to whoever has to go back."""
