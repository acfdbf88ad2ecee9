"""`deploylint schema`: JSON Schemas for editors."""

import click

from deploylint.cli.manualcommands import PagedCommand

NAMES = (
    *("plan", "policy", "policy-test", "settings"),
    *("report", "record", "evidence", "window", "migrations"),
    *("rules", "explanation", "policy-test-report"),
)
"""What people write, then what the program writes."""


@click.command(name="schema", cls=PagedCommand)
@click.argument("names", nargs=-1, metavar="[NAME]...", type=click.Choice(NAMES))
@click.option("--write", is_flag=True, help="Write schemas to files instead: those named, or all.")
@click.option(
    "--folder",
    metavar="FOLDER",
    help="Where --write puts them. Default: .deploylint at the root of the repository, where files"
    " that deploylint writes find them.",
)
def command(names: tuple[str, ...], folder: str | None, *, write: bool) -> None:
    """Print the JSON Schema of plans, policies or whatever else NAME says.

    NAME is plan, policy, policy-test or settings (of .deploylint.yaml); record (of *.evidence.json)
    or report (of `check -o json`); evidence, window, migrations or rules (of `-o json` of that
    command); explanation (of `explain -o json`) or policy-test-report (of `policy test -o json`).

    With --write they become files NAME.schema.json, for the editors of everybody who works on the
    repository; what is up to date is left alone. Then it says how editors are told.
    """
    from deploylint.cli.output import print_chunks
    from deploylint.errors import UserError
    from deploylint.schemas.texts import schema_text

    if write:
        # what is only printed needs none of it
        from deploylint.cli.schemafiles import write_schemas

        print_chunks(write_schemas(names or NAMES, folder))
        return
    if folder is not None:
        raise UserError("--folder says where --write puts schemas; give both", None)
    if len(names) != 1:
        number = "no schema is named" if not names else "several schemas are named"
        raise UserError(number, None, f"name one of {', '.join(NAMES)}, or give --write")
    print_chunks([schema_text(names[0])], machines=True)
