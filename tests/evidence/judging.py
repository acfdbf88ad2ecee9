"""One rule judged by the real program, in a folder with real evidence."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.program import run

NOW = "2026-11-24T10:30:00+01:00"
SAMPLES = Path(__file__).parent / "samples"
"""Real outputs of real tools; README.md there says which tool and version made each."""


def judge(
    folder: Path,
    check: str,
    *,
    plan: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    with_: Mapping[str, Any] | None = None,
    assurance: str = "attested",
    now: str = NOW,
    env: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the item of the JSON report on a rule of that check alone.

    `plan` are more keys of the deployment, such as `evidence`. The files of plan and policy lie
    beside the folder, so that they are no change of a repository in it.
    """
    beside = folder.parent / f"{folder.name}-papers"
    beside.mkdir(exist_ok=True)
    rule = {
        "title": "The rule",
        "category": "tests",
        "stage": "pre-deploy",
        "check": check,
        "with": dict(with_ or {}),
        "assurance": assurance,
    }
    policy = {"policy": "one", "layer": "project", "rules": {"the-rule": rule}}
    (beside / "policy.yaml").write_text(json.dumps(policy))
    deployment = {"version": "v1.2.0", "environment": "production", **(plan or {})}
    (beside / "plan.yaml").write_text(json.dumps({"deployment": deployment}))
    if settings is not None:
        (folder / ".deploylint.yaml").write_text(json.dumps(dict(settings)))
    arguments = ("check", f"{beside}/plan.yaml", "--policy", f"{beside}/policy.yaml")
    result = run(*arguments, "--now", now, "-o", "json", cwd=folder, env=env)
    assert result.code in (0, 1, 3), result.err
    (item,) = json.loads(result.out)["reports"][0]["items"]
    assert isinstance(item, dict)
    return item


def outcome(item: Mapping[str, Any]) -> str:
    """Return status, cause and assurance of an item as one text, such as `fail stale`."""
    if item["status"] == "pass":
        return f"pass {item['assurance']}"
    return " ".join(filter(None, (item["status"], item["cause"])))


def written(item: Mapping[str, Any]) -> str:
    """Return an item as text: outcome, reason, then each finding with its place."""
    lines = [f"{outcome(item)}: {item['reason']}"]
    for finding in item["findings"]:
        lines.append(f"  {finding['file']}:{finding['line']} {finding['message']}")
    return "\n".join(lines)
