"""Statements of SQL, in the dialects that migrations are written in."""
