"""Migrations, read without running anything and judged: pure functions from text to facts."""
