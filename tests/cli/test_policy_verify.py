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
    assert verified(folder, *changed) == (0, SHOP + TESTED, "")


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
    result = verified(folder, "policies/shop.yaml")
    assert (result.code, result.out) == (0, SHOP)
    assert "no test of a policy was found" in result.err


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
