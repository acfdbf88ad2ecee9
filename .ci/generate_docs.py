#!/usr/bin/env python3
"""Write the pages under docs/checks and docs/policies from the checks and the shipped policies.

`--check` writes nothing: it names every page that is missing, stale or left over, and exits 1.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402  # after the path, like all that follows

from deploylint import registry  # noqa: E402
from deploylint.load.library import PREFIX, shipped_names, shipped_path  # noqa: E402
from deploylint.load.policy import load_policy  # noqa: E402
from deploylint.load.values import write_duration  # noqa: E402
from deploylint.model.plan import Plan  # noqa: E402
from deploylint.model.policy import Condition, Policy, Rule, Stage, WindowPart  # noqa: E402
from deploylint.registry import BoundRule, Check  # noqa: E402
from deploylint.report.yamltext import dumper_of  # noqa: E402
from deploylint.review import LADDER  # noqa: E402

FOLDERS = (Path("docs/checks"), Path("docs/policies"))
MARK = "<!-- Written by .ci/generate_docs.py. Change its source, then run that script. -->\n"
TYPES: Mapping[object, str] = {
    bool: "true or false",
    int: "a whole number",
    str: "text",
    timedelta: "a duration",
    tuple[str, ...]: "a list of texts",
}
LOCKED: Mapping[tuple[str | None, bool], str] = {
    ("higher", False): "may rise",
    ("lower", False): "may fall",
    ("higher", True): "may become `true`",
    ("lower", True): "may become `false`",
}
"""What layers may do to a parameter of a locked rule, by what is stricter and if it is a flag."""


def main(arguments: list[str]) -> int:
    """Write the pages, or say with `--check` which are not what they should be."""
    pages = dict(all_pages())
    files = {path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md")}
    left_over = {path.relative_to(ROOT) for path in files} - set(pages)
    stale = [path for path, text in pages.items() if _text(ROOT / path) != text]
    if "--check" in arguments:
        for path in sorted([*left_over, *stale]):
            sys.stderr.write(f"{path} is not what its source says; run .ci/generate_docs.py\n")
        return 1 if left_over or stale else 0
    for path in left_over:
        (ROOT / path).unlink()
    for path in stale:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(pages[path], encoding="utf-8", newline="\n")
    return 0


def _text(file: Path) -> str | None:
    return file.read_text("utf-8") if file.is_file() else None


def all_pages() -> Iterator[tuple[Path, str]]:
    """Yield every page: where it stands, and its text."""
    names = dict.fromkeys((*LADDER, *shipped_names()))
    policies = {name: load_policy(PREFIX + name) for name in names}
    bound = {name: registry.bind(policy.rules) for name, policy in policies.items()}
    checks = [registry.find_check(check_id) for check_id in registry.check_ids()]
    to_checks, to_policies = FOLDERS
    yield to_checks / "README.md", "".join(check_index(checks))
    for check in checks:
        yield to_checks / f"{check.id}.md", "".join(check_page(check, bound))
    yield to_policies / "README.md", "".join(policy_index(policies))
    for name, policy in policies.items():
        yield to_policies / f"{name}.md", "".join(policy_page(name, policy, bound[name]))


# Checks


def check_index(checks: Iterable[Check]) -> Iterator[str]:
    """Yield the list of all checks."""
    yield f"{MARK}\n# Checks\n\nCode that judges a rule. A policy refers to a check by its id "
    yield "(`check: ID`); `deploylint explain ID` prints its page.\n\n"
    rows = ([_link(c.id, f"{c.id}.md"), _documentation(c).splitlines()[0]] for c in checks)
    yield from _table(("check", "what passes"), rows)


def check_page(check: Check, bound: Mapping[str, tuple[BoundRule, ...]]) -> Iterator[str]:
    """Yield the page of one check."""
    yield f"{MARK}\n# `{check.id}`\n\n{_documentation(check)}\n\n## What it looks at\n\n"
    needs = sorted(check.needs.values(), key=lambda need: need is not Plan)
    yield from _table(("fact", "what it is"), map(_fact_row, needs))
    yield "\n## Parameters\n\n"
    rows = list(_parameter_rows(check))
    header = ("parameter", "takes", "default", "in a locked rule", "meaning")
    yield from _table(header, rows) if rows else ["None.\n"]
    yield "\n## In the shipped policies\n\n"
    used = list(_usage_rows(check, bound))
    header = ("policy", "rule", "stage", "severity", "parameters set")
    yield from _table(header, used) if used else ["No shipped policy uses it.\n"]


def _documentation(check: Check) -> str:
    return (registry.module_of(check.id).__doc__ or "").strip()


def _fact_row(need: type) -> list[str]:
    if need is Plan:
        return ["the plan", "What the plan file says."]
    return [need.__name__.lower(), (need.__doc__ or "").strip().splitlines()[0]]


def _parameter_rows(check: Check) -> Iterator[list[str]]:
    for field in registry.parameters(check):
        annotation = check.params.__annotations__[field.name]
        kind = get_args(annotation)[0] if hasattr(annotation, "__metadata__") else annotation
        words = " or ".join(f"`{word}`" for word in get_args(kind))
        takes = words if get_origin(kind) is Literal else TYPES.get(kind) or _entries(kind)
        locked = LOCKED.get((field.stricter, kind is bool), "may not change")
        yield [f"`{field.name}`", takes, f"`{_value(field.default)}`", locked, field.doc]


def _entries(kind: object) -> str:
    """Say what the entries of a list of mappings hold."""
    entry = get_args(kind)[0]
    names = [name for name in entry._fields if name != "at"]
    keys = [f"`{name}`" + (" (optional)" * (name in entry._field_defaults)) for name in names]
    return f"a list of mappings: {', '.join(keys)}"


def _usage_rows(check: Check, bound: Mapping[str, tuple[BoundRule, ...]]) -> Iterator[list[str]]:
    for name, rules in bound.items():
        for one in rules:
            if one.check is check:
                page = _link(name, f"../policies/{name}.md#{one.rule.id}")
                severity = one.rule.severity.label
                yield [page, f"`{one.rule.id}`", one.rule.stage, severity, _values(one)]


def _values(one: BoundRule) -> str:
    """Return the parameters that a policy sets."""
    return ", ".join(f"`{key}: {_value(getattr(one.params, key))}`" for key in one.rule.params)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case tuple():
            return f"[{', '.join(map(_value, value))}]"
        case timedelta():
            return write_duration(value)
        case _:
            return str(value)


# Policies


def policy_index(policies: Mapping[str, Policy]) -> Iterator[str]:
    """Yield the list of all shipped policies."""
    yield f"{MARK}\n# Shipped policies\n\nUse one with `--policy deploylint:NAME`, or name it in "
    yield "`.deploylint.yaml`. The format is in [policies](../policies.md).\n\n"
    rows = (
        [_link(name, f"{name}.md"), _title(name), _below(policy), str(len(_active(policy)))]
        for name, policy in policies.items()
    )
    yield from _table(("policy", "what it is", "builds on", "rules"), rows)


def policy_page(name: str, policy: Policy, bound: tuple[BoundRule, ...]) -> Iterator[str]:
    """Yield the page of one policy."""
    up = "../" * (name.count("/") + 1)
    yield f"{MARK}\n# `{PREFIX}{name}`\n\n{_title(name)}.\n\n"
    layer = f"Layer: {policy.layer}. " if policy.layer else ""
    yield f"{layer}Builds on: {_below(policy)}. Rules: {len(_active(policy))}.\n\n"
    yield f"Source: [`policies/{name}.yaml`]({up}../policies/{name}.yaml).\n"
    yield from _windows(policy, up)
    for stage in Stage:
        group = [one for one in bound if one.rule.stage is stage]
        if group:
            yield f"\n## Stage `{stage}`\n\n"
            header = ("rule", "holds when", "severity", "when it fails", "assurance")
            yield from _table(header, (_rule_row(one.rule) for one in group))
            for one in group:
                yield from _rule(one, up)
    off = [[f"`{rule.id}`", rule.disabled] for rule in policy.rules if rule.disabled]
    if off:
        yield "\n## Switched off\n\n"
        yield from _table(("rule", "why"), off)


def _rule_row(rule: Rule) -> list[str]:
    words = (rule.severity.label, rule.on_fail.label, rule.assurance.label)
    return [_link(rule.id, f"#{rule.id}"), rule.title, *words]


def _rule(one: BoundRule, up: str) -> Iterator[str]:
    """Yield all that a rule says."""
    rule = one.rule
    yield f"\n### {rule.id}\n\n{rule.title}.\n\n"
    if "fr" in rule.titles:
        yield f"- In French: {rule.titles['fr']}\n"
    yield f"- Judged by: {_judge(one, up)}\n"
    if rule.when:
        yield f"- Applies: {'; '.join(map(_condition, rule.when))}\n"
    if not rule.na_allowed:
        yield "- A person's `na` is not accepted.\n"
    if not rule.waivable:
        yield "- No waiver lifts it.\n"
    if rule.locks:
        yield "- Locked: later layers may only tighten it.\n"
    if rule.aliases:
        yield f"- Also answered by: {'; '.join(rule.aliases)}\n"
    if rule.fix:
        yield f"- Fix: {rule.fix.strip()}\n"


def _judge(one: BoundRule, up: str) -> str:
    if one.check is None:
        person = "a person, in the checklist"
        return person if one.rule.schema is None else "a JSON Schema over the deployment"
    page = _link(one.check.id, f"{up}checks/{one.check.id}.md")
    return f"check {page}{f' with {_values(one)}' if one.rule.params else ''}"


def _condition(condition: Condition) -> str:
    return f"{condition.field} {' or '.join(f'`{word}`' for word in condition.allowed)}"


def _windows(policy: Policy, up: str) -> Iterator[str]:
    """Yield the windows: the single settings, then what each list holds."""
    if not policy.window_parts:
        return
    yield f"\n## Windows\n\nWhat the words mean is in [windows]({up}windows.md).\n\n"
    single = [part for part in policy.window_parts if len(part.path) == 1]
    rows = ([f"`{part.path[0]}`", f"`{_flow(part.value)}`"] for part in single)
    yield from _table(("setting", "value"), rows)
    for key in dict.fromkeys(part.path[0] for part in policy.window_parts if len(part.path) > 1):
        yield f"\n{key}:\n\n"
        parts = [part for part in policy.window_parts if part.path[0] == key]
        yield from _table(("id", "says"), map(_window_row, parts))


def _window_row(part: WindowPart) -> list[str]:
    value: Any = part.value or {}
    rest = {key: entry for key, entry in value.items() if key != "id"}
    text = f"off: {rest['disabled']}" if rest.get("disabled") else f"`{_flow(rest)}`"
    return [f"`{part.path[1]}`", text]


def _flow(value: object) -> str:
    """Return a value as YAML on one line, without the outer braces of a mapping."""
    dumper = dumper_of(lambda _text: None, str)
    layout = {"default_flow_style": True, "sort_keys": False, "width": -1, "allow_unicode": True}
    text = yaml.dump(value, Dumper=dumper, **layout)
    text = text.removesuffix("\n").removesuffix("\n...")
    return text[1:-1] if isinstance(value, dict) and value else text


def _active(policy: Policy) -> list[Rule]:
    return [rule for rule in policy.rules if rule.disabled is None]


def _title(name: str) -> str:
    stated = yaml.safe_load(Path(shipped_path(name)).read_text("utf-8")).get("title")
    return str(stated or name).rstrip(".")


def _below(policy: Policy) -> str:
    """Return the layers below a policy, nearest first."""
    below = [file.name for file in reversed(policy.files[:-1])]
    return ", ".join(f"`{name}`" for name in below) or "nothing"


# Markdown


def _link(text: str, target: str) -> str:
    return f"[`{text}`]({target})"


def _table(header: tuple[str, ...], rows: Iterable[list[str]]) -> Iterator[str]:
    """Yield a table, with what would break a cell escaped."""
    yield f"| {' | '.join(header)} |\n|{' --- |' * len(header)}\n"
    for row in rows:
        cells = [re.sub(r"\s+", " ", cell).replace("|", "\\|").strip() for cell in row]
        yield f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
