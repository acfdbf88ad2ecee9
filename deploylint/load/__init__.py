"""From text to model: plans, policies, layers and settings."""
