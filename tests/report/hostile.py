"""Reports whose every text was written by somebody who means harm."""

from hypothesis import strategies as st

from deploylint.model.location import Location
from deploylint.model.policy import PolicyFile, Severity
from deploylint.model.report import Answer, Item, Refusal, Report, Rung, Trouble
from deploylint.model.verdict import Evidence, Finding, Status
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

TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=6).map("".join)
NUMBER = st.integers(1, 60)


@st.composite
def locations(draw: st.DrawFn) -> Location:
    end = draw(st.none() | NUMBER)
    return Location(
        draw(st.just("deploy/plan.yaml") | TEXT),
        draw(st.integers(1, 4)),
        draw(NUMBER),
        None if end is None else draw(st.integers(1, 4)),
        end,
    )


def findings() -> st.SearchStrategy[tuple[Finding, ...]]:
    finding = st.builds(Finding, TEXT, st.none() | locations())
    return st.lists(finding, max_size=3).map(tuple)


@st.composite
def items(draw: st.DrawFn) -> Item:
    evidence = Evidence(draw(TEXT), draw(TEXT), DIGEST, draw(TEXT), TUESDAY.isoformat())
    return item(
        draw(TEXT),
        draw(st.sampled_from(Status)),
        title=draw(TEXT),
        category=draw(TEXT),
        severity=draw(st.sampled_from(Severity)),
        reason=draw(TEXT),
        fix=draw(st.none() | TEXT),
        findings=draw(findings()),
        evidence=(evidence,),
        origin=draw(st.none() | locations()),
        waiver=draw(st.none() | TEXT),
    )


@st.composite
def hostile_reports(draw: st.DrawFn) -> Report:
    """Return a report on a plan in which every text from outside is hostile.

    Only migrations that are judged without a plan name no file.
    """
    name = draw(TEXT)
    return report(
        *draw(st.lists(items(), max_size=4)),
        plan=plan(
            draw(TEXT),
            file=draw(st.just("deploy/plan.yaml") | TEXT.filter(bool)),
            version=draw(TEXT),
            environment=draw(TEXT),
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
    """Return a hostile report on files with names that URIs and file systems read differently."""
    given = draw(hostile_reports())
    file, elsewhere = draw(FILES), draw(FILES)
    return given._replace(
        plan=given.plan._replace(
            file=file, at=given.plan.at._replace(file=file), document=draw(st.integers(1, 3))
        ),
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
