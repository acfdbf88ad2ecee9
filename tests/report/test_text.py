"""The report for people, as they see it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unicodedata import category, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.location import Location
from deploylint.model.policy import Action, PolicyFile, Severity
from deploylint.model.report import Report, Rung
from deploylint.model.verdict import Finding, Status
from deploylint.report.style import Style
from deploylint.report.text import render
from tests.conftest import Golden
from tests.report.hostile import hostile_reports
from tests.report.reports import abort, go, item, plan, postpone, report
from tests.report.streamed import taken_with_pieces

SGR = re.compile("\x1b\\[(?:1|2|32|1;31|1;33|0)m")


def shown(*reports: Report, **style: Any) -> str:
    return "".join(render(reports, Style(**style)))


def lines_of(source: str, at: Location, message: str = "seen", width: int = 80) -> list[str]:
    """Return the source line, the line of carets and what follows, of one finding in a plan."""
    failing = item("a-rule", Status.FAIL, findings=(Finding(message, at),))
    text = shown(report(failing, plan=plan(source)), width=width).split("\n")
    start = next(n for n, line in enumerate(text) if line.startswith("    --> ")) + 1
    return text[start : text.index("  rule: A rule (deploylint:essential:12)", start)]


@pytest.mark.parametrize(
    ("name", "reports", "style"),
    [
        pytest.param("go", [go()], Style(), id="go"),
        pytest.param("postpone", [postpone()], Style(), id="postpone"),
        pytest.param("abort", [abort()], Style(), id="abort"),
        pytest.param("abort-narrow", [abort()], Style(width=50), id="abort-narrow"),
        pytest.param("abort-color", [abort()], Style(color=True), id="abort-color"),
        pytest.param("abort-verbose", [abort()], Style(width=100, verbose=True), id="abort-v"),
        pytest.param("several-quiet", [go(), abort()], Style(quiet=True), id="several-quiet"),
        pytest.param("none", [], Style(), id="no-report"),
    ],
)
def test_whole_text(name: str, reports: list[Report], style: Style, golden: Golden) -> None:
    golden(f"{name}.txt", "".join(render(reports, style)))


def test_colour_says_nothing_that_words_do_not() -> None:
    assert SGR.sub("", shown(abort(), color=True)) == shown(abort())


def test_each_report_is_rendered_as_soon_as_it_is_there() -> None:
    assert taken_with_pieces(render) == [1, 2, 3]


def test_quiet_shows_only_what_fails_and_the_summary() -> None:
    assert shown(go(), quiet=True) == (
        "deploy/plan.yaml: v1.2.0 to production (standard)\n"
        "policy essential; judged for Tue 2026-11-24 10:30 (Europe/Paris), from --at\n"
        "\n"
        "10 items: 10 pass\n"
        "GO: may go out; valid until Tue 2026-11-24 16:00 (Europe/Paris)\n"
        "passes essential; production would block on 3 items, strict on 4 items\n"
    )


MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WEDNESDAY = MONDAY + timedelta(days=2)
BROKEN = item("a-rule", Status.FAIL)
DOUBTFUL = item("b-rule", Status.FAIL, severity=Severity.WARNING)
EXCUSED = item("c-rule", Status.FAIL, waiver="until Friday")
FINE = item("d-rule")
IDLE = item("e-rule", Status.NA)


@pytest.mark.parametrize(
    ("judged", "summary"),
    [
        pytest.param(report(FINE), ["1 item: 1 pass", "GO: may go out"], id="go"),
        pytest.param(
            report(FINE, now=MONDAY, basis="scheduled_at", valid_until=WEDNESDAY),
            [
                "1 item: 1 pass",
                "GO: may go out; valid from Tue 2026-11-24 10:30 (Europe/Paris) until Wed",
                "  2026-11-25 13:00 (Europe/Paris)",
            ],
            id="go-later",
        ),
        pytest.param(
            report(FINE, now=MONDAY, basis="scheduled_at"),
            ["1 item: 1 pass", "GO: may go out; valid from Tue 2026-11-24 10:30 (Europe/Paris)"],
            id="go-later-without-end",
        ),
        pytest.param(
            report(FINE, DOUBTFUL, valid_until=MONDAY),
            [
                "2 items: 1 pass, 1 fail (1 warning)",
                "CAUTION: may go out, with care; valid until Mon 2026-11-23 13:00 (Europe/Paris)",
                "warnings: b-rule",
                "explain: deploylint explain b-rule --policy deploylint:essential",
            ],
            id="caution",
        ),
        pytest.param(
            report(
                FINE,
                item("b-rule", Status.FAIL, on_fail=Action.CAUTION),
                DOUBTFUL._replace(rule="c-rule"),
                EXCUSED._replace(rule="d-rule"),
                item("e-rule", Status.FAIL, severity=Severity.INFO),
            ),
            [
                "5 items: 1 pass, 4 fail (1 error, 1 warning, 1 info, 1 waived)",
                "CAUTION: may go out, with care",
                "errors that do not block: b-rule",
                "warnings: c-rule",
                "waived: d-rule",
                "explain: deploylint explain b-rule --policy deploylint:essential",
            ],
            id="caution-for-many-reasons",
        ),
        pytest.param(
            report(BROKEN, FINE, IDLE, decision=Action.INVESTIGATE),
            [
                "3 items: 1 pass, 1 fail (1 error), 1 na",
                "INVESTIGATE: find the cause before going on; 1 item blocks",
                "blocking: a-rule",
                "explain: deploylint explain a-rule --policy deploylint:essential",
            ],
            id="investigate",
        ),
        pytest.param(
            report(BROKEN, decision=Action.POSTPONE, next_permitted=MONDAY),
            [
                "1 item: 0 pass, 1 fail (1 error)",
                "POSTPONE: not now; permitted again from Mon 2026-11-23 13:00 (Europe/Paris)",
                "blocking: a-rule",
                "explain: deploylint explain a-rule --policy deploylint:essential",
            ],
            id="postpone",
        ),
        pytest.param(
            report(BROKEN, decision=Action.POSTPONE),
            [
                "1 item: 0 pass, 1 fail (1 error)",
                "POSTPONE: not now; no time to come back is known",
                "blocking: a-rule",
                "explain: deploylint explain a-rule --policy deploylint:essential",
            ],
            id="postpone-for-ever",
        ),
        pytest.param(
            report(BROKEN, DOUBTFUL, EXCUSED, next_permitted=MONDAY),
            [
                "3 items: 0 pass, 3 fail (1 error, 1 warning, 1 waived)",
                "ABORT: do not deploy; 1 item blocks; next permitted time Mon 2026-11-23 13:00",
                "  (Europe/Paris)",
                "blocking: a-rule",
                "explain: deploylint explain a-rule --policy deploylint:essential",
            ],
            id="abort-outside-a-window",
        ),
        pytest.param(
            report(BROKEN, decision=Action.ROLLBACK),
            [
                "1 item: 0 pass, 1 fail (1 error)",
                "ROLLBACK: return to the previous version now; 1 item blocks",
                "blocking: a-rule",
                "explain: deploylint explain a-rule --policy deploylint:essential",
            ],
            id="rollback",
        ),
        pytest.param(
            report(DOUBTFUL, FINE, strict=True),
            [
                "2 items: 1 pass, 1 fail (1 error)",
                "ABORT: do not deploy; 1 item blocks",
                "blocking: b-rule",
                "explain: deploylint explain b-rule --policy deploylint:essential",
            ],
            id="warnings-count-as-errors",
        ),
        pytest.param(
            report(IDLE),
            [
                "1 item: 0 pass, 1 na",
                "INVESTIGATE: nothing was judged, so this is no permission",
            ],
            id="nothing-judged",
        ),
        pytest.param(
            report(
                FINE,
                ladder=(Rung("production", ()), Rung("strict", ("x-rule", "y-rule"))),
                assumptions=("no zone is set",),
            ),
            [
                "1 item: 1 pass",
                "GO: may go out",
                "passes essential; production would pass, strict would block on 2 items",
                "assumed: no zone is set",
            ],
            id="ladder",
        ),
    ],
)
def test_summary(judged: Report, summary: list[str]) -> None:
    assert shown(judged).rstrip("\n").split("\n\n")[-1].split("\n") == summary


@pytest.mark.parametrize(
    ("fields", "judged"),
    [
        pytest.param({}, "for Tue 2026-11-24 10:30 (Europe/Paris), now", id="now"),
        pytest.param(
            {"basis": "--at", "simulated": True},
            "for Tue 2026-11-24 10:30 (Europe/Paris), from --at, simulated clock",
            id="at-with-simulated-clock",
        ),
        pytest.param(
            {"basis": "scheduled_at", "at": MONDAY, "timezone": "UTC"},
            "for Mon 2026-11-23 12:00 (UTC), the plan's scheduled_at",
            id="schedule",
        ),
        pytest.param(
            {"at": MONDAY}, "for Mon 2026-11-23 13:00 (Europe/Paris), now", id="shown-in-the-zone"
        ),
        pytest.param(
            {"timezone": None}, "for Tue 2026-11-24 10:30 (Europe/Paris), now", id="no-windows"
        ),
        pytest.param(
            {"at": MONDAY, "timezone": "Mars/Base"},
            "for Mon 2026-11-23 12:00 (UTC), now",
            id="zone-unknown-here",
        ),
        pytest.param({"at": None, "basis": "--no-clock"}, "without a clock", id="no-clock"),
    ],
)
def test_header_says_which_moment_is_judged(fields: dict[str, Any], judged: str) -> None:
    text = shown(report(FINE, **fields), width=100)
    assert text.split("\n")[1] == f"policy essential; judged {judged}"


def test_second_document_of_a_file_is_named_by_its_line() -> None:
    second = plan(document=2, at=Location("deploy/plan.yaml", 40, 1), service="exports")
    text = shown(report(FINE, plan=second))
    assert text.split("\n")[0] == "deploy/plan.yaml:40: exports v1.2.0 to production (standard)"


def test_of_many_findings_ten_are_shown() -> None:
    findings = tuple(Finding(f"number {n}") for n in range(13))
    failing = report(item("a-rule", Status.FAIL, findings=findings))
    text = shown(failing)
    assert re.findall(r"- number (\d+)", text) == [str(n) for n in range(10)]
    assert "\n        and 3 more, which --verbose shows\n" in text
    assert re.findall(r"- number (\d+)", shown(failing, verbose=True))[-1] == "12"


ONE = Location("a.yaml", 1, 1)
TWO = Location("a.yaml", 2, 1)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param(
            [Finding("it was looked at", ONE)], ["    --> a.yaml:1:1"], id="as-the-reason"
        ),
        pytest.param(
            [Finding("it was looked at", ONE), Finding("twice", ONE)],
            ["    --> a.yaml:1:1", "        twice"],
            id="two-at-one-place",
        ),
        pytest.param(
            [Finding("looked at", ONE), Finding("was", TWO)],
            ["    --> a.yaml:1:1", "        looked at", "    --> a.yaml:2:1", "        was"],
            id="two-places",
        ),
        pytest.param([Finding("it was looked at")], [], id="as-the-reason-and-nowhere"),
        pytest.param([Finding("twice")], ["      - twice"], id="nowhere"),
    ],
)
def test_findings_say_what_the_reason_does_not(
    findings: list[Finding], expected: list[str]
) -> None:
    text = shown(report(item("a-rule", Status.FAIL, findings=tuple(findings))))
    assert text.split("\n\n")[1].split("\n") == [
        "tests",
        "  FAIL  a-rule: it was looked at",
        *expected,
        "  rule: A rule (deploylint:essential:12)",
    ]


def test_reasons_are_told_whole() -> None:
    own = item("Le client et la direction ont donné leur accord par écrit", reason="said so " * 9)
    assert shown(report(own, FINE)).split("\n")[4:8] == [
        "  pass  Le client et la direction ont donné leur accord par écrit: said so said",
        "        so said so said so said so said so said so said so said so",
        "  pass  d-rule: it was looked at",
        "",
    ]


def test_a_line_of_the_checklist_without_a_rule_has_nothing_to_explain() -> None:
    own = item("Ask the client", Status.FAIL, origin=None)
    assert shown(report(own), width=90).split("\n\n")[1:] == [
        "tests\n  FAIL  Ask the client: it was looked at",
        (
            "1 item: 0 pass, 1 fail (1 error)\nABORT: do not deploy; 1 item blocks\n"
            "blocking: Ask the client\n"
        ),
    ]


@pytest.mark.parametrize(
    ("rule", "policy", "command"),
    [
        pytest.param(
            "tests-pass", "policies/web.yaml", "tests-pass --policy policies/web.yaml", id="plain"
        ),
        pytest.param(
            "tests-pass", "my policy.yaml", "tests-pass --policy 'my policy.yaml'", id="blank"
        ),
        pytest.param("a;id", "`id`", "'a;id' --policy '`id`'", id="would-run-something"),
        pytest.param("it's", "a\n\x1b[2J", "'it'\"'\"'s' --policy 'a \\x1b[2J'", id="hostile"),
    ],
)
def test_the_command_that_explains_can_be_pasted(rule: str, policy: str, command: str) -> None:
    judged = report(item(rule, Status.FAIL), policy_files=(PolicyFile(policy, ""),))
    last = shown(judged).rstrip("\n").split("\n")[-1]
    assert last == f"explain: deploylint explain {command}"


def test_what_blocks_is_explained_before_what_warns() -> None:
    assert "\nexplain: deploylint explain a-rule " in shown(report(DOUBTFUL, FINE, BROKEN))


SOURCE = "  - {name: TOKEN, reversible: false}"


@pytest.mark.parametrize(
    ("source", "at", "expected"),
    [
        pytest.param(
            SOURCE,
            (1, 12, 1, 17),
            ["      1 |   - {name: TOKEN, reversible: false}", "        |            ^^^^^ seen"],
            id="span",
        ),
        pytest.param(
            SOURCE,
            (1, 12, None, None),
            ["      1 |   - {name: TOKEN, reversible: false}", "        |            ^ seen"],
            id="no-end",
        ),
        pytest.param(
            SOURCE + "\n    more",
            (1, 12, 2, 4),
            [
                "      1 |   - {name: TOKEN, reversible: false}",
                "        |            ^^^... seen",
            ],
            id="several-lines",
        ),
        pytest.param(
            "a: b",
            (1, 40, 1, 41),
            ["      1 | a: b", "        |     ^ seen"],
            id="behind-the-end",
        ),
        pytest.param(
            "a:\tTOKEN",
            (1, 4, 1, 9),
            ["      1 | a:  TOKEN", "        |     ^^^^^ seen"],
            id="tab",
        ),
        pytest.param(
            "顧客: TOKEN",
            (1, 5, 1, 10),
            ["      1 | 顧客: TOKEN", "        |       ^^^^^ seen"],
            id="wide-characters-before",
        ),
        pytest.param(
            "Ａ: TOKEN",  # noqa: RUF001  # a full-width letter
            (1, 4, 1, 9),
            ["      1 | Ａ: TOKEN", "        |     ^^^^^ seen"],  # noqa: RUF001
            id="full-width-letter-before",
        ),
        pytest.param(
            "a: 顧客",
            (1, 4, 1, 6),
            ["      1 | a: 顧客", "        |    ^^^^ seen"],
            id="wide-characters-meant",
        ),
        pytest.param(
            "e\u0301\u202e: TOKEN",
            (1, 6, 1, 11),
            ["      1 | e\u0301\\u202e: TOKEN", "        |          ^^^^^ seen"],
            id="combining-and-hidden-characters",
        ),
        pytest.param(
            "##[group]: TOKEN",
            (1, 12, 1, 17),
            ["      1 | ##\\x5bgroup]: TOKEN", "        |               ^^^^^ seen"],
            id="workflow-command",
        ),
        pytest.param(
            f"a: {'x' * 100} TOKEN {'y' * 100}",
            (1, 105, 1, 110),
            [
                f"      1 | …{'x' * 50} TOKEN {'y' * 11}…",
                f"        | {' ' * 52}^^^^^ seen",
            ],
            id="cut-on-both-sides",
        ),
        pytest.param(
            f"a: TOKEN {'y' * 100}",
            (1, 4, 1, 9),
            [f"      1 | a: TOKEN {'y' * 60}…", "        |    ^^^^^ seen"],
            id="cut-on-the-right",
        ),
        pytest.param(
            f"{'x' * 100} TOKEN",
            (1, 102, 1, 107),
            [
                f"      1 | …{'x' * 62} TOKEN",
                f"        | {' ' * 64}^^^^^",
                "        seen",
            ],
            id="cut-on-the-left",
        ),
        pytest.param(
            f"a: {'x' * 100}",
            (1, 4, 1, 104),
            [f"      1 | a: {'x' * 66}…", "        seen"],
            id="value-wider-than-the-line",
        ),
        pytest.param(
            f"a b: {'x' * 100}",
            (1, 6, 1, 106),
            [f"      1 | a b: {'x' * 64}…", "        |      ^^^... seen"],
            id="span-wider-than-the-line",
        ),
        pytest.param(
            f"a: {'x' * 24} b",
            (1, 4, 1, 28),
            [f"      1 | a: {'x' * 24} b", f"        |    {'^' * 24} seen"],
            id="as-many-carets-as-may-be",
        ),
        pytest.param(
            f"a: {'x' * 25} b",
            (1, 4, 1, 29),
            [f"      1 | a: {'x' * 25} b", "        |    ^^^... seen"],
            id="more-carets-than-may-be",
        ),
        pytest.param(
            f"{'x' * 90} TOKEN{'y' * 100}",
            (1, 92, 1, 197),
            [f"      1 | …{'x' * 31} TOKEN{'y' * 31}…", f"        | {' ' * 33}^^^... seen"],
            id="beginning-of-a-long-span-in-a-long-line",
        ),
        pytest.param(
            SOURCE,
            (1, 5, 1, 38),
            ["      1 |   - {name: TOKEN, reversible: false}", "        seen"],
            id="entry-of-a-list",
        ),
        pytest.param(
            "  TOKEN:  ", (1, 3, 1, 8), ["      1 |   TOKEN:", "        seen"], id="key-alone"
        ),
        pytest.param(
            SOURCE,
            (1, 5, 2, 4),
            ["      1 |   - {name: TOKEN, reversible: false}", "        seen"],
            id="several-lines-from-the-first-on",
        ),
    ],
)
def test_carets_stand_under_what_is_meant(
    source: str, at: tuple[int, int, int | None, int | None], expected: list[str]
) -> None:
    assert lines_of(source, Location("deploy/plan.yaml", *at)) == expected


def test_what_is_not_in_the_plan_has_no_source_line() -> None:
    at = Location("reports/junit.xml", 1, 1, 1, 5)
    assert lines_of(SOURCE, at) == ["        seen"]


def test_what_concerns_the_whole_plan_has_no_source_line() -> None:
    assert lines_of(SOURCE, plan().at) == ["        seen"]


def cells(text: str) -> list[str]:
    """Return what stands in each terminal column; the second half of a wide character is empty."""
    found: list[str] = []
    for char in text:
        if category(char) in {"Mn", "Me"}:
            continue
        found += [char, ""] if east_asian_width(char) in {"W", "F"} else [char]
    return found


AROUND = st.text(
    st.sampled_from("ab \t顧é\u0301\u202e\x1b\u00a0##[:") | st.characters(), max_size=90
)


@given(before=AROUND, after=AROUND, width=st.integers(40, 120))
def test_carets_stand_under_the_token_whatever_is_around_it(
    before: str, after: str, width: int
) -> None:
    before, after = "".join(before.splitlines()), "".join(after.splitlines())
    line = f"a{before} QQQQQ {after}"
    column = line.index(" QQQQQ ") + 2
    at = Location("deploy/plan.yaml", 1, column, 1, column + 5)
    source, carets, *_ = lines_of(line, at, width=width)
    under = [place for place, char in enumerate(carets) if char == "^"]
    assert [cells(source)[place] for place in under] == list("QQQQQ")
    assert len(cells(source)) <= width


@given(judged=hostile_reports(), color=st.booleans(), verbose=st.booleans())
def test_nothing_from_outside_reaches_the_terminal_or_the_runner(
    judged: Report, color: bool, verbose: bool
) -> None:
    text = shown(judged, judged, color=color, verbose=verbose)
    if color:
        text = SGR.sub("", text)
    assert text.replace("\n", "").isprintable()
    assert not re.search(r"##\w*\[", text)
    assert not re.search(r"^\s*::", text, re.MULTILINE)


@given(judged=hostile_reports(), width=st.integers(20, 120), verbose=st.booleans())
def test_lines_keep_to_the_width(judged: Report, width: int, verbose: bool) -> None:
    width = max(width, 40)
    for line in shown(judged, width=width, verbose=verbose).splitlines():
        # a place is kept whole, so that it can be clicked, and a command, so that it can be copied
        whole = line.startswith(("    --> ", "explain: "))
        widest = max((len(cells(word)) for word in line.split()), default=0)
        assert len(cells(line)) <= width or whole or widest > width - 24
