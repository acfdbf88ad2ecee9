"""`deploylint record`: run a command and seal what it wrote."""

import os
import re
from typing import Any

import click

from deploylint.cli.arguments import Option
from deploylint.cli.manualcommands import PagedCommand
from deploylint.cli.options import add_options
from deploylint.model.evidence import Kind

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


def parse_name(text: str) -> str:
    """Return the name of a run, which becomes part of a file name. Raises ValueError."""
    if not NAME.fullmatch(text):
        raise ValueError(
            f"`{text[:60]}` is no name of a run: letters, digits, `.`, `_` and `-`, 60 at most"
        )
    return text


RECORD = (
    Option(
        "kind",
        ("--kind", "-k"),
        "What the outputs speak of, as under `evidence:` in a plan.",
        choices=tuple(kind.value for kind in Kind),
    ),
    Option(
        "outputs",
        ("--out",),
        "A file that the command writes, or a pattern; may be repeated. Relative to the current"
        " folder. What lies there is removed before the command starts.",
        metavar="FILE",
        many=True,
    ),
    Option(
        "name",
        ("--name",),
        "What the run is called, to tell several of one kind apart. Default: the kind.",
        metavar="NAME",
        parse=parse_name,
    ),
    Option(
        "log",
        ("--log",),
        "Copy standard output and standard error to this file as well, and seal it; the command"
        " then writes to pipes instead of a terminal.",
        metavar="FILE",
    ),
)


@click.command(
    name="record",
    cls=PagedCommand,
    context_settings={"allow_interspersed_args": False},
    options_metavar="--kind KIND [OPTION]... --",
)
@click.argument("arguments", nargs=-1, metavar="COMMAND [ARGUMENT]...", type=click.UNPROCESSED)
@add_options(RECORD)
@click.pass_context
def command(ctx: click.Context, /, arguments: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401  # click's
    """Run a COMMAND, and write beside its outputs what was run, how it ended, and of which commit.

    Such as: deploylint record --kind tests --out reports/junit.xml -- pytest
    --junitxml=reports/junit.xml

    Old outputs are removed first, so that none of an earlier run is mistaken for new. The record
    FILE.evidence.json holds the arguments (secrets masked), exit code, times, commit, whether files
    differed from it, and the digests of outputs and lockfiles. `check` then knows a report that was
    changed, that is of another commit, or whose command failed. Keep the record with its output.

    Without --out the record itself is the evidence: reports/deploylint/KIND-NAME.evidence.json at
    the root of the repository.

    Input and output of the command pass through unchanged, signals are passed on.

    Exit codes: that of the command (128+N when signal N ended it, 127 when there is no such
    program, 126 when it cannot be started); 2 when the options are wrong and nothing was run.
    """
    # what runs a command is not needed to say how it is used
    from deploylint.cli.recorded import Wish, record
    from deploylint.collect.process import callers_environment
    from deploylint.errors import UserError

    environment = callers_environment()
    if not options["kind"]:
        hint = f"known: {', '.join(kind.value for kind in Kind)}"
        raise UserError("--kind is missing, which says what the outputs speak of", None, hint)
    if not arguments:
        hint = "deploylint record --kind tests --out reports/junit.xml -- pytest ..."
        raise UserError("no command is given", None, hint)
    kind = Kind(options["kind"])
    wish = Wish(
        kind=kind,
        name=options["name"] or kind.value,
        command=arguments,
        folder=os.getcwd(),
        environment=environment,
        outputs=options["outputs"],
        log=options["log"],
    )
    ctx.exit(record(wish))
