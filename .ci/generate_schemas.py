"""Write the schemas under deploylint/schemas that editors use, from the shapes that read the files.

python .ci/generate_schemas.py [--check]

`report.json` is written by hand: nothing here reads a report. Rules, checks and policies that are
offered for completion are those that travel with the program.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from editor_schemas import EMPTY, Schema, edited, for_editors, offering, shared  # noqa: E402
from schema_offers import (  # noqa: E402
    check_offers,
    environment_offers,
    policy_offers,
    rule_offers,
    shipped_rules,
    title_offers,
    with_schemas,
)
from schema_record import record  # noqa: E402
from schema_reports import reports  # noqa: E402

from deploylint.load.plan import plan_schema  # noqa: E402
from deploylint.load.policy import policy_schema  # noqa: E402
from deploylint.load.policyshape import RULE_FIELDS  # noqa: E402
from deploylint.load.policytests import policytests_schema  # noqa: E402
from deploylint.load.settings import settings_schema  # noqa: E402

SAID = ("description", "markdownDescription", "default")
"""What is told of a parameter, apart from what it takes."""

FOLDER = ROOT / "deploylint" / "schemas"


def main() -> int:
    """Write what is not as it should be, or say with `--check` what that is."""
    stale = []
    for name, schema in schemas():
        path = FOLDER / f"{name}.json"
        text = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, "utf-8")
    if stale and "--check" in sys.argv:
        print(f"stale: {', '.join(stale)}; run python .ci/generate_schemas.py")
        return 1
    return 0


def schemas() -> Iterator[tuple[str, Schema]]:
    """Yield each schema with its name."""
    yield "plan", shared(plan())
    yield "policy", shared(policy())
    yield "settings", shared(settings())
    yield "policy-test", shared(policy_test())
    yield "record", record()
    yield from reports().items()


def plan() -> Schema:
    """Return the schema of a plan, which offers rules and environments."""
    found = for_editors(plan_schema(), "plan")
    _offer_in_plan(found["properties"]["deployment"]["properties"])
    return found


def _offer_in_plan(keys: dict[str, Any]) -> None:
    keys["environment"] = offering(keys["environment"], environment_offers())
    line = keys["checklist"]["items"]["properties"]
    line["id"] = offering(line["id"], rule_offers())
    line["item"] = offering(line["item"], title_offers())


def policy() -> Schema:
    """Return the schema of a policy, which knows the checks and their parameters."""
    found = for_editors(policy_schema(), "policy")
    keys = found["properties"]
    keys["extends"] = _one_or_more(keys["extends"], policy_offers())
    when = _branch(keys["rules"]["additionalProperties"], "object")["properties"]["when"]
    when["properties"]["environment"] = _one_or_more(
        when["properties"]["environment"], environment_offers()
    )
    rule = keys["rules"]["additionalProperties"]
    settings = _branch(rule, "object")
    checks, parameters = check_offers(), with_schemas()
    settings["properties"]["check"] = _checked(settings["properties"]["check"], checks)
    settings["allOf"] = [
        {
            "if": {"properties": {"check": {"const": check}}, "required": ["check"]},
            "then": {"properties": {"with": {"anyOf": [{"$ref": f"#/$defs/with-{check}"}, EMPTY]}}},
        }
        for check in parameters
    ]
    keys["rules"]["properties"] = {
        rule_id: _known_rule(said, rule_checks().get(rule_id), parameters)
        for rule_id, said in rule_offers().items()
    }
    keys["rules"]["additionalProperties"] = {"$ref": "#/$defs/rule"}
    found["$defs"] |= {"rule": _by_form(rule, settings)}
    for check, one in parameters.items():
        found["$defs"][f"about-{check}"] = _about(one)
        strict = {"allOf": [{"$ref": f"#/$defs/about-{check}"}]} | edited(one, "with")
        for parameter in strict["properties"].values():
            for key in SAID:
                parameter.pop(key, None)
        found["$defs"][f"with-{check}"] = strict
    return found


def _by_form(rule: Schema, mapping: Schema) -> Schema:
    """Return the schema of a rule that never takes a mapping for a severity that is misspelt."""
    word = next(one for one in rule["anyOf"] if one is not mapping)
    message = f"Write a severity ({', '.join(word['enum'])}), or a mapping."
    offer = {"anyOf": [word, {}]}
    other = {"enum": word["enum"], "errorMessage": message}
    return offer | {"if": {"type": "object"}, "then": mapping, "else": other}


def rule_checks() -> Mapping[str, str]:
    """Return by which check the shipped rules are judged."""
    return {rule.id: rule.check for rule in shipped_rules() if rule.check}


def _known_rule(said: str, check: str | None, parameters: Mapping[str, Schema]) -> Schema:
    """Return what may be said about a shipped rule.

    The parameters of its check are offered, not demanded: a layer may have it judged by another.
    """
    kinds = ["object", "string"]
    found: Schema = {"description": said, "type": kinds, "allOf": [{"$ref": "#/$defs/rule"}]}
    if check in parameters:
        doc = RULE_FIELDS["with"].doc
        offered = {"description": doc, "type": ["object", "null"]}
        offered["allOf"] = [{"$ref": f"#/$defs/about-{check}"}]
        found["properties"] = {"with": offered}
    return found


def _about(parameters: Schema) -> Schema:
    """Return what is told of each parameter, and the words that it takes, refusing nothing."""
    said = {}
    for name, one in edited(parameters, "with")["properties"].items():
        said[name] = {key: one[key] for key in SAID if key in one}
        words = parameters["properties"][name].get("enum", [])
        if words and True not in words:
            said[name]["examples"] = words
    return {"properties": said}


def _checked(schema: Schema, checks: Mapping[str, str]) -> Schema:
    message = "There is no check of this id; the pages under docs/checks list them."
    known = {"pattern": f"^(?:{'|'.join(checks)})$", "patternErrorMessage": message}
    text = {"type": "string", **known}
    return offering({"description": schema["description"], "anyOf": [text, EMPTY]}, checks)


def _branch(schema: Schema, kind: str) -> Schema:
    return next(one for one in schema["anyOf"] if one.get("type") == kind)


def _one_or_more(schema: Schema, offers: Mapping[str, str]) -> Schema:
    """Return the schema of a list or a bare text, each of which offers some texts."""
    array = _branch(schema, "array")
    rest = [one for one in schema["anyOf"] if one is not array]
    many = array | {"items": offering(array["items"], offers)}
    return schema | {"anyOf": [many, *offering({"anyOf": rest}, offers)["anyOf"]]}


def settings() -> Schema:
    """Return the schema of .deploylint.yaml."""
    found = for_editors(settings_schema(), "settings") | {"title": "deploylint settings"}
    found["properties"]["policy"] = offering(found["properties"]["policy"], policy_offers())
    return {key: found[key] for key in ("$schema", "title")} | found


def policy_test() -> Schema:
    """Return the schema of a file of policy tests, in which plans stand."""
    found = for_editors(policytests_schema(), "policy test")
    keys = found["properties"]
    keys["policy"] = offering(keys["policy"], policy_offers())
    test = keys["tests"]["items"]["properties"]
    for one in (keys["plan"], test["plan"]):
        _offer_in_plan(_branch(one, "object")["properties"])
    _offer_in_plan(test["but"]["properties"])
    rules = test["expect"]["properties"]["rules"]
    rules["properties"] = {
        rule_id: {"description": said, "allOf": [rules["additionalProperties"]]}
        for rule_id, said in rule_offers().items()
    }
    return found


if __name__ == "__main__":
    sys.exit(main())
