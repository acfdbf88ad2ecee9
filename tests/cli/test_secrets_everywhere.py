"""A secret in any text of a plan is repeated by no report and by no message."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from deploylint.cli.output import FORMATS
from deploylint.model.secrets import secrets_in
from tests.model.test_secrets import WRITTEN
from tests.program import TUESDAY, run

OUTPUTS = [part for name in FORMATS for part in ("-o", f"{name}=out.{name}")]
JUDGED = ("--policy", "deploylint:strict", "--verbose", "--now", TUESDAY)
TOKEN = WRITTEN["gitlab"]

TYPED = {
    "status": {"checklist": [{"item": "a", "status": TOKEN}]},
    "instant": {"scheduled_at": TOKEN},
    "duration": {"duration": TOKEN},
    "choice": {"strategy": TOKEN},
    "flag": {"migrations": [{"name": "a", "reversible": TOKEN}]},
    "day": {"post_mortem": {"owner": "a", "date": TOKEN}},
    "key": {TOKEN: "a"},
    "list": {"notify": TOKEN},
    "step-kind": {"steps": [{"name": "a", "kind": TOKEN}]},
    "evidence": {"evidence": {TOKEN: ["a"]}},
}
"""Where only some texts may stand, so that the plan is refused."""


SAID = "<said>"
PLAN: dict[str, Any] = {
    "version": "v1.2.0",
    "environment": "production",
    "previous_version": f"v1.1.0 {SAID}",
    "commit": SAID,
    "owner": SAID,
    "incident": f"INC-1 {SAID}",
    "reason": SAID,
    "checklist": [
        {"item": f"{state} {SAID}", "status": state, "reason": SAID, "by": SAID, "link": SAID}
        for state in ("pass", "na", "fail")
    ]
    + [
        {"id": rule, "status": state, "reason": SAID, "by": SAID, "link": SAID}
        for rule, state in (
            ("tests-pass", "fail"),
            ("staging-validated", "pass"),
            ("security-checked", "na"),
            ("smoke-tests-planned", "na"),
        )
    ],
    "steps": [
        {"name": f"{kind} {SAID}", "kind": kind, "command": SAID}
        for kind in ("deploy", "migrate", "backup", "verify")
    ],
    "approvals": [{"by": SAID, "ticket": SAID}],
    "migrations": [{"name": SAID, "tested_in": SAID, "check_before": SAID, "check_after": SAID}],
    "rollback_plan": {
        "command": SAID,
        "target": SAID,
        "trigger": SAID,
        "owner": SAID,
        "database": SAID,
    },
    "notify": {"before": SAID, "after": SAID, "users": SAID, "status_page": SAID},
    "smoke_tests": [SAID, {"name": SAID, "url": SAID, "expect": SAID}],
    "verification": [SAID],
    "monitoring": {
        "watch": SAID,
        "alerts": SAID,
        "dashboards": SAID,
        "logs": SAID,
    },
    "team": {"deployer": SAID, "watcher": SAID, "escalation": {SAID: SAID}},
    "backup": {"location": SAID},
    "post_mortem": {"owner": SAID},
    "evidence": {"tests": [f"{SAID}.xml"]},
}
"""A plan with a text in each place for one."""


def values(text: str) -> set[str]:
    """Return the words of the secrets in a text."""
    return {
        word
        for secret in secrets_in(text)
        for word in re.split(r"-----[^-]*-----|\s", text[secret.start : secret.end])
        if word
    }


def plan(said: str, **fields: Any) -> str:
    """Return a plan with `said` in each of its texts, but for `fields`."""
    written = json.dumps({"deployment": {**PLAN, **fields}}, indent=1)
    return written.replace(SAID, json.dumps(said)[1:-1])


def told(folder: Path, text: str, *more: str) -> str:
    """Return all that is said about a plan, in all formats."""
    (folder / "plan.yaml").write_text(text)
    done = run("check", "plan.yaml", *JUDGED, "-o", "text", *OUTPUTS, *more, cwd=folder)
    assert done.code in {1, 2}, done.err
    files = [(folder / f"out.{name}").read_text() for name in FORMATS]
    return "\n".join([done.out, done.err, *files])


@pytest.mark.parametrize("secret", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_in_every_text_of_a_plan_is_shown_nowhere(secret: str, tmp_path: Path) -> None:
    whole = told(tmp_path, plan(f"run {secret}"))
    assert "ABORT" in whole
    assert "****" in whole
    assert [value for value in values(f"run {secret}") if value in whole] == []


@pytest.mark.parametrize("secret", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_as_the_name_of_the_release_is_shown_nowhere(secret: str, tmp_path: Path) -> None:
    names = dict.fromkeys(("version", "service", "environment"), f"run {secret}")
    whole = told(tmp_path, json.dumps({"deployment": {**names, "type": "hotfix"}}))
    assert "ABORT" in whole
    assert "****" in whole
    assert [value for value in values(f"run {secret}") if value in whole] == []


@pytest.mark.parametrize("fields", TYPED.values(), ids=TYPED.keys())
def test_a_secret_where_a_plan_is_refused_is_shown_nowhere(
    fields: dict[str, Any], tmp_path: Path
) -> None:
    whole = told(tmp_path, plan("a text", **fields))
    assert TOKEN not in whole


@pytest.mark.parametrize("secret", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_of_any_kind_in_a_field_of_few_words_is_shown_nowhere(
    secret: str, tmp_path: Path
) -> None:
    said = f"run {secret}"
    fields = {"strategy": said, "checklist": [{"item": "a", "status": said}], said: "a"}
    whole = told(tmp_path, plan("a text", **fields))
    assert "could not be judged" in whole
    assert [value for value in values(said) if value in whole] == []


def test_an_own_line_is_told_once(tmp_path: Path) -> None:
    line = {"item": "The client agreed", "status": "fail", "reason": "not yet"}
    fields = {"version": "v1.0.0", "environment": "production", "checklist": [line]}
    told(tmp_path, json.dumps({"deployment": fields}))
    (report,) = json.loads((tmp_path / "out.json").read_text())["reports"]
    (item,) = [one for one in report["items"] if one["rule"] == "The client agreed"]
    assert item["reason"] == "the checklist says that it does not hold: not yet"
    assert [one["message"] for one in item["findings"]] == [item["reason"]]
    told_once = (tmp_path / "out.gitlab").read_text()
    assert told_once.count("does not hold: not yet") == 1
    for name in FORMATS:
        assert "is marked fail" not in (tmp_path / f"out.{name}").read_text()
