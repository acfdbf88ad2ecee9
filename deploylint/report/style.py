"""How a reader wants a report."""

from collections.abc import Callable, Mapping
from typing import NamedTuple


def same(file: str) -> str:
    """Return a path as it is."""
    return file


class Style(NamedTuple):
    """How a report is laid out.

    Of people: `width` is in terminal columns (less than 40 counts as 40), `verbose` shows all
    evidence, `quiet` only failing items and the summary. `alone` says that standard error does not
    stand beside the report, so what could not be judged has to be told in it.

    Of machines: `schema` is where the schema of the file that is written lies, for editors; None on
    standard output. `limit` is how many bytes the reader takes, where that is not the format's own
    matter. `help` is what is known of a rule, in Markdown, by its id. `from_root` turns a path as
    messages show it into the path from the root of the repository, with forward slashes. `nothing`
    is why there is no plan at all, where that is an answer.
    """

    width: int = 80
    color: bool = False
    verbose: bool = False
    quiet: bool = False
    alone: bool = False
    schema: str | None = None
    limit: int | None = None
    help: Mapping[str, str] = {}
    from_root: Callable[[str], str] = same
    nothing: str | None = None
