"""The JSON report of coverage.py.

The format: https://coverage.readthedocs.io/en/latest/commands/cmd_json.html
"""

from deploylint.errors import UserError
from deploylint.facts.coverage import Coverage, Tally
from deploylint.formats.counts import count_in, highest, tally_in, total
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.testtimes import parse_time


def read_coveragepy(report: Part) -> Reading[Coverage]:
    """Return what the report counts, file by file.

    The percentage that it states mixes lines with branches and is not looked at, nor are its
    totals; the time that it states has no zone. Raises UserError for a damaged report.
    """
    meta, files = report.part("meta"), report.named("files")
    stated = parse_time(meta.text("timestamp"))
    content = Coverage(
        tool=f"coverage.py {meta.text('version')}".strip(),
        lines=total([_lines(file) for _, file in files]),
        branches=total([_branches(file.part("summary")) for _, file in files]),
        files=tuple(path for path, _ in files),
        highest=highest((path, _lines(file).valid) for path, file in files),
        excluded=sum(file.part("summary").whole("excluded_lines") or 0 for _, file in files),
    )
    if stated is None:
        return Reading(content)
    return Reading(content, time=stated.time, vague=stated.vague)


def _lines(file: Part) -> Tally:
    summary = file.part("summary")
    tally = tally_in(summary, "covered_lines", "num_statements")
    missing = count_in(summary, "missing_lines")
    if tally.covered + missing != tally.valid:
        said = f"{tally.covered} covered and {missing} missing are not {tally.valid} lines"
        raise UserError(f"contradicts itself at `{summary.path}`: {said}", file.file)
    return tally


def _branches(summary: Part) -> Tally:
    """Return the branches of a file; without `--branch` there are no numbers of them."""
    if "num_branches" not in summary:
        return Tally(0, 0)
    return tally_in(summary, "covered_branches", "num_branches")
