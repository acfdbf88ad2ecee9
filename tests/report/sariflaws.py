"""What holds for every report as SARIF: the schema, and what the schema cannot say."""

import json
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = json.loads((Path(__file__).parent / "sarif/sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"##\w*\[|^\s*::", re.MULTILINE)
RELATIVE = re.compile(r"(?!/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+")
ABSOLUTE = re.compile(r"file:///(?:[A-Za-z]:)?(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*")
ACTS = re.compile(r"\{\d+\}|\]\(")
LEVELS = {"error", "warning", "note"}


def harmless(text: str) -> None:
    """Fail on what no file can hold, and on what a terminal or a CI runner obeys."""
    text.encode("utf-8")
    assert OBEYED.search(text) is None
    assert COMMAND.search(text) is None


def checked(text: str) -> Any:
    """Return the run of a document, after all that holds for every report."""
    harmless(text)
    document = json.loads(text)
    VALIDATOR.validate(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert len(set(ids)) == len(ids)
    assert {result["ruleId"] for result in run["results"]} <= set(ids)
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert rule.get("name") != rule["id"]
        for key in ("shortDescription", "fullDescription"):
            assert 0 < len(rule[key]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
    for result in run["results"]:
        _check_result(result, ids)
    known = [result["partialFingerprints"]["deploylint/v1"] for result in run["results"]]
    assert len(set(known)) == len(known)
    return run


def _check_result(result: Any, ids: list[str]) -> None:
    assert ids[result["ruleIndex"]] == result["ruleId"]
    assert result["kind"] == "fail"
    assert result["level"] in LEVELS
    assert len(result["locations"]) == 1
    assert ACTS.search(result["message"]["text"]) is None
    for location in (*result["locations"], *result.get("relatedLocations", ())):
        check_place(location["physicalLocation"])


def check_place(physical: Any) -> None:
    """Fail unless a place is a URI reference and a region in the right order."""
    artifact, region = physical["artifactLocation"], physical["region"]
    if "uriBaseId" in artifact:
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert RELATIVE.fullmatch(artifact["uri"])
    else:
        assert ABSOLUTE.fullmatch(artifact["uri"])
    start = (region["startLine"], region["startColumn"])
    if "endLine" in region:
        assert (region["endLine"], region["endColumn"]) > start
