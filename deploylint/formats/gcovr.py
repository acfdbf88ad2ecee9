"""The JSON summary of gcovr.

The format: https://gcovr.com/en/stable/output/json.html#json-summary-output
"""

from deploylint.errors import UserError
from deploylint.facts.coverage import Coverage
from deploylint.formats.counts import count_in, highest, tally_in, total
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading

MARK = "gcovr/summary_format_version"


def read_gcovr(report: Part) -> Reading[Coverage]:
    """Return what the summary counts, file by file; it carries no time.

    Raises UserError for a damaged summary.
    """
    files = report.parts("files")
    content = Coverage(
        tool="gcovr",
        lines=total([tally_in(file, "line_covered", "line_total") for file in files]),
        branches=total([tally_in(file, "branch_covered", "branch_total") for file in files]),
        files=tuple(map(_path, files)),
        highest=highest((_path(file), count_in(file, "line_total")) for file in files),
    )
    return Reading(content)


def _path(file: Part) -> str:
    path = file.text("filename")
    if not path:
        raise UserError(f"has no `filename` at `{file.path}`", file.file)
    return path
