"""Reports whose every text was written by somebody who means harm."""

import re
from datetime import timedelta

from hypothesis import strategies as st

from deploylint.engine import OWN_CATEGORY
from deploylint.load.policyshape import ACTIONS
from deploylint.model.location import Location
from deploylint.model.policy import PolicyFile, Severity
from deploylint.model.report import Answer, Item, Refusal, Report, Rung, Trouble
from deploylint.model.verdict import Assurance, Cause, Evidence, Finding, Status
from tests.report.reports import DIGEST, TUESDAY, item, plan, report

PIECES = (
    "::error::",
    "##[group]",
    "##vso[task.complete]",
    "##",
    "[",
    ":",
    "\x1b]8;;https://example.org\x07",
    "\x1b[2J",
    "\x9b31m",
    "\r",
    "\n",
    "\t",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x85",
    "\ud800",
    "\U000e0001",
    "\u00a0",
    "顧客",
    "e\u0301",
    "😀",
    "no",
    "10:30",
    "1e3",
    "- ",
    "# ",
    ": ",
    "'",
    '"',
    "\\",
    "word ",
    "@user",
    "@org/team",
    "#1",
    "GH-1",
    "owner/repo#1",
    "a5c3785ed8d6a35868bc169f07e40e889087fd2e",
    ":smile:",
    "$x$",
    "user@example.com",
    "https://example.com/x",
    "www.example.com",
    "[x](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "[^1]",
    "[[ATTACHMENT|/etc/passwd]]",
    "`",
    "``",
    "|",
    "*",
    "_",
    "~~",
    "<b>",
    "<!--",
    "-->",
    "</details>",
    "</script>",
    "]]>",
    "&lt;",
    "&#x3c;",
    "*x*",
    "_x_",
    "~~x~~",
    ",title=x",
    "%0A",
    "%",
    ",",
    "\x00",
    "\ufffe",
    "> ",
    "1. ",
    "/close",
)

PIECE = st.sampled_from(PIECES) | st.text(max_size=8)
TEXT = st.lists(PIECE, max_size=6).map("".join)
FILLED = st.lists(PIECE, min_size=1, max_size=6).map("".join).filter(str.strip)
"""What plans and policies may not leave blank."""

LINE = TEXT.map(lambda text: re.sub("[\r\n]", "", text))
NUMBER = st.integers(1, 60)
LATER = st.sampled_from([None, *(TUESDAY + timedelta(days=days) for days in (1, 30))])


@st.composite
def locations(draw: st.DrawFn) -> Location:
    """Return a place that ends behind its beginning, or of which only that is known."""
    line, column = draw(st.integers(1, 4)), draw(NUMBER)
    more, end = draw(st.integers(0, 3)), draw(st.none() | NUMBER)
    known = end is not None and (more > 0 or end >= column)
    return Location(
        draw(st.just("deploy/plan.yaml") | FILLED),
        line,
        column,
        line + more if known else None,
        end if known else None,
    )


ACTION = st.sampled_from(list(ACTIONS.values()))
FINDING = st.builds(Finding, TEXT, locations(), st.none() | LINE)


@st.composite
def rule_items(draw: st.DrawFn) -> Item:
    """Return what came of a rule; only what violates it can be waived."""
    status = draw(st.sampled_from(Status))
    failing = status is Status.FAIL
    cause = draw(st.sampled_from(Cause)) if failing else None
    violated = cause is Cause.VIOLATED
    rule = draw(TEXT)
    return item(
        rule,
        status,
        title=draw(st.just(rule.replace("-", " ").capitalize()) | FILLED),
        category=draw(FILLED),
        severity=draw(st.sampled_from(Severity)),
        on_fail=draw(ACTION),
        reason=draw(TEXT),
        cause=cause,
        fix=draw(st.none() | FILLED),
        findings=tuple(draw(st.lists(FINDING, min_size=int(failing), max_size=3))),
        evidence=(draw(evidence()),),
        origin=draw(locations()),
        waiver=draw(st.none() | FILLED) if violated else None,
        next_permitted=draw(LATER) if violated else None,
        valid_until=None if failing else draw(LATER),
    )


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    return Evidence(draw(TEXT), draw(TEXT), DIGEST, draw(TEXT), TUESDAY.isoformat())


@st.composite
def own_lines(draw: st.DrawFn) -> Item:
    """Return what came of a line of the checklist that belongs to no rule."""
    name, reason = draw(FILLED), draw(TEXT)
    status = draw(st.sampled_from(Status))
    failing = status is Status.FAIL
    return item(
        name,
        status,
        title=name,
        category=OWN_CATEGORY,
        reason=reason,
        findings=(Finding(reason, draw(locations())),) if failing else (),
        evidence=(draw(evidence()),),
        origin=None,
    )


@st.composite
def rules(draw: st.DrawFn) -> list[Item]:
    """Return what came of several rules.

    In most of them nothing violates one that blocks, so often the first does, and the others ask
    for no stronger action.
    """
    found = draw(st.lists(rule_items(), max_size=3, unique_by=lambda one: one.rule))
    worst = draw(st.none() | ACTION)
    if worst is None or not found:
        return found
    first = found[0]._replace(
        status=Status.FAIL,
        cause=Cause.VIOLATED,
        assurance=Assurance.ATTESTED,
        severity=Severity.ERROR,
        on_fail=worst,
        findings=found[0].findings or (draw(FINDING),),
        waiver=None,
        valid_until=None,
    )
    return [first, *(one._replace(on_fail=min(one.on_fail, worst)) for one in found[1:])]


@st.composite
def hostile_reports(draw: st.DrawFn) -> Report:
    """Return a report on a plan in which every text from outside is hostile.

    Only migrations that are judged without a plan name no file.
    """
    name = draw(FILLED)
    return report(
        *draw(rules()),
        *draw(st.lists(own_lines(), max_size=1)),
        strict=draw(st.booleans()),
        plan=plan(
            draw(TEXT),
            file=draw(st.just("deploy/plan.yaml") | FILLED),
            version=draw(FILLED),
            environment=draw(FILLED),
            service=draw(st.none() | TEXT),
            data={
                "migrations": draw(st.lists(TEXT, max_size=2)),
                "rollback_plan": draw(TEXT | st.dictionaries(TEXT, TEXT, max_size=2)),
                "smoke_tests": None,
            },
        ),
        policy=name,
        policy_files=(PolicyFile(name, DIGEST),),
        ladder=(Rung(draw(TEXT), (draw(TEXT),)),),
        assumptions=(draw(TEXT),),
    )


FILES = st.sampled_from(
    (
        "",
        "<stdin>",
        "deploylint:production",
        "deploy/plan.yaml",
        "./deploy/../deploy/plan.yaml",
        "../outside.yaml",
        "/etc/passwd",
        "//server/share/plan.yaml",
        "C:\\plans\\plan.yaml",
        "C:/plans/plan.yaml",
        "https://example.com/plan.yaml",
        "a b#c?d%20e&f=g+h.yaml",
        "[id]/(group)/{x}.yaml",
        "顧客/é.yaml",
        "not\udcffutf8.yaml",
        "p" * 5000,
    )
)


@st.composite
def refusals(draw: st.DrawFn) -> Refusal:
    """Return what could not be judged, for reasons in hostile words."""
    trouble = st.builds(Trouble, TEXT, st.none() | locations(), st.none() | TEXT)
    return Refusal(draw(FILES | TEXT), tuple(draw(st.lists(trouble, min_size=1, max_size=3))))


@st.composite
def misplaced(draw: st.DrawFn) -> Report:
    """Return a hostile report on files with names that URIs and file systems read differently.

    A plan without a name is none: migrations alone were judged, and stand at the first of them.
    """
    given = draw(hostile_reports())
    file, elsewhere = draw(FILES), draw(FILES.filter(bool))
    document = draw(st.integers(1, 3)) if file else 1
    begins = 1 if document == 1 else draw(st.integers(document, 60))
    at = Location(file or elsewhere, begins, 1, begins, 11)
    version = given.plan.version if file else ""
    return given._replace(
        plan=given.plan._replace(file=file, at=at, document=document, version=version),
        items=tuple(
            one._replace(
                findings=tuple(
                    found._replace(at=found.at and found.at._replace(file=elsewhere))
                    for found in one.findings
                )
            )
            for one in given.items
        ),
    )


def answers() -> st.SearchStrategy[list[Answer]]:
    """Return what a run over several plans says, in any order."""
    return st.lists(st.one_of(hostile_reports(), misplaced(), refusals()), max_size=2)
