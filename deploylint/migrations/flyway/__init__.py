"""How files of Flyway are named and ordered."""
