"""The reports as comments and summaries, as those see them who read them on GitHub."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deploylint.model.location import Location
from deploylint.model.policy import Action, Severity
from deploylint.model.report import Answer, Refusal, Report, Trouble
from deploylint.model.verdict import Evidence, Finding, Status
from deploylint.report.escape import printable
from deploylint.report.markdown import render
from deploylint.report.markdowntext import code, code_in_cell, prose
from deploylint.report.style import Style
from tests.conftest import Golden
from tests.report.comments import Comment, squeezed
from tests.report.hostile import TEXT, hostile_reports
from tests.report.reports import DIGEST, abort, go, item, plan, postpone, report
from tests.report.streamed import held_at_most, taken_with_pieces

REFUSAL = Refusal(
    "deploy/broken.yaml",
    (Trouble("no version", Location("deploy/broken.yaml", 3, 5), "write `version`"),),
)
BROKEN = item("a-rule", Status.FAIL)


def rendered(*answers: Answer, limit: int | None = None) -> str:
    return "".join(render(answers, Style(limit=limit)))


def many(number: int, status: Status = Status.PASS, word: str = "rule") -> list[Answer]:
    """Return one report with so many items."""
    return [report(*(item(f"{word}-{count}", status) for count in range(number)))]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        pytest.param("none", [], id="no-report"),
        pytest.param("go", [go()], id="go"),
        pytest.param("abort", [abort()], id="abort"),
        pytest.param("refused", [REFUSAL], id="refused"),
        pytest.param("several", [go(), postpone(), REFUSAL], id="several"),
    ],
)
def test_whole_comment(name: str, answers: list[Answer], golden: Golden) -> None:
    text = rendered(*answers)
    assert Comment(text).comments == [" deploylint "]
    golden(f"{name}.md", text)


def test_the_decision_comes_first_then_what_blocks_and_the_rest_is_folded() -> None:
    comment = Comment(rendered(abort()))
    assert comment.titles == [
        "ABORT: exports v2.0.0 to production",
        "6 items block",
        "no-placeholders: No template text is left in the plan",
        "migrations-reversible: Every migration can be rolled back",
        (
            "rollback-plan-present: The rollback plan is complete: "
            "command, target, trigger, time limit and owner"
        ),
        "communication-planned: The communication is planned",
        "staging-validated: Staging is validated",
        "“Le client a donné son accord écrit”",
        "3 items fail without blocking",
        "end-to-end-tests-pass: The end-to-end tests pass (warning)",
        "migrations-keep-data: The migrations keep the data (waived)",
        "release-size-reasonable: The release is of a reasonable size (info)",
    ]


DOUBT = item("b-rule", Status.FAIL, severity=Severity.WARNING)


def test_of_several_plans_the_first_that_block_are_shown_without_a_click() -> None:
    assert Comment(rendered(go(), postpone(), report(DOUBT), REFUSAL)).opened == 2
    assert Comment(rendered(*[postpone()] * 5)).opened == 3


def test_several_plans_stand_in_a_table_the_worst_first() -> None:
    text = rendered(go(), abort(), REFUSAL, postpone(), report(BROKEN))
    rows = [line.split(" | ")[0].strip("| *") for line in text.split("\n") if "**" in line[:5]]
    assert [row for row in rows if row.isupper()] == ["ERROR", "ABORT", "ABORT", "POSTPONE", "GO"]
    assert re.findall(r"<summary>([A-Z]+) ", text) == ["ERROR", "ABORT", "ABORT", "POSTPONE"]


MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        pytest.param(report(item("a-rule")), "May go out", id="go"),
        pytest.param(
            report(BROKEN, next_permitted=MONDAY),
            "Do not deploy; 1 item blocks; next permitted time Mon 2026-11-23 13:00 (Europe/Paris)",
            id="abort-outside-a-window",
        ),
        pytest.param(
            report(item("a-rule"), decision=Action.CAUTION, next_permitted=MONDAY),
            "May go out, with care",
            id="caution-need-not-wait",
        ),
        pytest.param(
            report(BROKEN, decision=Action.POSTPONE),
            "Not now; no time to come back is known",
            id="postpone-for-ever",
        ),
        pytest.param(
            report(item("a-rule"), valid_until=MONDAY),
            "May go out; valid until Mon 2026-11-23 13:00 (Europe/Paris)",
            id="for-a-while",
        ),
        pytest.param(
            report(item("a-rule", Status.NA)),
            "Nothing was judged, so this is no permission",
            id="nothing-judged",
        ),
        pytest.param(
            report(),
            "Nothing was judged, so this is no permission",
            id="no-items",
        ),
    ],
)
def test_decisions_are_sentences(judged: Report, said: str) -> None:
    assert rendered(judged).split("\n")[3] == f"**{said}**"


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        pytest.param(
            report(BROKEN, next_permitted=MONDAY),
            "next permitted time Mon 2026-11-23 13:00 (Europe/Paris)",
            id="abort-promises-nothing",
        ),
        pytest.param(
            report(BROKEN, decision=Action.POSTPONE, next_permitted=MONDAY),
            "permitted again from Mon 2026-11-23 13:00 (Europe/Paris)",
            id="postpone",
        ),
        pytest.param(
            report(BROKEN, decision=Action.POSTPONE),
            "no time to come back is known",
            id="postpone-for-ever",
        ),
        pytest.param(
            report(item("a-rule"), decision=Action.CAUTION, next_permitted=MONDAY),
            "",
            id="caution-need-not-wait",
        ),
        pytest.param(
            report(item("a-rule"), valid_until=MONDAY),
            "valid until Mon 2026-11-23 13:00 (Europe/Paris)",
            id="for-a-while",
        ),
    ],
)
def test_when_each_of_several_plans_may_go_out(judged: Report, said: str) -> None:
    text = rendered(judged, report(item("b-rule")))
    rows = [line.split(" | ") for line in text.split("\n") if line.startswith("| **")]
    assert {row[-1].removesuffix("|").strip() for row in rows if "`" in row[1]} == {said, ""}


def test_migrations_alone_have_no_plan() -> None:
    text = rendered(report(BROKEN, plan=plan(file="", version="")))
    assert text.split("\n")[1] == "## ABORT: the migrations"
    assert "- Plan:" not in text


def test_the_second_document_of_standard_input_is_named() -> None:
    text = rendered(report(BROKEN, plan=plan(file="<stdin>", document=2)))
    assert "- Plan: `<stdin>:1` (standard)\n" in text


def test_paths_are_those_from_the_root() -> None:
    style = Style(from_root=lambda file: f"app/{file}")
    at = Location("deploy/plan.yaml", 2, 3)
    failing = item("a-rule", Status.FAIL, findings=(Finding("seen", at),))
    text = "".join(render([report(failing)], style))
    assert "- Plan: `app/deploy/plan.yaml` (standard)\n" in text
    assert "- `app/deploy/plan.yaml:2:3`: seen\n" in text


def test_of_a_long_line_the_part_meant_is_shown_without_secrets() -> None:
    source = f"{'x' * 500} token=ghp_{'a' * 36} {'y' * 500}"
    at = Location("deploy/plan.yaml", 1, 502)
    failing = item("a-rule", Status.FAIL, findings=(Finding("seen", at),))
    text = rendered(report(failing, plan=plan(source)))
    shown = f"{'x' * 39} token={'*' * 40} {'y' * 73}"
    assert f"  ```text\n  …{shown}…\n  ```\n" in text


ONE, TWO = Location("db/1.sql", 1, 1), Location("db/2.sql", 1, 1)


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        pytest.param([Finding("it was looked at", ONE)], ["- `db/1.sql:1:1`"], id="the-reason"),
        pytest.param(
            [Finding("it was looked at", ONE), Finding("twice", ONE), Finding("more", ONE)],
            ["- `db/1.sql:1:1`: twice; more"],
            id="several-at-one-place",
        ),
        pytest.param(
            [Finding("looked at", ONE), Finding("twice", TWO)],
            ["- `db/1.sql:1:1`: looked at", "- `db/2.sql:1:1`: twice"],
            id="two-places",
        ),
        pytest.param([Finding("- twice")], ["- Found: - twice"], id="nowhere"),
        pytest.param([Finding("it was looked at")], [], id="nowhere-and-said"),
        pytest.param(
            [Finding("seen", Location("a.sql", n, 1)) for n in range(1, 14)],
            [*(f"- `a.sql:{n}:1`: seen" for n in range(1, 11)), "- and 3 more places"],
            id="many",
        ),
    ],
)
def test_places_of_what_fails(findings: list[Finding], expected: list[str]) -> None:
    text = rendered(report(item("a-rule", Status.FAIL, findings=tuple(findings))))
    assert [line for line in text.split("\n")[8:] if line.startswith("- ")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("all `3 of 3` pass", "all `3 of 3` pass", id="code"),
        pytest.param("@user: see (#12).", "`@user:` see (`#12`).", id="references"),
        pytest.param("a@b.example, x", "`a@b.example`, x", id="mail"),
        pytest.param('"https://x.example/"', '"`https://x.example/`"', id="address"),
        pytest.param("*a* _b_ <i> [x](y) a|b", r"\*a\* \_b\_ \<i> \[x\](y) a\|b", id="mark-up"),
        pytest.param("title ##", r"title \#\#", id="end-of-a-heading"),
        pytest.param("a`b", r"a\`b", id="one-backtick"),
        pytest.param("@`user`", "`@user`", id="code-beside-code"),
        pytest.param("@a`b", "``@a`b``", id="backtick-in-a-reference"),
        pytest.param("$x$ costs $5", "`$x$` costs `$5`", id="mathematics"),
        pytest.param("at 3f9c1e2a now", "at `3f9c1e2a` now", id="commit"),
        pytest.param("fine :smile: fine", "fine `:smile:` fine", id="emoji"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_text_from_outside(text: str, expected: str) -> None:
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "in_a_cell"),
    [
        pytest.param("a", "`a`", "`a`", id="word"),
        pytest.param("", '`""`', '`""`', id="nothing"),
        pytest.param("`", "`` ` ``", "`` ` ``", id="backtick"),
        pytest.param("a`b``c", "```a`b``c```", "```a`b``c```", id="backticks"),
        pytest.param("a | b", "`a | b`", r"`a` \| `b`", id="bar"),
        pytest.param("|", "`|`", r"\|", id="bar-alone"),
        pytest.param("a\nb", "`a b`", "`a b`", id="two-lines"),
    ],
)
def test_code_from_outside(text: str, expected: str, in_a_cell: str) -> None:
    assert (code(text), code_in_cell(text)) == (expected, in_a_cell)


@given(TEXT, TEXT)
@example("@a", "`@b``c`")
@example("\\", "`#1`\\")
def test_text_is_seen_as_it_is(text: str, other: str) -> None:
    comment = Comment(f"x {prose(text)} {code(other)}\n\n- x {prose(other)}\n")
    said = [f"x {printable(text)}", printable(other), f"x {printable(other)}"]
    assert squeezed(comment.seen) == squeezed("".join(said)) or not other.strip()


@given(st.lists(hostile_reports(), max_size=3))
def test_nothing_from_outside_acts_and_all_of_it_is_seen(judged: list[Report]) -> None:
    text = rendered(*judged)
    text.encode("utf-8")  # raises on what no file can hold
    assert text.replace("\n", "").isprintable()
    assert not re.search(r"##\w*\[", text)
    assert not re.search(r"^(\s*::|/)", text, re.MULTILINE)
    comment = Comment(text)
    assert comment.comments == [" deploylint "]
    seen = squeezed(comment.seen)
    for one in judged if len(judged) == 1 else [one for one in judged if one.blocked]:
        assert all(squeezed(printable(single.reason)) in seen for single in one.items)
        failing = [single for single in one.items if single.status is Status.FAIL]
        assert all(squeezed(printable(single.title)) in seen for single in failing)
        if one.plan.file:
            assert squeezed(printable(one.plan.version)) in seen


HUGE = "`<b>@user|` " * 10_000


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(many(3000), id="passes"),
        pytest.param(many(1000, Status.FAIL), id="failures"),
        pytest.param([abort()], id="usual"),
        pytest.param([report(item(HUGE, Status.FAIL, reason=HUGE, title=HUGE))], id="long-text"),
        pytest.param([abort()] * 40, id="failing-plans"),
        pytest.param([go()] * 2000, id="passing-plans"),
        pytest.param([*many(3000, Status.FAIL), go(), *many(3000)], id="large-plans"),
        pytest.param([Refusal(HUGE, (Trouble(HUGE, None, HUGE),) * 90)] * 3, id="refusals"),
        pytest.param([], id="none"),
    ],
)
@pytest.mark.parametrize("limit", [None, 1_048_576, 9000, 2000, 600, 30, 0])
def test_limits_are_kept(answers: list[Answer], limit: int | None) -> None:
    text = rendered(*answers, limit=limit)
    assert len(text.encode()) <= (65_536 if limit is None else limit)
    Comment(text)


def test_passes_are_left_out_before_what_blocks_and_the_number_is_told() -> None:
    broken = [item(f"broken-{count}", Status.FAIL) for count in range(20)]
    fine = [item(f"fine-{count}") for count in range(100)]
    text = rendered(report(*fine, *broken), limit=6000)
    assert [f"broken-{count}" for count in range(20)] == re.findall(r"#### `(broken-\d+)`", text)
    shown = len(re.findall(r"^\| tests \| `fine-\d+`", text, re.MULTILINE))
    assert 0 < shown < 100
    assert text.endswith(
        f"Left out for want of room: {100 - shown} of 100 items that pass or do not apply. "
        "The other reports show them.\n"
    )


def test_with_little_room_the_first_of_what_blocks_is_shown() -> None:
    text = rendered(*many(20, Status.FAIL), limit=1400)
    shown = re.findall(r"#### `(rule-\d+)`", text)
    assert shown == [f"rule-{count}" for count in range(len(shown))]
    assert 0 < len(shown) < 20
    assert f"{20 - len(shown)} of 20 items that block" in text


def test_of_many_plans_the_worst_are_shown() -> None:
    text = rendered(*[go()] * 3000, abort(), REFUSAL)
    assert text.split("\n")[1] == "## ERROR: 3002 plans"
    assert re.findall(r"<summary>([A-Z]+) ", text) == ["ERROR", "ABORT"]
    lines = len(re.findall(r"^\| \*\*", text, re.MULTILINE))
    assert f"Left out for want of room: {3002 - lines} of 3002 lines of the table." in text


def test_warnings_under_strict_are_among_what_blocks() -> None:
    doubt = item("b-rule", Status.FAIL, severity=Severity.WARNING)
    text = rendered(report(doubt, strict=True))
    assert Comment(text).titles[1:] == ["1 item blocks", "b-rule: B rule"]


def test_evidence_of_what_passes_is_shown() -> None:
    proof = Evidence("junit", "reports/a|b.xml", DIGEST)
    text = rendered(report(item("a-rule", evidence=(proof,))))
    assert r"| attested: junit `reports/a`\|`b.xml` |" in text


def test_no_report_is_kept() -> None:
    most, size = held_at_most(render, 60)
    assert most <= 3
    assert size <= 65_536
    assert taken_with_pieces(render) == [1, 2, 3]
