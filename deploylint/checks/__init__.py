"""One module per check; the folder is the registry."""
