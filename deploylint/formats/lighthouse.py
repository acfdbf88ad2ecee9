"""The JSON of Lighthouse, and the results of the assertions of Lighthouse CI.

The formats: https://github.com/GoogleChrome/lighthouse/blob/main/docs/understanding-results.md and
https://github.com/GoogleChrome/lighthouse-ci/blob/main/docs/assertions.md
"""

from collections.abc import Callable, Iterator, Mapping
from operator import eq, ge, le

from deploylint.errors import UserError
from deploylint.facts.budgets import Budgets, Limit, Page
from deploylint.formats.jsonpart import Part
from deploylint.formats.reading import Reading
from deploylint.formats.testtimes import parse_time
from deploylint.model.wording import quoted

MARK = "lighthouseVersion"
BUDGETS = {
    "performance-budget": ("sizeOverBudget", "countOverBudget"),
    "timing-budget": ("overBudget",),
}
"""The audits that compare with a budget file, and where a row says that it is over."""

HOLDS: Mapping[str, Callable[[float, float], bool]] = {">=": ge, "<=": le, "==": eq}


def read_lighthouse(report: Part) -> Reading[Budgets]:
    """Return what Lighthouse measured on a page.

    Raises UserError for a report with values of other types.
    """
    audits = report.part("audits")
    page = Page(
        url=report.text("requestedUrl") or report.text("finalDisplayedUrl"),
        score=_score(report.part("categories").part("performance")),
        lcp=_milliseconds(audits.part("largest-contentful-paint")),
        error=_error(report),
    )
    limits = (limit for key in BUDGETS for limit in _budgets(audits.part(key), BUDGETS[key]))
    content = Budgets(f"Lighthouse {report.text(MARK)}", (page,), tuple(limits))
    stated = parse_time(report.text("fetchTime"))
    if stated is None:
        return Reading(content)
    return Reading(content, time=stated.time, vague=stated.vague)


def _error(report: Part) -> str | None:
    if "runtimeError" not in report:
        return None
    error = report.part("runtimeError")
    return error.text("message") or error.text("code") or "no reason given"


def _score(category: Part) -> int | None:
    score = category.number("score")
    if score is None:
        return None
    if not 0 <= score <= 1:
        raise UserError("states a score that is not between 0 and 1", category.file)
    # 0.29 * 100 is a little less than 29, so the noise is rounded away before the rest is cut off
    return round(score * 1_000_000) // 100


def _milliseconds(audit: Part) -> float | None:
    value = audit.number("numericValue")
    if value is not None and not 0 <= value < float("inf"):
        raise UserError("states a time that nothing can take", audit.file)
    return value


def _budgets(audit: Part, over: tuple[str, ...]) -> Iterator[Limit]:
    """Yield the rows of a budget. The score of the audit is 1 even where a budget is exceeded."""
    for row in audit.part("details").parts("items"):
        name = row.text("resourceType") or row.text("metric") or "a budget"
        exceeded = any(key in row for key in over)
        said = "is over its budget" if exceeded else "is within its budget"
        yield Limit(name, said, holds=not exceeded)


def is_assertion(part: Part) -> bool:
    """Say whether an object is the result of an assertion of Lighthouse CI."""
    return "operator" in part and "expected" in part


def read_assertions(results: list[Part]) -> Reading[Budgets]:
    """Return the limits that were asserted; the results carry no time.

    Raises UserError for results with values of other types.
    """
    return Reading(Budgets(tool="Lighthouse CI", limits=tuple(map(_assertion, results))))


def _assertion(result: Part) -> Limit:
    steps = (result.text("auditId"), result.text("auditProperty"), result.text("name"))
    operator, expected = result.text("operator"), result.number("expected")
    actual = result.number("actual")
    compare = HOLDS.get(operator)
    if compare is None or expected is None:
        raise UserError(f"asserts {quoted(operator)}, which is not known", result.file)
    measured = "was not measured" if actual is None else f"is {actual:.6g}"
    return Limit(
        name=" ".join(filter(None, steps)) or "an assertion",
        said=f"{measured}; asserted is {operator} {expected:.6g}",
        holds=actual is not None and compare(actual, expected) and result.flag("passed") is True,
        binding=result.text("level") != "warn",
    )
