"""What changelogs of Liquibase do."""
