"""How evidence is weighed: of which commit it is, how old, what it proves. Pure."""
