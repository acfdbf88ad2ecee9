"""What fails in a plan: the reason, the place, and what to do about it."""

from collections.abc import Iterator

from deploylint.model.report import Item, Report
from deploylint.report.html_element import Markup, block, element, joined, prose
from deploylint.report.html_source import places
from deploylint.report.html_words import (
    Anchors,
    State,
    anchors,
    badge,
    explaining,
    is_failing,
    state_of,
)


def failing(report: Report) -> list[tuple[int, Item]]:
    """Return the items that fail with their numbers: those that block, then by severity."""
    order = list(State)
    found = [(number, item) for number, item in enumerate(report.items) if is_failing(item)]
    found.sort(key=lambda one: (not one[1].blocks, order.index(state_of(one[1]))))
    return found


def cards(report: Report, name: str, level: int) -> Iterator[Markup]:
    """Yield each failing item; `name` is the id of the plan on the page."""
    for number, item in failing(report):
        ids = anchors(name, number)
        yield block(
            "article",
            *_card(item, report, ids, level),
            id=ids.card,
            class_=f"card {state_of(item)}",
            data_state=state_of(item),
            data_again=True,
            aria_labelledby=ids.title,
        )


def _card(item: Item, report: Report, ids: Anchors, level: int) -> Iterator[Markup]:
    heading = [badge(state_of(item)), " ", *rule_and_title(item)]
    if item.blocks:
        heading += [" ", element("span", "blocks", class_="blocks")]
    yield element(f"h{level}", *heading, id=ids.title)
    yield element("p", prose(item.reason), class_="reason")
    if item.waiver is not None:
        yield element("p", element("b", "Waived:"), " ", prose(item.waiver), class_="waiver")
    yield from places(item, report)
    if item.fix is not None:
        yield element("p", element("b", "Fix:"), " ", prose(item.fix), class_="fix")
    yield element("p", *_origin(item, report, ids.entry), class_="small")


def _origin(item: Item, report: Report, entry: str) -> Iterator[str]:
    if item.origin is None:
        yield "A line of the plan's checklist, of no rule. "
    else:
        place = f"{item.origin.file}:{item.origin.line}"
        yield joined("Rule listed at ", element("span", place, class_="path"), ". ")
    command = explaining(item, report)
    if command is not None:
        yield joined("Explained by ", element("code", command, class_="command"), ". ")
    yield element("a", "Evidence and assurance", href=f"#{entry}", class_="screen")


def rule_and_title(item: Item) -> Iterator[Markup]:
    """Yield the id of the rule and its title; a line of the checklist has but its text."""
    if item.rule != item.title and item.rule:
        yield element("code", item.rule, class_="rule")
        yield Markup(" ")
    yield element("span", prose(item.title), class_="title")
