"""Data only: plan, policy, verdict, report, windows and places in files."""
