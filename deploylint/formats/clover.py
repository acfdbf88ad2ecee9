"""Clover XML: istanbul, c8, PHPUnit and OpenClover write it.

The format: https://bitbucket.org/atlassian/clover/raw/master/etc/schema/clover.xsd
"""

from deploylint.errors import UserError
from deploylint.facts.coverage import Coverage, Tally
from deploylint.formats.counts import count_of, highest, line_number, since_1970, total
from deploylint.formats.reading import Reading
from deploylint.read.xml import Element


def read_clover(root: Element, project: Element, name: str) -> Reading[Coverage]:
    """Return what a report with that root element and `project` in it counts.

    Lines are counted anew; branches are only counted per file, since tools disagree on what the
    counts of a line mean. Raises UserError for a damaged report.
    """
    lines: dict[tuple[str, int], bool] = {}
    files: dict[str, None] = {}
    conditions = []
    for file in project.all("file"):
        path = file.get("path") or file.get("name")
        if not path:
            raise UserError("has a file without `path` and `name`", f"{name}:{file.line}")
        files[path] = None
        conditions.append(_conditions(file, name))
        for line in file.all("line"):
            # the line where a method is declared is no statement
            if line.get("type") != "method":
                key = (path, line_number(line.get("num"), f"{name}:{line.line}"))
                lines[key] = count_of(line, "count", name) > 0 or lines.get(key, False)
    content = Coverage(
        tool=f"Clover {root.get('clover') or ''}".strip(),
        lines=Tally(sum(lines.values()), len(lines)),
        branches=total(conditions),
        files=tuple(files),
        highest=highest(lines),
    )
    time = project.get("timestamp") or root.get("generated")
    return Reading(content, since_1970(time, f"{name}:{project.line}"))


def _conditions(file: Element, name: str) -> Tally:
    """Return the branches of a file; a class in it repeats a part of them."""
    metrics = file.first("metrics")
    if metrics is None or metrics.get("conditionals") is None:
        return Tally(0, 0)
    valid = count_of(metrics, "conditionals", name)
    return Tally(min(count_of(metrics, "coveredconditionals", name), valid), valid)
