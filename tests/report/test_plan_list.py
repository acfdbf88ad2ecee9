"""The list of plans at the end of a text report."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploylint.model.report import Answer, Refusal, Report, Trouble
from deploylint.report.style import Style
from deploylint.report.text import render
from tests.report.reports import abort, go, plan, postpone, report
from tests.report.streamed import memory_of

REFUSED = Refusal("deploy/broken.yaml", (Trouble("there is no version"),))


def shown(*answers: Answer, **style: Any) -> list[str]:
    """Return the lines of the list."""
    text = "".join(render(answers, Style(**style)))
    return text[re.search(r"^\d+ plans: ", text, re.MULTILINE).start() :].splitlines()  # type: ignore[union-attr]


def named(answer: Report, file: str, **fields: Any) -> Report:
    return answer._replace(plan=answer.plan._replace(file=file, **fields))


def test_the_worst_come_first_with_what_holds_them_and_when_they_may_go() -> None:
    assert shown(go(), postpone(), REFUSED, abort()) == [
        "4 plans: 1 could not be judged, 1 abort, 1 postpone, 1 go",
        "  ERROR     deploy/broken.yaml",
        "            there is no version",
        "  ABORT     deploy/plan.yaml    v2.0.0  production  6 items block",
        "  POSTPONE  deploy/plan.yaml    v1.2.0  production  1 item blocks",
        "            permitted again from Mon 2026-11-23 13:00 (Europe/Paris)",
        "  GO        deploy/plan.yaml    v1.2.0  production",
    ]


def test_where_a_table_has_no_room_each_plan_takes_more_lines() -> None:
    long = "services/checkout/deployment/production/europe/plan.yaml"
    assert shown(named(postpone(), long), named(go(), "a.yaml")) == [
        "2 plans: 1 postpone, 1 go",
        f"  POSTPONE  {long}",
        "            v1.2.0 to production; 1 item blocks; permitted again from Mon",
        "            2026-11-23 13:00 (Europe/Paris)",
        "  GO        a.yaml",
        "            v1.2.0 to production",
    ]


def test_where_a_table_has_little_room_what_holds_a_plan_stands_below() -> None:
    long = "services/checkout/deployment/plan.yaml"
    assert shown(named(abort(), long), named(go(), "a.yaml")) == [
        "2 plans: 1 abort, 1 go",
        f"  ABORT  {long}  v2.0.0  production",
        "         6 items block",
        f"  GO     {'a.yaml':{len(long)}}  v1.2.0  production",
    ]


def test_of_many_plans_those_that_are_not_go_are_listed() -> None:
    held = [named(abort(), f"{number}.yaml") for number in (7, 11)]
    assert shown(*[go()] * 20, *held) == [
        "22 plans: 2 abort, 20 go",
        "  ABORT  7.yaml   v2.0.0  production  6 items block",
        "  ABORT  11.yaml  v2.0.0  production  6 items block",
    ]


def test_of_many_that_are_not_go_the_worst_are_listed_and_the_rest_counted() -> None:
    held = [named(postpone(), f"late{number}.yaml") for number in range(30)]
    lines = shown(*held, named(abort(), "worst.yaml"), go())
    assert lines[0] == "32 plans: 1 abort, 30 postpone, 1 go"
    assert re.findall(r"\S+\.yaml", "\n".join(lines)) == [
        "worst.yaml",
        *(f"late{number}.yaml" for number in range(19)),
    ]
    assert lines[-1] == "  and 11 more that are not go"


def test_a_single_plan_needs_no_list() -> None:
    assert "plans:" not in "".join(render([go()], Style()))
    assert "plans:" not in "".join(render([REFUSED], Style()))


def test_briefly_a_plan_that_may_go_says_nothing_unless_it_is_alone() -> None:
    alone = "".join(render([go()], Style(quiet=True)))
    assert alone.startswith("deploy/plan.yaml: v1.2.0 to production")
    assert "".join(render([go(), go()], Style(quiet=True))) == (
        "2 plans: 2 go\n"
        "  GO  deploy/plan.yaml  v1.2.0  production\n"
        "  GO  deploy/plan.yaml  v1.2.0  production\n"
    )
    held = "".join(render([postpone()], Style(quiet=True)))
    both = "".join(render([go(), postpone(), go()], Style(quiet=True)))
    assert both.startswith(f"{held}\n3 plans: 1 postpone, 2 go\n")


def test_a_plan_of_which_nothing_was_judged_says_so() -> None:
    empty = report(plan=plan(file="none.yaml"))
    assert shown(empty, go())[1] == (
        "  INVESTIGATE  none.yaml         v1.2.0  production  nothing was judged"
    )


@given(st.lists(st.text(max_size=200), min_size=5, max_size=5), st.sampled_from([50, 80, 120]))
def test_text_of_plans_cannot_break_the_list(texts: list[str], width: int) -> None:
    file, version, environment, service, broken = texts
    hostile = named(abort(), file, version=version, environment=environment, service=service)
    first, *lines = shown(hostile, Refusal(broken, ()), go(), width=width, quiet=True)
    assert first == "3 plans: 1 could not be judged, 1 abort, 1 go"
    assert all(line.isprintable() for line in lines)
    assert all(line[0] == " " and line.lstrip()[:2] != "::" for line in lines)
    assert [line.split()[0] for line in lines if line[2] != " "] == ["ERROR", "ABORT", "GO"]


def test_what_is_kept_does_not_grow_with_the_plans() -> None:
    def held(number: int) -> Iterator[Answer]:
        for at in range(number):
            yield named(postpone(), f"{at:099}.yaml")

    few, many = (memory_of(render, lambda n=number: held(n)) for number in (200, 800))  # type: ignore[misc]
    assert many < few + 100 * 600


@pytest.mark.parametrize("width", [80, 120])
def test_long_versions_and_environments_are_cut(width: int) -> None:
    long = named(abort(), "a.yaml", version="v" * 300, environment="e" * 300)
    text = "\n".join(shown(long, go(), width=width, quiet=True))
    assert re.findall(r"[ve]{9,}…", text) == ["v" * 23 + "…", "e" * 23 + "…"]
