"""The checklist of a plan: every item, by stage and by category, with what it rests on."""

from collections.abc import Iterator

from deploylint.model.policy import Stage
from deploylint.model.report import Item, Report
from deploylint.model.verdict import Evidence
from deploylint.model.wording import counted
from deploylint.report.escape import printable
from deploylint.report.html_element import Markup, block, element, joined, prose
from deploylint.report.html_failing import rule_and_title
from deploylint.report.html_source import places
from deploylint.report.html_words import (
    Anchors,
    anchors,
    assurance,
    attributes,
    badge,
    explaining,
    instant,
    is_failing,
    state_of,
    tallied,
)

ON_SCREEN = ("Findings", "Explained by")
"""What is of no use on paper."""

NOTED = "Notes"
"""What stands beside nothing else on paper: places with their lines are wide."""

NOTES = 3
"""How many notes of an item are seen before it is unfolded."""

Numbered = list[tuple[int, Item]]


def stages(report: Report, name: str, level: int) -> Iterator[Markup]:
    """Yield the items of each stage; `name` is the id of the plan on the page."""
    numbered = list(enumerate(report.items))
    for stage in Stage:
        own = [one for one in numbered if one[1].stage is stage]
        if own:
            yield block(
                "section",
                element(f"h{level}", stage.value.capitalize()),
                element("p", tallied(item for _, item in own), class_="small"),
                *_categories(own, report, name, level + 1),
                data_group=True,
                class_="stage",
            )


def _categories(own: Numbered, report: Report, name: str, level: int) -> Iterator[Markup]:
    found: dict[str, Numbered] = {}
    for one in own:
        found.setdefault(one[1].category, []).append(one)
    for category, items in found.items():
        yield block(
            "div",
            element(f"h{level}", printable(category).strip() or "(no category)"),
            block("div", *(_entry(one, report, anchors(name, number)) for number, one in items)),
            data_group=True,
            class_="category",
        )


def _entry(item: Item, report: Report, ids: Anchors) -> Markup:
    reason = element("span", prose(item.reason), class_="why")
    head = joined(badge(state_of(item)), " ", *rule_and_title(item))
    summary = element("summary", joined(head, reason, *_notes(item), by=" "))
    return block(
        "details",
        summary,
        block("dl", *(_row(name, value) for name, value in _facts(item, report, ids.card))),
        id=ids.entry,
        class_="item",
        data_state=state_of(item),
    )


def _notes(item: Item) -> Iterator[Markup]:
    """Yield what is to be known of an item that does not fail, which nobody would unfold."""
    if is_failing(item):
        return
    messages = list(dict.fromkeys(finding.message for finding in item.findings))
    for message in messages[:NOTES]:
        yield element("span", element("b", "Note:"), " ", prose(message), class_="why note")
    if len(messages) > NOTES:
        yield element("span", f"and {counted(len(messages) - NOTES, 'note')} more", class_="why")


def _row(name: str, value: str) -> Markup:
    kind = "screen" if name in ON_SCREEN else "long" if name == NOTED else None
    return element("div", element("dt", name), " ", element("dd", value), class_=kind)


def _facts(item: Item, report: Report, card: str) -> Iterator[tuple[str, str]]:
    """Yield what there is to know about an item, in the order in which people ask."""
    yield "Status", f"{item.status}, {item.cause}" if item.cause else item.status.value
    blocking = ", blocks this release" if item.blocks else ""
    yield "Severity", f"{item.severity.label}{blocking}; on fail: {item.on_fail.label}"
    if item.waiver is not None:
        yield "Waived", prose(item.waiver)
    if is_failing(item):
        link = element("a", "What is wrong, where, and the fix", href=f"#{card}")
        yield "Findings", link
    elif item.findings:
        yield NOTED, joined(*places(item, report))
    yield "Assurance", assurance(item)
    yield "Evidence", _evidence(item.evidence)
    for name, when in (("Valid until", item.valid_until), ("Next permitted", item.next_permitted)):
        if when is not None:
            yield name, instant(when, report)
    if item.origin is not None:
        yield "Rule", element("span", f"{item.origin.file}:{item.origin.line}", class_="path")
    command = explaining(item, report)
    if command is not None:
        yield "Explained by", element("code", command, class_="command")


def _evidence(found: tuple[Evidence, ...]) -> Markup:
    """Return on what a verdict rests."""
    if not found:
        return joined("none")
    rows = []
    for one in found:
        known = [
            element("span", f"{name} ", element("span", value, class_="path"), class_="known")
            for name, value in attributes(one)
        ]
        source = element("span", one.source, class_="path")
        rows.append(element("li", joined(element("b", one.kind), source, *known, by=" ")))
    return element("ul", *rows, class_="evidence")
