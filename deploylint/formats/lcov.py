"""LCOV tracefiles: lcov, gcovr, coverage.py, c8, istanbul, llvm-cov and others write them.

The format: geninfo(1), section FILES, https://manpages.debian.org/stable/lcov/geninfo.1.en.html
"""

from deploylint.errors import UserError
from deploylint.facts.coverage import Coverage, Tally
from deploylint.formats.counts import highest, line_number
from deploylint.formats.reading import Reading
from deploylint.model.wording import quoted

END = "end_of_record"
NOT_RUN = "-"

Place = tuple[int, str]
"""A line, and for a branch which one of it."""

Hits = dict[tuple[str, Place], bool]
"""Whether a line or a branch, by its file and its place in there, was run."""


def read_lcov(data: bytes, name: str) -> Reading[Coverage]:
    """Return what a tracefile counts: its `DA` and `BRDA` records, never its totals.

    A file may have several records, one per test: what one of them ran was run. The format carries
    no time. Raises UserError for a damaged file, such as one that ends within a record.
    """
    hits: dict[str, Hits] = {"DA": {}, "BRDA": {}}
    files: dict[str, None] = {}
    current: str | None = None
    for number, text in enumerate(data.decode("utf-8-sig", "replace").split("\n"), 1):
        key, colon, value = text.strip().partition(":")
        where = f"{name}:{number}"
        if key == "SF":
            current = value
            files[current] = None
        elif key == END:
            current = None
        elif key in hits:
            if current is None:
                raise UserError(f"has a record `{key}` that belongs to no file", where)
            place, run = _line(value, where) if key == "DA" else _branch(value, where)
            found = hits[key]
            found[current, place] = run or found.get((current, place), False)
        elif key and not colon and not key.startswith("#"):
            raise UserError(f"is no LCOV tracefile: it has the line {quoted(key)}", where)
    if current is not None:
        raise UserError("ends in the middle of a record, so it is not complete", name)
    content = Coverage(
        tool="LCOV",
        lines=Tally(sum(hits["DA"].values()), len(hits["DA"])),
        branches=Tally(sum(hits["BRDA"].values()), len(hits["BRDA"])),
        files=tuple(files),
        highest=highest((file, line) for found in hits.values() for file, (line, _) in found),
    )
    return Reading(content)


def _line(value: str, where: str) -> tuple[Place, bool]:
    """Return the place of `line,hits[,checksum]` and whether it was run."""
    line, _, rest = value.partition(",")
    return (line_number(line, where), ""), _was_run(rest.partition(",")[0], where)


def _branch(value: str, where: str) -> tuple[Place, bool]:
    """Return the place of `line,block,branch,hits` and whether it was taken.

    Some tools write words for a branch, which may have commas.
    """
    place, _, taken = value.rpartition(",")
    line, _, branch = place.partition(",")
    return (line_number(line, where), branch), taken != NOT_RUN and _was_run(taken, where)


def _was_run(text: str, where: str) -> bool:
    # counters that overflowed were seen as negative numbers and with an exponent
    try:
        count = float(text)
    except ValueError:
        count = None
    if count is None or count != count:  # noqa: PLR0124  # not a number
        raise UserError(f"states {quoted(text)} as a number of runs", where)
    return count > 0
