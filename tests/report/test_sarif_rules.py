"""Rules in SARIF: what is asked, how to comply, and whose rule it is."""

from typing import Any

from deploylint.model.report import Report
from deploylint.model.verdict import Status
from deploylint.report.sarif import render
from deploylint.report.style import Style
from tests.report.reports import item, origin, report
from tests.report.sariflaws import checked

FAIL = Status.FAIL


def read(told: Report, style: Style | None = None) -> Any:
    return checked("".join(render([told], style or Style())))


def test_a_rule_says_what_is_asked_and_how_to_comply() -> None:
    failing = item(
        "tests-pass",
        FAIL,
        title="All tests pass",
        fix="Mend `tests/`.",
        origin=origin("policies/organisation.yaml", 31),
    )
    (rule,) = read(report(failing, failing))["tool"]["driver"]["rules"]
    assert rule == {
        "id": "tests-pass",
        "name": "TestsPass",
        "shortDescription": {"text": "All tests pass"},
        "fullDescription": {
            "text": "All tests pass. Of category tests, judged at stage pre-deploy."
        },
        "help": {
            "text": "Mend `tests/`.\n\n"
            "More: deploylint explain tests-pass --policy deploylint:essential",
            "markdown": "**Fix.** Mend `tests/`.\n\n"
            "More: `deploylint explain tests-pass --policy deploylint:essential`",
        },
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "category": "tests",
            "stage": "pre-deploy",
            "tags": ["deployment", "tests", "pre-deploy"],
            "explain": [
                "deploylint",
                "explain",
                "tests-pass",
                "--policy",
                "deploylint:essential",
            ],
            "origin": {"file": "policies/organisation.yaml", "line": 31},
            "problem.severity": "error",
        },
    }


def test_a_policy_is_named_from_the_root() -> None:
    failing = item("a-rule", FAIL, origin=origin("policy.yaml", 31))
    told = read(report(failing), style=Style(from_root=lambda file: f"web/{file}"))
    (rule,) = told["tool"]["driver"]["rules"]
    assert rule["properties"]["origin"] == {"file": "web/policy.yaml", "line": 31}


def test_help_is_what_is_known_of_the_rule() -> None:
    style = Style(help={"a-rule": "**Why.** Because.", "b-rule": "**Why.** Why not."})
    (rule,) = read(report(item("a-rule", FAIL)), style=style)["tool"]["driver"]["rules"]
    assert rule["help"]["markdown"] == "**Why.** Because."


def test_rules_stay_apart_and_tags_differ_when_their_texts_cannot_be_written() -> None:
    ids, category = ("\ud800", "\udfff"), "pre-deploy"
    told = read(report(*(item(one, FAIL, category=category) for one in ids)))
    assert [
        (rule["id"], rule["properties"]["tags"]) for rule in told["tool"]["driver"]["rules"]
    ] == [(shown, ["deployment", "pre-deploy"]) for shown in ("\\ud800", "\\udfff")]


def test_a_rule_of_a_policy_says_its_own_even_with_an_id_of_ours() -> None:
    failing = item("plan-judged", FAIL, title="Judges agree", fix="Ask them.")
    (rule,) = read(report(failing))["tool"]["driver"]["rules"]
    assert rule["shortDescription"] == {"text": "Judges agree"}
    assert rule["help"]["text"].startswith("Ask them.")
