"""Safe reading of untrusted files, with limits and positions."""
