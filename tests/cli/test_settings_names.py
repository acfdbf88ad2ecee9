"""Settings under another name, policies that are named and not there: nothing is passed over."""

from pathlib import Path

import pytest

from tests.program import TUESDAY, Result, run

STRICT = "policy: deploylint:strict\n"
JSON = '{"policy": "deploylint:strict"}\n'
PLAN = "deployment: {version: v1.2.0, environment: staging}\n"
ALONE = "settings are read from `.deploylint.yaml` alone, so nothing in this file counts"
MEANT = "  hint: did you mean `.deploylint.yaml`?\n"


def checked(folder: Path, *arguments: str) -> Result:
    (folder / "plan.yaml").write_text(PLAN)
    return run("check", "plan.yaml", "-q", "--now", TUESDAY, *arguments, cwd=folder)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(".deploylint.yml", STRICT, id="short-ending"),
        pytest.param(".deploylint.json", JSON, id="json"),
        pytest.param(".deploylint.yml", "not: settings\n", id="whatever-is-in-it"),
        pytest.param("deploylint.yaml", STRICT, id="not-hidden"),
        pytest.param("deploylint.yml", f"{STRICT}timezone: UTC\n", id="not-hidden-and-short"),
        pytest.param("deploylint.yaml", f"{STRICT}plans: [\n", id="cannot-be-read-to-its-end"),
    ],
)
def test_settings_under_nearly_their_name_are_an_error(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text)
    assert checked(tmp_path) == (2, "", f"{name}: {ALONE}\n{MEANT}")


def test_every_command_that_looks_for_settings_says_so(tmp_path: Path) -> None:
    (tmp_path / ".deploylint.yml").write_text(STRICT)
    (tmp_path / "plan.yaml").write_text(PLAN)
    for command in (
        ("window", "plan.yaml"),
        ("migrations",),
        ("evidence", "plan.yaml"),
        ("policy", "check", "deploylint:essential"),
        ("rules",),
    ):
        result = run(*command, cwd=tmp_path)
        assert (result.code, ALONE in result.err) == (2, True), command


def test_it_is_found_from_a_folder_below(tmp_path: Path) -> None:
    (tmp_path / ".deploylint.yml").write_text(STRICT)
    (tmp_path / "below").mkdir()
    result = checked(tmp_path / "below")
    assert (result.code, result.err) == (2, f"../.deploylint.yml: {ALONE}\n{MEANT}")


def test_it_is_an_error_beside_the_settings_too(tmp_path: Path) -> None:
    (tmp_path / ".deploylint.yaml").write_text("policy: deploylint:essential\n")
    (tmp_path / ".deploylint.yml").write_text(STRICT)
    result = checked(tmp_path)
    said = f".deploylint.yml: {ALONE}\n  hint: move what it says into `.deploylint.yaml`\n"
    assert (result.code, result.err) == (2, said)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("deploylint.yaml", "policy: own\nextends: deploylint:strict\n", id="policy"),
        pytest.param("deploylint.yaml", PLAN, id="plan"),
        pytest.param("deploylint.yml", "include: {local: ci.yml}\n", id="pipeline"),
        pytest.param("deploylint.yaml", "", id="nothing-in-it"),
        pytest.param("deploylint.json", JSON, id="report-by-its-name"),
    ],
)
def test_other_files_may_be_called_after_the_program(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert checked(tmp_path).err == ""


def test_a_policy_test_does_not_pass_over_them_either(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("rules: {agreed: {item: true}}\n")
    (tmp_path / "case").mkdir()
    (tmp_path / "case/.deploylint.yml").write_text("migrations: {dialect: mysql}\n")
    (tmp_path / "own.test.yaml").write_text(
        "policy: own.yaml\ntests:\n"
        "  - name: it is asked\n    folder: case\n"
        "    plan: {version: v1, environment: production}\n"
        "    expect: {rules: {agreed: {status: fail}}}\n"
    )
    result = run("policy", "test", "own.test.yaml", cwd=tmp_path)
    assert (result.code, result.err) == (2, f"case/.deploylint.yml:1:1: {ALONE}\n{MEANT}")


@pytest.mark.parametrize("value", ["", "null", "~"])
def test_a_policy_that_is_left_empty_is_not_left_out(tmp_path: Path, value: str) -> None:
    (tmp_path / ".deploylint.yaml").write_text(f"policy: {value}\n")
    result = checked(tmp_path)
    assert (result.code, result.out) == (2, "")
    assert "`policy`: expected text, found nothing" in result.err


def test_other_settings_may_be_left_empty(tmp_path: Path) -> None:
    (tmp_path / ".deploylint.yaml").write_text("timezone:\nplans:\nevidence:\n")
    assert checked(tmp_path).err == ""


@pytest.mark.parametrize(
    ("settings", "arguments", "named"),
    [
        pytest.param("", ("-p", "strict"), "strict", id="option"),
        pytest.param("", ("-p", "strict.yaml"), "strict.yaml", id="with-ending"),
        pytest.param("policy: strict\n", (), "strict", id="settings"),
    ],
)
def test_a_shipped_policy_without_its_prefix_is_known(
    tmp_path: Path, settings: str, arguments: tuple[str, ...], named: str
) -> None:
    (tmp_path / ".deploylint.yaml").write_text(settings)
    hint = "did you mean `deploylint:strict`?"
    assert checked(tmp_path, *arguments) == (2, "", f"{named}: does not exist\n  hint: {hint}\n")


def test_a_file_of_that_name_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "strict").write_text("rules: {agreed: {item: true}}\n")
    assert "policy strict" in checked(tmp_path, "-p", "strict").out


@pytest.mark.parametrize(
    ("base", "hint"),
    [
        pytest.param("y.yaml", "", id="the-file-that-asks-is-not-meant"),
        pytest.param("bse.yaml", "  hint: did you mean `policies/base.yaml`?\n", id="another-is"),
        pytest.param("strict", "  hint: did you mean `deploylint:strict`?\n", id="shipped"),
    ],
)
def test_what_a_policy_extends_and_is_not_there_is_named(
    tmp_path: Path, base: str, hint: str
) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/base.yaml").write_text("rules: {agreed: {item: true}}\n")
    (tmp_path / "policies/x.yaml").write_text(f"extends: {base}\n")
    said = f"policies/x.yaml:1:10: `policies/{base}` does not exist\n{hint}"
    for file in ("policies/x.yaml", "./policies/x.yaml"):
        result = run("policy", "check", file, cwd=tmp_path)
        assert (result.code, result.err.replace("./", "")) == (2, said)


def test_verify_says_each_error_once(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("extends: base.yaml\n")
    (tmp_path / "x.test.yaml").write_text(
        "policy: x.yaml\ntests:\n  - name: a\n    plan: {version: v1, environment: test}\n"
        "    expect: {rules: {agreed: {status: fail}}}\n"
    )
    result = run("policy", "verify", "x.yaml", cwd=tmp_path)
    assert result.code == 2
    assert result.err.count("x.yaml:1:10: `base.yaml` does not exist\n") == 1


@pytest.mark.parametrize("named", ["", " "])
@pytest.mark.parametrize("command", ["check", "evidence", "migrations", "rules", "window"])
def test_an_option_that_names_no_policy_is_no_default(
    tmp_path: Path, command: str, named: str
) -> None:
    result = run(command, f"--policy={named}", cwd=tmp_path)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("`--policy`: this names no policy\n")


def test_the_name_of_a_shipped_policy_is_mended_with_its_prefix(tmp_path: Path) -> None:
    said = "there is no shipped policy `deploylint:strct`\n"
    hint = "  hint: did you mean `deploylint:strict`?\n"
    assert checked(tmp_path, "-p", "deploylint:strct") == (2, "", f"{said}{hint}")
