"""`deploylint policy verify`: what a hook checks when policies or their tests change."""

from pathlib import Path

import pytest

from tests.program import Result, run

FILES = {
    ".deploylint.yaml": "policy: policies/shop.yaml\ntimezone: Europe/Paris\ncountry: FR\n",
    "policies/base.yaml": "extends: deploylint:essential\nrules: {agreed: {item: true}}\n",
    "policies/shop.yaml": "extends: base.yaml\n",
    "policies/export.yaml": "extends: deploylint:essential\n",
    "policies/shop.test.yaml": (
        "policy: shop.yaml\ntests:\n"
        "  - name: the client is asked\n"
        "    plan: {version: v1, environment: production}\n"
        "    expect: {rules: {agreed: {status: fail, blocks: true}}}\n"
    ),
    "deploy/v1.yaml": "deployment: {version: v1, environment: production}\n",
    "policies/net.yaml": "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n",
    "policies/lint.yaml": "rules:\n  - id: no-eval\n    languages: [python]\n",
    "policies/fixtures/junit.xml": "<testsuite/>\n",
}
SHOP = "policies/shop.yaml: fine: 11 rules, 0 switched off, 3 layers\n"
TESTED = "\n1 test passed\npolicies/shop.yaml: 1 of 11 rules seen to fail, 0 to pass\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def verified(folder: Path, *arguments: str) -> Result:
    cache = {"XDG_CACHE_HOME": str(folder.parent / "cache")}
    return run("policy", "verify", *arguments, cwd=folder, env=cache)


def test_policies_in_use_are_checked_and_tested_whatever_changed(folder: Path) -> None:
    assert verified(folder) == (0, SHOP + TESTED, "")
    changed = ("policies/shop.test.yaml", ".deploylint.yaml", "policies/fixtures/junit.xml")
    left_out = "policies/fixtures/junit.xml: no policy, left out\n"
    assert verified(folder, *changed) == (0, left_out + SHOP + TESTED, "")


def test_policies_that_changed_are_checked_once(folder: Path) -> None:
    changed = ("policies/base.yaml", "./policies/shop.yaml", "policies/export.yaml")
    assert verified(folder, *changed) == (
        0,
        (
            "policies/base.yaml: fine: 11 rules, 0 switched off, 2 layers\n"
            "./policies/shop.yaml: fine: 11 rules, 0 switched off, 3 layers\n"
            "policies/export.yaml: fine: 10 rules, 0 switched off, 2 layers\n"
            f"{TESTED}"
        ),
        "",
    )


def test_what_is_no_policy_is_left_out_and_said(folder: Path) -> None:
    others = ("deploy/v1.yaml", "policies/net.yaml", "policies/lint.yaml")
    said = "".join(f"{name}: no policy, left out\n" for name in others)
    assert verified(folder, *others) == (0, said + SHOP + TESTED, "")


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        pytest.param(
            "policies/base.yaml",
            FILES["policies/base.yaml"].replace("item: true", "item: true, severity: info"),
            1,
            "expected to block, but it does not, as its severity is info",
            id="a-layer-is-weakened",
        ),
        pytest.param(
            "policies/base.yaml",
            "extends: deploylint:essential\nrules: {agrees: {item: true}}\n",
            2,
            "policies/shop.test.yaml:5:22: the policy has no rule `agreed`",
            id="a-rule-is-gone",
        ),
        pytest.param(
            "policies/export.yaml",
            "extends: deploylint:esential\n",
            2,
            "there is no shipped policy `deploylint:esential`",
            id="a-policy-is-wrong",
        ),
        pytest.param(
            "policies/export.yaml", "policy: [\n", 2, "policies/export.yaml:2:1: ", id="no-yaml"
        ),
        pytest.param("policies/export.yaml", "", 2, "the policy file is empty", id="empty"),
        pytest.param(
            "policies/shop.test.yaml", "policy: shop.yaml\n", 2, "`tests` is missing", id="test"
        ),
        pytest.param(".deploylint.yaml", "polisy: x\n", 2, "`polisy` is not", id="settings"),
        pytest.param(
            ".deploylint.yaml",
            "policy: policies/shopp.yaml\n",
            2,
            "did you mean `policies/shop.yaml`?",
            id="settings-without-policy",
        ),
        pytest.param(".deploylint.yaml", "country: XQ\n", 2, "`XQ` are not known", id="country"),
    ],
)
def test_what_is_wrong_keeps_the_commit_back(
    folder: Path, name: str, text: str, code: int, said: str
) -> None:
    (folder / name).write_text(text, "utf-8")
    result = verified(folder, name)
    assert result.code == code
    assert said in " ".join((result.out + result.err).split())


def test_nobody_has_to_write_tests(folder: Path) -> None:
    (folder / "policies/shop.test.yaml").unlink()
    assert verified(folder, "policies/shop.yaml") == (0, f"{SHOP}no test was found\n", "")


NONE = (
    "{}: no test of a policy was found\n"
    "  hint: tests stand in files called NAME.test.yaml or NAME.test.yml\n"
)


def test_whoever_asks_for_tests_has_to_write_some(folder: Path) -> None:
    (folder / "policies/shop.test.yaml").unlink()
    assert verified(folder, "--tests", "policies") == (3, SHOP, NONE.format("policies"))
    untested = "\nno test ran\npolicies/shop.yaml: 0 of 11 rules seen to fail, 0 to pass\n"
    assert verified(folder, "--min-coverage", "0") == (3, SHOP + untested, NONE.format("."))
    assert verified(folder, "--min-coverage", "1") == (
        1,
        f"{SHOP}{untested}  that is less than the 1% asked for\n",
        NONE.format("."),
    )


def test_a_policy_without_a_test_is_covered_by_none(folder: Path) -> None:
    """A layer is covered by the tests of what is made of it, a shipped policy is tested by us."""
    (folder / ".deploylint.yaml").write_text("policy: deploylint:production\n", "utf-8")
    changed = ("policies/export.yaml", "policies/base.yaml")
    result = verified(folder, *changed, "--min-coverage", "5")
    assert (result.code, result.err) == (1, "")
    assert result.out.partition("\n\n")[2] == (
        "1 test passed\n"
        "policies/shop.yaml: 1 of 11 rules seen to fail, 0 to pass\n"
        "policies/export.yaml: 0 of 10 rules seen to fail, 0 to pass\n"
        "  that is less than the 5% asked for\n"
        "policies/base.yaml: 1 of 11 rules seen to fail, 0 to pass\n"
    )


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("P.YAML", "extends: deploylint:esential\n", "esential", id="capitals"),
        pytest.param("p.json", '{"rules": {"a": {"itm": true}}}', "`itm` is not known", id="json"),
        pytest.param("q.json", "{", "q.json:", id="broken-json"),
        pytest.param("r.yaml", "rules: [{id: a, item: true}]\n", "found a list", id="rules-list"),
        pytest.param("s.yaml", "rule: {a: {item: true}}\n", "did you mean `rules`?", id="typo"),
        pytest.param("t.txt", "extends: deploylint:esential\n", "esential", id="other-ending"),
        pytest.param("u.yaml", "kind: plan\n---\nextends: x.yaml\n", "u.yaml", id="second"),
        pytest.param("v.yaml", "- extends: deploylint:essential\n", "a list", id="in-a-list"),
    ],
)
def test_what_may_be_meant_as_a_policy_is_checked(
    folder: Path, name: str, text: str, said: str
) -> None:
    (folder / name).write_text(text, "utf-8")
    result = verified(folder, name)
    assert result.code == 2
    assert said in result.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.yaml", "roles: {admin: [read]}\n", id="other-keys"),
        pytest.param("b.yaml", "- one\n- two: 2\n", id="list"),
        pytest.param("c.json", "[1]", id="json"),
        pytest.param("d.yaml", "apiVersion: v1\nkind: Role\nrules: []\n", id="kubernetes"),
        pytest.param("policies/fixtures/e.json", "{}\n{", id="lines-of-json"),
        pytest.param("f.sql", "SELECT ':'; [", id="sql"),
        pytest.param("policies/fixtures/.gitkeep", "", id="empty"),
        pytest.param(".h/h.test.yaml", "policy: x\n", id="test-that-does-not-run"),
    ],
)
def test_what_is_clearly_something_else_is_said(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    why = "not among the tests that run" if name.endswith(".test.yaml") else "no policy"
    assert verified(folder, name) == (0, f"{name}: {why}, left out\n{SHOP}{TESTED}", "")


@pytest.mark.parametrize("name", ["nope.yaml", "nope.xml", "nope.test.yaml"])
def test_a_file_that_is_not_there_is_not_green(folder: Path, name: str) -> None:
    message = f"{name}: there is no such file or folder\n"
    assert verified(folder, name) == (2, SHOP + TESTED, message)


def test_where_tests_lie_and_how_much_they_cover_can_be_said(folder: Path) -> None:
    (folder / "alerts.test.yml").write_text("rule_files: [alerts.yml]\ntests: []\n", "utf-8")
    assert verified(folder).code == 2
    assert verified(folder, "--tests", "policies") == (0, SHOP + TESTED, "")
    assert verified(folder, "--tests", "policies", "--min-coverage", "10").code == 1
    assert verified(folder, "--tests", "polices") == (
        2,
        SHOP,
        "polices: there is no such file or folder\n",
    )
