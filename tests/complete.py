"""The complete example plans, with something changed or taken away, from file to report."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from functools import cache
from typing import Any

import yaml

from deploylint.load.plan import read_plans
from deploylint.load.settings import Settings
from deploylint.model.plan import Plan
from deploylint.model.policy import Stage
from deploylint.model.report import Item, Report
from deploylint.model.verdict import Cause, Status
from deploylint.review import Request, Review
from tests.program import ROOT, TUESDAY

Deployment = dict[str, Any]
Path = tuple[str | int, ...]
Change = Mapping[str, Any]
"""New values by where they belong: a path with dots, such as `migrations.0.reversible`."""

GONE = object()
"""The value of what is taken away."""

EVERY_STAGE = tuple(Stage)
NOWHERE = "/nowhere"
"""A folder without evidence, so that the plan speaks for itself."""
AT = datetime.fromisoformat(TUESDAY)


@cache
def _example(name: str) -> Deployment:
    text = (ROOT / f"docs/examples/{name}.yaml").read_text("utf-8")
    deployment: Deployment = yaml.load(text, yaml.BaseLoader)["deployment"]
    return deployment


def example(name: str) -> Deployment:
    """Return the deployment of an example as a copy of its own, every value as the text written."""
    return deepcopy(_example(name))


def paths(value: object, above: Path = ()) -> Iterator[Path]:
    """Yield where every key and every entry of a list stands, at any depth."""
    entries = value.items() if isinstance(value, dict) else ()
    for key, entry in enumerate(value) if isinstance(value, list) else entries:
        yield (*above, key)
        yield from paths(entry, (*above, key))


def changed(deployment: Deployment, change: Change) -> Deployment:
    """Return the deployment with new values; `GONE` takes a key or an entry away."""
    copy = deepcopy(deployment)
    for written, value in change.items():
        path: Path = tuple(int(s) if s.isdigit() else s for s in written.split("."))
        _put(copy, path, value)
    pruned: Deployment = _pruned(copy)
    return pruned


def without(deployment: Deployment, taken: Iterator[Path] | list[Path]) -> Deployment:
    """Return the deployment without what stands at the paths."""
    copy = deepcopy(deployment)
    for path in taken:
        _put(copy, path, GONE)
    pruned: Deployment = _pruned(copy)
    return pruned


def _put(value: Any, path: Path, new: object) -> None:
    """Set the value at `path`, unless something above it is gone already."""
    for step in path[:-1]:
        value = value[step]
        if value is GONE:
            return
    value[path[-1]] = new


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _pruned(entry) for key, entry in value.items() if entry is not GONE}
    if isinstance(value, list):
        return [_pruned(entry) for entry in value if entry is not GONE]
    return value


def lines_for(deployment: Deployment, rule: str, *lines: Mapping[str, str]) -> Change:
    """Return the change that answers `rule` with these lines alone."""
    others = [line for line in deployment.get("checklist", ()) if line.get("id") != rule]
    return {"checklist": [*others, *({"id": rule, **line} for line in lines)]}


@cache
def review(policy: str, stages: tuple[Stage, ...] = EVERY_STAGE) -> Review:
    """Return a policy ready to judge on the Tuesday; a bare name is one that is shipped."""
    settings = Settings(root=NOWHERE, timezone="Europe/Paris")
    reference = policy if "." in policy else f"deploylint:{policy}"
    return Review(Request(reference, settings, stages, now=AT, at=AT, simulated=True))


def read(deployment: Deployment) -> Plan:
    """Write the deployment as YAML and read it as a plan. Raises UserErrors when it is none."""
    text = yaml.dump({"deployment": deployment}, Dumper=yaml.CSafeDumper, sort_keys=False)
    (plan,) = read_plans(text.encode(), "plan.yaml")
    return plan


def judged(
    deployment: Deployment, policy: str = "production", stages: tuple[Stage, ...] = EVERY_STAGE
) -> Report:
    """Return the report on the plan. Raises UserErrors when it is none."""
    return review(policy, stages).report(read(deployment))


def items(report: Report) -> dict[str, Item]:
    """Return the items of rules; lines that belong to no rule are left out."""
    return {item.rule: item for item in report.items if item.origin}


def outcomes(report: Report) -> dict[str, tuple[Status, Cause | None]]:
    """Return what every rule says."""
    return {rule: (item.status, item.cause) for rule, item in items(report).items()}
