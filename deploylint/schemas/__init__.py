"""JSON Schemas of plan, policy and report, shipped and printable."""
