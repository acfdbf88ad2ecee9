"""The smaller commands."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from deploylint import __version__
from deploylint.registry import check_ids
from tests.program import EXAMPLE, ROOT, TUESDAY, run


def test_version(tmp_path: Path) -> None:
    result = run("--version", cwd=tmp_path)
    assert result == (0, f"deploylint {__version__}\n", "")


@pytest.mark.parametrize("name", ["plan", "policy", "report"])
def test_schemas_are_schemas(tmp_path: Path, name: str) -> None:
    result = run("schema", name, cwd=tmp_path)
    assert (result.code, result.err) == (0, "")
    Draft202012Validator.check_schema(json.loads(result.out))


def test_the_shipped_policies_fit_the_policy_schema(tmp_path: Path) -> None:
    import yaml

    validator = Draft202012Validator(json.loads(run("schema", "policy", cwd=tmp_path).out))
    for path in sorted((ROOT / "policies").rglob("*.yaml")):
        assert list(validator.iter_errors(yaml.safe_load(path.read_text("utf-8")))) == []


def test_the_report_fits_the_report_schema(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    validator = Draft202012Validator(json.loads(run("schema", "report", cwd=tmp_path).out))
    for policy in ("essential", "production", "strict"):
        reference = f"deploylint:{policy}"
        options = ("--now", TUESDAY, "--stage", "all", "--policy", reference, "-o", "json")
        report = json.loads(run("check", "plan.yaml", *options, cwd=tmp_path).out)
        assert list(validator.iter_errors(report)) == []


def test_rules_lists_the_rules_of_a_policy(tmp_path: Path) -> None:
    result = run("rules", cwd=tmp_path)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("essential: 10 rules\n")
    listed = json.loads(run("rules", "-p", "deploylint:production", "-o", "json", cwd=tmp_path).out)
    assert len(listed["rules"]) == 76
    assert {"en", "fr"} == set(listed["rules"][0]["title"])


def test_rules_go_to_files_too(tmp_path: Path) -> None:
    printed = run("rules", "-o", "json", cwd=tmp_path).out
    result = run("rules", "-o", "text", "-o", "json=rules.json", cwd=tmp_path)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("essential: 10 rules\n")
    written = (tmp_path / "rules.json").read_text("utf-8")
    assert json.loads(written) == json.loads(printed) | {"$schema": json.loads(written)["$schema"]}
    assert list(json.loads(printed)) == ["schema_version", "tool", "policy", "rules"]


def test_rules_are_of_the_stages_asked_for(tmp_path: Path) -> None:
    wanted = ("-p", "deploylint:production", "--stage", "staging,verify")
    listed = json.loads(run("rules", *wanted, "-o", "json", cwd=tmp_path).out)["rules"]
    assert {rule["stage"] for rule in listed} == {"staging", "verify"}
    shown = run("rules", *wanted, cwd=tmp_path).out.splitlines()
    assert {line for line in shown if line and line[0] != " "} == {
        f"production: {len(listed)} rules",
        "staging",
        "verify",
    }


@pytest.mark.parametrize("name", check_ids())
def test_every_check_is_explained(tmp_path: Path, name: str) -> None:
    result = run("explain", name, cwd=tmp_path)
    assert (result.code, result.err) == (0, "")
    for word in ("Why", "How to fix", "Evidence"):
        assert f"\n{word}\n" in result.out


def test_a_rule_of_a_person_is_explained(tmp_path: Path) -> None:
    result = run("explain", "env-vars-configured", cwd=tmp_path)
    assert result.code == 0
    assert "a person's line in the checklist of the plan" in result.out


def test_an_unknown_rule_is_named_with_the_nearest(tmp_path: Path) -> None:
    result = run("explain", "test-pass", cwd=tmp_path)
    assert result == (
        2,
        "",
        "there is no rule or check `test-pass`\n  hint: did you mean `tests-pass`?\n",
    )


def test_an_unknown_command_is_named_with_the_nearest(tmp_path: Path) -> None:
    result = run("chekc", cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert "there is no command `chekc`; did you mean `check`?" in result.err


def test_policy_show_prints_a_policy_that_says_the_same(tmp_path: Path) -> None:
    shown = run("policy", "show", "deploylint:examples/project", cwd=tmp_path)
    assert (shown.code, shown.err) == (0, "")
    (tmp_path / "shown.yaml").write_text(shown.out, "utf-8")
    again = run("policy", "show", "shown.yaml", cwd=tmp_path)
    assert again.err == ""
    assert again.out.splitlines()[1:] == shown.out.splitlines()[1:]
    listed = [
        [{k: v for k, v in rule.items() if k not in ("origin", "locked")} for rule in rules]
        for rules in (
            json.loads(run("rules", "-p", name, "-o", "json", cwd=tmp_path).out)["rules"]
            for name in ("shown.yaml", "deploylint:examples/project")
        )
    ]
    assert listed[0] == listed[1]


def test_policy_show_origin_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "extends: deploylint:essential\nrules:\n  tests-pass: warning\n", "utf-8"
    )
    lines = run("policy", "show", "--origin", "-p", "mine.yaml", cwd=tmp_path).out.splitlines()
    assert "    severity: warning  # mine.yaml:3" in lines
    title = lines.index("  tests-pass:") + 1
    assert lines[title].startswith("    title:  # deploylint:essential:")


def test_policy_check_says_fine_or_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text("rules: {a: {item: true}}\n", "utf-8")
    (tmp_path / "bad.yaml").write_text("rules: {a: {item: true, severity: eror}}\n", "utf-8")
    result = run("policy", "check", "good.yaml", "bad.yaml", cwd=tmp_path)
    assert result == (
        2,
        "good.yaml: fine: 1 rules, 0 switched off, 1 layer\n",
        (
            "bad.yaml:1:35: `rules.a.severity`: expected one of info, warning, error,"
            " found `eror`\n"
            "  hint: did you mean `error`?\n"
        ),
    )


@pytest.mark.parametrize("name", ["json", "git", "click", "difflib"])
def test_what_lies_in_the_folder_under_review_is_not_imported(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.py").write_text("open('imported', 'w').close()\n")
    shutil.copy(EXAMPLE, tmp_path / "plan.yaml")
    run("check", "plan.yaml", "--help", cwd=tmp_path)
    run("check", "plan.yaml", "--policy", "deploylint:prod", "-o", "json", cwd=tmp_path)
    run("check", "plan.yaml", "--policy", "deploylint:production", "-o", "json", cwd=tmp_path)
    assert not (tmp_path / "imported").exists()
