"""What stands above the plans: files that could not be judged, and all plans in one table."""

from collections.abc import Iterator

from deploylint.model.location import Location
from deploylint.model.report import Refusal, Trouble
from deploylint.model.wording import counted
from deploylint.report.decided import unjudged
from deploylint.report.html_collected import Collected, Line
from deploylint.report.html_element import Markup, block, element, joined, prose
from deploylint.report.naming import called

HEADS = ("Decision", "Release", "Plan", "Items", "When")


def said(collected: Collected) -> str:
    """Return how many plans have which outcome, in one line."""
    if collected.overall.plans == 1 and collected.refusals:
        return unjudged(collected.refusals[0])
    return collected.overall.said() if collected.overall.plans else "No plan was judged"


def refusals(collected: Collected) -> Iterator[Markup]:
    """Yield the files that could not be judged, and why."""
    if not collected.refused:
        return
    alone = collected.overall.plans == 1
    yield block(
        "section",
        element("h2", "What is wrong" if alone else "Could not be judged"),
        element("p", "What nobody could read is no permission. Mend that first.", class_="small"),
        *(_refusal(refusal) for refusal in collected.refusals),
        _left(collected.refused - len(collected.refusals), "file"),
        class_="part refused",
    )


def _refusal(refusal: Refusal) -> Markup:
    return block(
        "article",
        element("h3", element("span", "error", class_="state fail"), " ", _path(called(refusal))),
        *(block("div", *_trouble(one, refusal.file), class_="trouble") for one in refusal.troubles),
        class_="card fail",
    )


def _trouble(trouble: Trouble, file: str) -> Iterator[Markup]:
    yield element("p", prose(trouble.message), class_="reason")
    if trouble.at is not None and trouble.at != Location(file, 1, 1):
        yield element("p", _path(str(trouble.at)), class_="small")
    if trouble.hint is not None:
        yield element("p", element("b", "Fix:"), " ", prose(trouble.hint), class_="fix")


def overview(collected: Collected) -> Iterator[Markup]:
    """Yield the table of plans, worst first, and what it leaves out."""
    if collected.alone or not collected.plans:
        return
    lines = collected.ranked()
    heads = (element("th", head, scope="col", role="columnheader") for head in HEADS)
    yield block(
        "section",
        element("h2", "Plans"),
        *_omitted(collected, len(lines)),
        block(
            "table",
            element("caption", "All plans, worst first", class_="aloud"),
            element("thead", element("tr", *heads, role="row"), role="rowgroup"),
            block("tbody", *(_row(line, collected) for line in lines), role="rowgroup"),
            class_="plans",
            role="table",
        ),
        class_="part",
    )


def _omitted(collected: Collected, listed: int) -> Iterator[Markup]:
    """Yield what the page leaves out, and how to see it."""
    detailed = len(collected.sections)
    if detailed < collected.plans:
        told = (
            f"Details are given for {detailed} of {collected.plans} plans, those that block first."
        )
        more = " `deploylint check PLAN -o html` shows all of one plan."
        rest = collected.plans - listed
        cut = f" {counted(rest, 'plan')} {'is' if rest == 1 else 'are'} not listed." if rest else ""
        yield element("p", prose(told + cut + more), class_="left")


def _row(line: Line, collected: Collected) -> Markup:
    anchor = f"p{line.number}" if line.number in collected.sections else None
    word = element("span", line.decision.label, class_=f"state {line.tone}")
    release: str = line.release
    if anchor is not None:
        release = element("a", line.release, href=f"#{anchor}")
    when = joined(element("small", f"{line.waiting[0]} "), line.waiting[1]) if line.waiting else ""
    cells = (
        element("td", word, role="cell"),
        element("th", release, scope="row", role="rowheader"),
        element("td", _path(line.document), role="cell"),
        element("td", *_states(line), role="cell"),
        element("td", when, role="cell"),
    )
    return element(
        "tr",
        joined(*cells, by=" "),
        role="row",
        data_row=anchor or "",
        data_states=" ".join(state for state, _ in line.states),
    )


def _states(line: Line) -> Iterator[str]:
    if line.blocking:
        said = "1 item blocks" if line.blocking == 1 else f"{line.blocking} items block"
        yield element("b", said)
        yield " "
    told = ", ".join(f"{number} {state}" for state, number in line.states)
    yield element("small", told or "no items")


def _path(text: str) -> Markup:
    return element("span", text, class_="path")


def _left(number: int, noun: str) -> Markup:
    if number <= 0:
        return Markup()
    return element("p", f"and {counted(number, noun)} more, not listed", class_="left")
