"""The JSON of size-limit: `size-limit --json`.

The format: https://github.com/ai/size-limit#json-output; read from its create-reporter.js.
"""

from deploylint.facts.budgets import Budgets, Limit
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading

KEYS = ("passed", "size", "sizeLimit", "running", "loading")


def is_size_limit(part: Part) -> bool:
    """Say whether an object is one of the entries of size-limit."""
    return "name" in part and any(key in part for key in KEYS)


def read_size_limit(entries: list[Part]) -> Reading[Budgets]:
    """Return the limits that the entries state; they carry no time.

    Raises UserError for entries with values of other types.
    """
    return Reading(Budgets(tool="size-limit", limits=tuple(map(_limit, entries))))


def _limit(entry: Part) -> Limit:
    """Return whether one entry is small enough, by its numbers and by what size-limit says.

    Of a path that matches no file it says `passed`, with a size of 0 and without a limit.
    """
    name, passed = entry.text("name"), entry.flag("passed")
    size, most = entry.number("size"), entry.number("sizeLimit")
    times = [entry.number(key) for key in ("running", "loading")]
    seconds = sum(time for time in times if time is not None)
    if size == 0:
        return Limit(name, "measured nothing: its path matches no file with content", holds=False)
    if most is not None and size is not None:
        said = f"has {size:.0f} bytes; {most:.0f} are permitted"
        return Limit(name, said, holds=0 <= size <= most and passed is True)
    if passed is not None and seconds > 0:
        said = f"takes {seconds:.2f} s to load and run, which size-limit says is "
        return Limit(name, said + ("permitted" if passed else "too long"), holds=passed)
    return Limit(name, "has no limit; give it a `limit`, or leave it out", holds=False)
