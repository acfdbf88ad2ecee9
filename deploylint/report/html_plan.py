"""One plan on the page: what is decided, what fails, the checklist, and what all that rests on."""

from collections.abc import Iterator
from typing import NamedTuple

from deploylint.model.plan import Plan
from deploylint.model.policy import Action
from deploylint.model.report import Report
from deploylint.model.wording import counted
from deploylint.report.html_checklist import stages
from deploylint.report.html_element import Markup, aloud, block, element, joined, prose
from deploylint.report.html_failing import cards, failing, rule_and_title
from deploylint.report.html_words import (
    anchors,
    instant,
    judged,
    meaning,
    tallied,
    tone,
)
from deploylint.report.naming import document, subject


class Place(NamedTuple):
    """Where a plan stands on the page: its id, the level of its heading, its windows.

    `find` is what searches the plan, where it is the only one.
    """

    name: str
    level: int
    windows: Markup
    find: Markup


def section(report: Report, place: Place) -> Markup:
    """Return all there is to know about one plan."""
    return block(
        "section",
        _decided(report, place),
        place.find,
        _group("What fails", cards(report, place.name, place.level + 2), place),
        _group("Checklist", stages(report, place.name, place.level + 2), place),
        _part("Deployment windows", place, place.windows),
        *_ladder(report, place),
        *_assumed(report, place),
        _part("Policy and plan", place, *_origins(report)),
        id=place.name,
        class_="plan",
        data_plan=True,
        aria_labelledby=f"{place.name}-h",
    )


def _group(title: str, content: Iterator[Markup], place: Place) -> Markup:
    """Return a part that is there as long as something of it matches a search."""
    parts = list(content)
    if not parts:
        return Markup()
    heading = element(f"h{place.level + 1}", title)
    return block("section", heading, *parts, class_="part", data_group=True)


def _part(title: str, place: Place, *content: Markup) -> Markup:
    heading = element(f"h{place.level + 1}", title)
    return block("section", heading, *content, class_="part", data_context=True)


def _decided(report: Report, place: Place) -> Markup:
    word = element("span", report.decision.name.capitalize(), aloud(": "), class_="word")
    heading = element(
        f"h{place.level}",
        word,
        element("span", subject(report), class_="what"),
        id=f"{place.name}-h",
    )
    return block(
        "div",
        heading,
        element("p", meaning(report), class_="meaning"),
        block("dl", *_facts(report), class_="facts"),
        *_blocking(report, place),
        class_=f"decision {tone(report)}",
        data_head=True,
    )


def _facts(report: Report) -> Iterator[Markup]:
    yield fact("Judged for", judged(report))
    waits = report.blocked and report.decision is not Action.POSTPONE
    if waits and report.next_permitted is not None:
        yield fact("Next permitted", instant(report.next_permitted, report))
    yield from _of_plan(report.plan)
    yield fact("Policy", report.policy)
    yield fact("Checklist", tallied(report.items))


def _of_plan(plan: Plan) -> Iterator[Markup]:
    """Yield what a plan says; migrations may be judged without one."""
    if plan.file:
        yield fact("Plan", element("span", document(plan), class_="path"))
        yield fact("Type of change", plan.type.value)


def fact(name: str, value: str) -> Markup:
    """Return a name with its value, in a list of such."""
    return element("div", element("dt", name), " ", element("dd", value))


def _blocking(report: Report, place: Place) -> Iterator[Markup]:
    """Yield the items because of which a plan is blocked, as links to what is known of them."""
    links = [
        element(
            "li",
            element("a", *rule_and_title(item), href=f"#{anchors(place.name, number).card}"),
        )
        for number, item in failing(report)
        if item.blocks
    ]
    if links:
        said = "1 item blocks:" if len(links) == 1 else f"{len(links)} items block:"
        yield element("p", said, class_="said")
        yield block("ul", *links, class_="blockers")


def _ladder(report: Report, place: Place) -> Iterator[Markup]:
    """Yield how far up the shipped policies the plan would climb."""
    if not report.ladder:
        return
    rungs = []
    for rung in report.ladder:
        names = joined(*(element("code", rule) for rule in rung.blocking), by=", ")
        found = counted(len(rung.blocking), "item")
        said = joined(f" would block on {found}: ", names) if rung.blocking else " would pass"
        rungs.append(element("li", element("b", rung.policy), said))
    yield _part("Stricter policies", place, block("ul", *rungs))


def _assumed(report: Report, place: Place) -> Iterator[Markup]:
    if report.assumptions:
        told = (element("li", prose(text)) for text in report.assumptions)
        yield _part("Taken for granted", place, block("ul", *told))


def _origins(report: Report) -> Iterator[Markup]:
    """Yield what was judged by what, with the digests by which it is known again."""
    plan = report.plan
    layers = (
        element("li", _path(file.name), " ", _path(file.digest), class_="small")
        for file in report.policy_files
    )
    now = "no clock" if report.now is None else instant(report.now, report)
    yield block(
        "dl",
        fact("Plan", joined(_path(document(plan)), " ", _small(plan.digest))),
        fact("Policy", joined(report.policy, " ", _small(report.policy_digest))),
        fact("Its layers", element("ul", *layers)),
        fact("Stages judged", ", ".join(report.stages)),
        fact("Clock", f"{now}{', simulated' if report.simulated else ''}"),
        class_="facts origins",
    )


def _path(text: str) -> Markup:
    return element("span", text, class_="path")


def _small(text: str) -> Markup:
    return element("span", text, class_="path small")
