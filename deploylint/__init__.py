"""A policy and checklist linter for deployments."""

__version__ = "0.1.0"
