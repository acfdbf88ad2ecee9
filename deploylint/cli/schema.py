"""`deploylint schema`: JSON Schemas for editors."""

import click

NAMES = ("plan", "policy", "report")


@click.command(name="schema")
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print the JSON Schema of a plan, a policy or a report."""
    from deploylint.cli.output import print_chunks
    from deploylint.schemas.texts import schema_text

    print_chunks([schema_text(name)])
