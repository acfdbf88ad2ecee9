"""The JSON summary of istanbul: nyc, c8, jest and vitest write it.

The format: https://istanbul.js.org/docs/advanced/alternative-reporters/#json-summary
"""

from deploylint.facts.coverage import Coverage
from deploylint.formats.counts import count_in, highest, tally_in, total
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading

TOTAL = "total"


def read_istanbul(found: object, name: str) -> Reading[Coverage]:
    """Return what the summary counts, file by file.

    Its percentages may be the text "Unknown" and are not looked at, nor is its total. It carries no
    time. Raises UserError for a damaged summary.
    """
    whole = Part({"files": found}, name)
    files = [(path, one) for path, one in whole.named("files") if path != TOTAL]
    content = Coverage(
        tool="istanbul",
        lines=total([tally_in(one.part("lines"), "covered", "total") for _, one in files]),
        branches=total([tally_in(one.part("branches"), "covered", "total") for _, one in files]),
        files=tuple(path for path, _ in files),
        highest=highest((path, count_in(one.part("lines"), "total")) for path, one in files),
    )
    return Reading(content)
