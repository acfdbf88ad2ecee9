"""`deploylint policy test`: what it finds, what it says, and that nothing else has a say."""

import json
from pathlib import Path

import pytest

from tests.program import Result, run, run_unprivileged

POLICY = """\
policy: shop
extends: deploylint:essential
rules:
  client-agreed: {title: The client agreed, item: true}
  on-the-phone: {title: Somebody answers the phone, item: true, stage: verify}
  shipped: {title: It was shipped, item: true, disabled: since we deliver by air}
  tidy: {title: It is tidy, item: true, severity: warning}
  small: {title: It is small, schema: {properties: {version: {maxLength: 3}}}, severity: warning}
"""
HEAD = "policy: shop.yaml\ntests:\n"
BARE = "    plan: {version: v1, environment: development}\n"


def cases(*tests: str, head: str = HEAD) -> str:
    """Return a test file of numbered tests of a bare plan."""
    return head + "".join(
        f"  - name: t{number}\n{BARE}    {test}\n" for number, test in enumerate(tests, 1)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shop.yaml").write_text(POLICY, "utf-8")
    return tmp_path


def judged(folder: Path, text: str, *options: str, **env: str) -> Result:
    (folder / "shop.test.yaml").write_text(text, "utf-8")
    return run("policy", "test", *options, cwd=folder, env={"HOME": str(folder.parent), **env})


# What is met and what is not

MIXED = cases(
    "expect: {rules: {client-agreed: fail, deploy-window: na}}",
    "expect: {decision: go, rules: {tidy: {status: fail, blocks: true}}}",
    "expect: {rules: {on-the-phone: fail, shipped: na, deploy-window: pass}}",
    "expect: {rules: {client-agreed: {status: fail, cause: stale}}}",
    "expect: {rules: {client-agreed: {status: fail, reason: nobody}}}",
    "expect: {rules: {client-agreed: {status: fail, blocks: false, reason: does not answer}}}",
    "expect: {rules: {small: {status: fail, blocks: no, cause: violated, reason: is too long}}}",
).replace("t7\n    plan: {version: v1,", "t7\n    plan: {version: v1.2,")

SAID = """\
shop.test.yaml: shop.yaml
  pass  t1
  FAIL  t2
    --> shop.test.yaml:8:24
      8 |     expect: {decision: go, rules: {tidy: {status: fail, blocks: true}…
        |                        ^^
        expected go, came abort: `tests-pass` and `client-agreed` block
    --> shop.test.yaml:8:65
      8 | … expect: {decision: go, rules: {tidy: {status: fail, blocks: true}}}
        |                                                               ^^^^
        expected to block, but it does not, as its severity is warning: the
        checklist does not answer it (once it holds, add {id: tidy, status:
        pass})
  FAIL  t3
    --> shop.test.yaml:11:22
     11 |     expect: {rules: {on-the-phone: fail, shipped: na, deploy-window: …
        |                      ^^^^^^^^^^^^
        `on-the-phone` belongs to the stage verify, and the test judges
        pre-deploy, build, staging and production; write `stages: verify`
    --> shop.test.yaml:11:42
     11 |     expect: {rules: {on-the-phone: fail, shipped: na, deploy-window: …
        |                                          ^^^^^^^
        `shipped` is switched off at shop.yaml:6:48: since we deliver by air
    --> shop.test.yaml:11:70
     11 | …ect: {rules: {on-the-phone: fail, shipped: na, deploy-window: pass}}
        |                                                                ^^^^
        expected pass, came na: the rule is for environment production; the
        plan's is development
  FAIL  t4
    --> shop.test.yaml:14:59
     14 |     expect: {rules: {client-agreed: {status: fail, cause: stale}}}
        |                                                           ^^^^^
        expected the cause stale, came unproven: the checklist does not answer
        it (once it holds, add {id: client-agreed, status: pass})
  FAIL  t5
    --> shop.test.yaml:17:60
     17 |     expect: {rules: {client-agreed: {status: fail, reason: nobody}}}
        |                                                            ^^^^^^
        expected a reason with "nobody", came: the checklist does not answer it
        (once it holds, add {id: client-agreed, status: pass})
  FAIL  t6
    --> shop.test.yaml:20:60
     20 | …ct: {rules: {client-agreed: {status: fail, blocks: false, reason: do…
        |                                                     ^^^^^
        expected not to block, but it does: the checklist does not answer it
        (once it holds, add {id: client-agreed, status: pass})
  pass  t7

5 of 7 tests failed
shop.yaml: 2 of 14 rules seen to fail, 0 to pass
"""


def test_what_is_said_of_tests_that_fail(folder: Path) -> None:
    assert judged(folder, MIXED) == (1, SAID, "")


def test_in_short_only_what_fails_is_said(folder: Path) -> None:
    short = [line for line in SAID.splitlines(keepends=True) if not line.startswith("  pass")]
    assert judged(folder, MIXED, "-q") == (1, "".join(short), "")


def test_machines_are_told_the_same(folder: Path) -> None:
    text = cases(
        "expect: {rules: {client-agreed: fail}}",
        "expect: {decision: go, rules: {deploy-window: na}}",
    )
    result = judged(folder, text, "-o", "json", "--min-coverage", "50")
    assert (result.code, result.err) == (1, "")
    found = json.loads(result.out)
    rules = found["coverage"][0].pop("rules")
    assert (len(rules), rules[-1]) == (14, "on-the-phone")
    test = {"policy": "shop.yaml", "file": "shop.test.yaml", "column": 11}
    assert found == {
        "schema_version": 1,
        "tool": found["tool"],
        "counts": {"pass": 1, "fail": 1},
        "tests": [
            {"name": "t1", "status": "pass", **test, "line": 3, "mismatches": []},
            {
                "name": "t2",
                "status": "fail",
                **test,
                "line": 6,
                "mismatches": [
                    {
                        "message": (
                            "expected go, came abort: `tests-pass` and `client-agreed` block"
                        ),
                        "file": "shop.test.yaml",
                        "line": 8,
                        "column": 24,
                        "end_line": 8,
                        "end_column": 26,
                    }
                ],
            },
        ],
        "coverage": [
            {
                "policy": "shop.yaml",
                "seen_failing": ["client-agreed"],
                "seen_passing": [],
                "enough": False,
            }
        ],
        "minimum_coverage": 50,
        "errors": [],
    }


@pytest.mark.parametrize(
    ("plan", "expect", "message"),
    [
        pytest.param("", "{rules: {tidy: pass}}", "expected pass, came fail", id="fail-for-pass"),
        pytest.param("", "{rules: {tidy: na}}", "expected na, came fail", id="fail-for-na"),
        pytest.param(
            "checklist: [{id: tidy, status: na, reason: no floor}]",
            "{rules: {tidy: fail}}",
            "expected fail, came na",
            id="na-for-fail",
        ),
        pytest.param(
            "checklist: [{id: tidy, status: na, reason: no floor}]",
            "{rules: {tidy: pass}}",
            "expected pass, came na",
            id="na-for-pass",
        ),
        pytest.param(
            "checklist: [{id: tidy, status: pass}]",
            "{rules: {tidy: fail}}",
            "expected fail, came pass",
            id="pass-for-fail",
        ),
        pytest.param(
            "checklist: [{id: shipped, status: pass}]",
            "{rules: {shipped: pass}}",
            "`shipped` is switched off",
            id="a-line-of-the-plan-for-a-rule-that-is-off",
        ),
        pytest.param(
            "checklist: [{id: on-the-phone, status: pass}]",
            "{rules: {on-the-phone: pass}}",
            "`on-the-phone` belongs to the stage verify",
            id="a-line-of-the-plan-for-another-stage",
        ),
        pytest.param("", "{decision: go}", "came abort: ", id="decision"),
    ],
)
def test_nothing_else_meets_an_expectation(
    folder: Path, plan: str, expect: str, message: str
) -> None:
    text = cases(f"expect: {expect}").replace("development}", f"development, {plan}}}")
    result = judged(folder, text)
    assert (result.code, result.err) == (1, "")
    assert message in " ".join(result.out.split())


REASONS = "incident: INC-31, reason: nobody can pay"
OPTIONS = {
    "stages": ("stages: verify", "{rules: {on-the-phone: fail}}"),
    "all-stages": ("stages: all", "{rules: {on-the-phone: fail, tidy: fail}}"),
    "now": ("now: 2026-11-20T14:30:00Z", "{rules: {deploy-window: fail}}"),
    "at": (
        "now: 2026-11-18T11:00:00Z\n    at: 2026-11-21T14:30:00Z",
        "{rules: {deploy-window: fail}}",
    ),
    "gate": (
        "now: 2026-11-21T11:00:00Z\n    gate: true\n    but: {scheduled_at: 2026-11-24T11:00:00Z}",
        "{rules: {deploy-window: {status: fail, reason: Sat 2026-11-21}}}",
    ),
    "type": (
        f"type: rollback\n    but: {{{REASONS}}}",
        "{rules: {tests-pass: {status: na, reason: rollback}}}",
    ),
    "priority": (
        f"now: 2026-11-21T11:00:00Z\n    priority: P1\n    but: {{type: hotfix, {REASONS}}}",
        "{rules: {deploy-window: {status: pass, reason: hotfix-p1}}}",
    ),
    "on-call": (
        "now: 2026-11-21T11:00:00Z\n    on_call: present",
        "{rules: {deploy-window: {status: fail, reason: avoid-weekend}}}",
    ),
    "strict": ("strict: true", "{rules: {tidy: {status: fail, blocks: true}}}"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options_of_a_test_have_their_effect(folder: Path, name: str) -> None:
    option, expect = OPTIONS[name]
    text = cases(f"{option}\n    expect: {expect}").replace("development", "production")
    assert judged(folder, text).code == 0
    without = text.replace(f"{option.splitlines()[0 if name != 'at' else 1].strip()}\n", "\n")
    if name == "gate":
        without = text.replace("gate: true", "gate: false")
    if name == "priority":
        without = text.replace("priority: P1", "priority: P4")
    if name == "on-call":
        without = text.replace("present", "absent")
    assert judged(folder, without).code == 1


# What is wrong with a file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "shop.test.yaml: the file is empty, so it tests nothing", id="empty"),
        pytest.param("policy: shop.yaml\n", "1:1: the document: the key `tests`", id="no-tests"),
        pytest.param(
            "policy: shop.yaml\ntests: []\n", "2:1: `tests`: expected at least 1", id="none"
        ),
        pytest.param(f"{HEAD}---\n{HEAD}", "here are several", id="two-documents"),
        pytest.param(cases("expect: {}"), "5:5: `tests[0].expect`: one of", id="expects-nothing"),
        pytest.param(cases("expect:"), "5:12: `tests[0].expect`: expected", id="expect-null"),
        pytest.param(
            cases("expect: {rules: {tidy: {status: fail, blocks: , cause: violated}}}"),
            "5:51: `tests[0].expect.rules.tidy.blocks`: expected true or false,"
            " but a value is missing",
            id="blocks-without-value",
        ),
        pytest.param(
            cases("expect: {rules: {tidy: {status: fail, cause: }}}"),
            "5:50: `tests[0].expect.rules.tidy.cause`: expected one of violated, unproven, stale,"
            " error, but a value is missing",
            id="cause-without-value",
        ),
        pytest.param(
            cases("expect: {rules: {tidy: {status: fail, reason: }}}"),
            "5:51: `tests[0].expect.rules.tidy.reason`: expected text, but a value is missing",
            id="reason-without-value",
        ),
        pytest.param(
            cases("expect: {decision: abort, rules: }"),
            "5:38: `tests[0].expect.rules`: expected a mapping, but a value is missing",
            id="rules-without-value",
        ),
        pytest.param(
            cases("expect: {decision: , rules: {tidy: fail}}"),
            "`tests[0].expect.decision`: expected one of",
            id="decision-without-value",
        ),
        pytest.param(cases("expect: {rules: {}}"), "at least 1 entry", id="expects-of-no-rule"),
        pytest.param(cases("strict: true"), "the key `expect` is missing", id="no-expect"),
        pytest.param(cases("expect: {decision: gol}"), "did you mean `go`?", id="decision"),
        pytest.param(cases("expect: {rules: {tidy: faill}}"), "did you mean `fail`?", id="status"),
        pytest.param(
            cases("expect: {rules: {tidi: fail}}"),
            "5:22: the policy has no rule `tidi`\n  hint: did you mean `tidy`?",
            id="unknown-rule",
        ),
        pytest.param(
            cases("expect: {rules: {tidy: {status: pass, cause: violated}}}"),
            "5:50: `tidy` is expected to be `pass`, and only what fails has a cause",
            id="cause-of-a-pass",
        ),
        pytest.param(
            cases("expect: {rules: {tidy: {status: na, blocks: true}}}"),
            "5:49: `tidy` is expected to be `na`, and only what fails blocks",
            id="na-that-blocks",
        ),
        pytest.param(
            cases("expect: {decision: go}", "expect: {decision: go}").replace("t2", "t1"),
            "6:11: two tests are called `t1`\n  hint: the other one stands at shop.test.yaml:3:11",
            id="same-name",
        ),
        pytest.param(
            cases("expect: {decision: go}").replace(BARE, ""),
            "3:11: the test `t1` has no plan",
            id="no-plan",
        ),
        pytest.param(
            cases("expect: {decision: go}").replace("version", "versoin"),
            "4:12: `tests[0].plan`: the key `versoin` is not known here",
            id="plan",
        ),
        pytest.param(
            cases("but: {ower: me}\n    expect: {decision: go}"),
            "5:11: `tests[0].but`: the key `ower` is not known here",
            id="but",
        ),
        pytest.param(
            cases("at: 2026-11-24T10:30:00Z\n    expect: {decision: go}"),
            "5:9: `at` needs `now`: a test never looks at the clock",
            id="at-without-now",
        ),
        pytest.param(
            cases("gate: true\n    expect: {decision: go}"), "`gate` needs `now`", id="gate"
        ),
        pytest.param(
            cases(
                "now: 2026-11-24T10:30:00Z\n    at: 2026-11-24T10:30:00Z\n    gate: true\n"
                "    expect: {decision: go}"
            ),
            "6:9: `gate` judges now, so it cannot go with `at`",
            id="gate-and-at",
        ),
        pytest.param(
            cases("now: 2026-11-24T10:30:00\n    expect: {decision: go}"),
            "no UTC offset",
            id="no-offset",
        ),
        pytest.param(
            cases("expect: {decision: go}", head="timezone: Europe/Pariss\n" + HEAD),
            "did you mean `Europe/Paris`?",
            id="zone",
        ),
        pytest.param(
            cases(
                "now: 2026-11-24T10:30:00Z\n    expect: {decision: go}", head=f"country: XQ\n{HEAD}"
            ).replace("development", "production"),
            "shop.test.yaml:4:11: country in the settings: the public holidays of the country `XQ`",
            id="country",
        ),
        pytest.param(
            cases("expect: {decision: go}").replace("shop.yaml", "shpo.yaml"),
            "1:9: the policy `shpo.yaml` does not exist\n  hint: did you mean `shop.yaml`?",
            id="no-policy",
        ),
        pytest.param(
            cases("expect: {decision: go}").replace("shop.yaml", "deploylint:esential"),
            "1:9: there is no shipped policy `deploylint:esential`",
            id="no-shipped-policy",
        ),
        pytest.param(
            cases("expect: {decision: go}").replace("shop.yaml", "broken.yaml"),
            "broken.yaml:1:1: the document: the key `rulez` is not known here",
            id="broken-policy",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(folder: Path, text: str, said: str) -> None:
    (folder / "broken.yaml").write_text("rulez: {}\n", "utf-8")
    result = judged(folder, text)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err


def test_a_wrong_file_does_not_hide_the_others(folder: Path) -> None:
    (folder / "a.test.yaml").write_text(cases("expect: {rules: {tidi: fail}}"), "utf-8")
    result = judged(folder, cases("expect: {rules: {tidy: pass}}"))
    assert result.code == 2
    assert "a.test.yaml:5:22: the policy has no rule `tidi`" in result.err
    assert "1 of 1 test failed" in result.out


def test_machines_learn_what_did_not_run(folder: Path) -> None:
    (folder / "a.test.yaml").write_text(cases("expect: {rules: {tidi: fail}}"), "utf-8")
    (folder / "b.test.yaml").write_text("tests: [\n", "utf-8")
    paths = ("a.test.yaml", "b.test.yaml", "nope", "shop.test.yaml")
    result = judged(folder, cases("expect: {rules: {tidy: fail}}"), *paths, "-o", "json")
    assert result.code == 2
    found = json.loads(result.out)
    assert found["counts"] == {"pass": 1, "fail": 0}
    places = [(one["file"], one["line"], one["column"]) for one in found["errors"]]
    assert places == [("b.test.yaml", 2, 1), ("nope", 1, 1), ("a.test.yaml", 5, 22)]
    assert found["errors"][2] | {"file": ""} == {
        "message": "the policy has no rule `tidi`",
        "file": "",
        "line": 5,
        "column": 22,
        "hint": "did you mean `tidy`?",
    }
    nothing = run("policy", "test", "nope", "-o", "json", cwd=folder)
    assert nothing.code == 2
    assert [one["file"] for one in json.loads(nothing.out)["errors"]] == ["nope"]


def test_a_file_says_that_no_test_ran(folder: Path) -> None:
    result = judged(folder, "tests: [\n", "-o", "text=said.txt")
    assert (result.code, result.out) == (2, "")
    assert (folder / "said.txt").read_text("utf-8") == "no test ran\n"


# Finding tests


@pytest.fixture
def tree(folder: Path) -> Path:
    """Return a folder with tests of each kind of name."""
    good = cases("expect: {rules: {tidy: fail}}").replace("shop.yaml", f"{folder}/shop.yaml")
    for name in (
        "a.test.yaml",
        "below/deep/b.test.yml",
        "below/c.test.yaml",
        ".hidden/no.test.yaml",
        "node_modules/no.test.yaml",
        "below/test.yaml",
        "below/mytest.yaml",
        "below/d.test.yaml.bak",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(good, "utf-8")
    (folder / "empty").mkdir()
    return folder


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        pytest.param([], ["a.test.yaml", "below/c.test.yaml", "below/deep/b.test.yml"], id="all"),
        pytest.param(["below"], ["below/c.test.yaml", "below/deep/b.test.yml"], id="folder"),
        pytest.param(
            ["below/c.test.yaml", "below/../below", "."],
            ["below/c.test.yaml", "below/deep/b.test.yml", "a.test.yaml"],
            id="each-once",
        ),
        pytest.param([".hidden"], [".hidden/no.test.yaml"], id="hidden-when-named"),
        pytest.param(["below/mytest.yaml"], ["below/mytest.yaml"], id="any-name-when-named"),
    ],
)
def test_where_tests_are_found(tree: Path, paths: list[str], found: list[str]) -> None:
    result = run("policy", "test", *paths, "-o", "json", cwd=tree)
    assert (result.code, result.err) == (0, "")
    assert [test["file"] for test in json.loads(result.out)["tests"]] == found


def test_where_no_test_is_found_nothing_is_green(tree: Path) -> None:
    nothing = (
        "empty: no test of a policy was found\n"
        "  hint: tests stand in files called NAME.test.yaml or NAME.test.yml\n"
    )
    assert run("policy", "test", "empty", cwd=tree) == (3, "", nothing)
    both = run("policy", "test", "empty", "a.test.yaml", cwd=tree)
    assert (both.code, both.err) == (3, nothing)
    assert "1 test passed" in both.out
    missing = run("policy", "test", "nope", "a.test.yaml", cwd=tree)
    assert (missing.code, missing.err) == (2, "nope: there is no such file or folder\n")


FAILING = cases("expect: {rules: {tidy: pass}}")


def test_a_linked_folder_is_searched_once(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".store/hid").mkdir(parents=True)
    (folder / ".store/hid/a.test.yaml").write_text(FAILING.replace("shop", "../shop"), "utf-8")
    (folder / ".store/hid/again").symlink_to("../hid")
    (folder / "hid").symlink_to(".store/hid")
    (folder / "too").symlink_to(".store/hid")
    (folder / "here").symlink_to(".")
    (folder / "nowhere").symlink_to("nothing")
    result = run("policy", "test", cwd=folder)
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("hid/a.test.yaml: shop.yaml\n  FAIL  t1\n")
    assert "\n1 of 1 test failed\n" in result.out


def test_what_contains_a_folder_comes_before_what_is_linked(folder: Path) -> None:
    (folder / "z").mkdir()
    (folder / "z/a.test.yaml").write_text(FAILING.replace("shop", "../shop"), "utf-8")
    (folder / "a").symlink_to("z")
    result = run("policy", "test", cwd=folder)
    assert (result.code, result.err) == (1, "")
    assert result.out.startswith("z/a.test.yaml: shop.yaml\n")


def test_a_link_that_is_not_followed_is_said(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "below").mkdir()
    (folder / "below/up").symlink_to("..")
    (folder / "below/out").symlink_to("/usr")
    (folder / "below/a.test.yaml").write_text(
        cases("expect: {rules: {tidy: fail}}").replace("shop", "../shop"), "utf-8"
    )
    result = run("policy", "test", "below", cwd=folder)
    assert result == (
        0,
        result.out,
        (
            "below/out: the link leads out of the repository, so no test is looked for there\n"
            "below/up: the link leads to a folder around it, so no test is looked for there\n"
        ),
    )


@pytest.mark.parametrize("command", ["test", "verify"])
def test_a_folder_that_cannot_be_searched_is_not_green(folder: Path, command: str) -> None:
    (folder / "shop.test.yaml").write_text(cases("expect: {rules: {tidy: fail}}"), "utf-8")
    (folder / "a").mkdir(0)
    (folder / "b").symlink_to("a/inside")
    result = run_unprivileged("policy", command, cwd=folder)
    assert (result.code, result.err) == (
        2,
        (
            "b: it cannot be searched for tests: Permission denied\n"
            "a: it cannot be searched for tests: Permission denied\n"
        ),
    )


# Coverage


def test_files_that_test_one_policy_cover_it_together(folder: Path) -> None:
    (folder / "below").mkdir()
    other = cases("expect: {rules: {client-agreed: fail, deploy-window: na}}")
    (folder / "below/b.test.yaml").write_text(other.replace("shop.yaml", "../shop.yaml"), "utf-8")
    result = judged(folder, cases("expect: {rules: {tidy: fail, small: pass}}"), "-v")
    assert result == (
        0,
        (
            "shop.test.yaml: shop.yaml\n  pass  t1\n\n"
            "below/b.test.yaml: shop.yaml\n  pass  t1\n\n"
            "2 tests passed\n"
            "shop.yaml: 2 of 14 rules seen to fail, 1 to pass\n"
            "  never seen to fail: no-placeholders, tests-pass,\n"
            "    migrations-tested-in-staging, migrations-reversible, rollback-plan-present,\n"
            "    communication-planned, staging-validated, small, deploy-window,\n"
            "    monitoring-active, smoke-tests-planned, on-the-phone\n"
        ),
        "",
    )


@pytest.mark.parametrize(("least", "code"), [("0", 0), ("7", 0), ("8", 1), ("100", 1)], ids=str)
def test_too_little_coverage_fails(folder: Path, least: str, code: int) -> None:
    """One of 14 rules is 7.14 %."""
    text = cases("expect: {rules: {tidy: fail}}", "expect: {rules: {small: pass}}")
    result = judged(folder, text, "--min-coverage", least)
    assert (result.code, result.err) == (code, "")
    assert (f"  that is less than the {least}% asked for\n" in result.out) is (code == 1)


def test_what_did_not_come_as_expected_covers_nothing(folder: Path) -> None:
    text = cases("expect: {rules: {tidy: {status: fail, cause: stale}, small: fail}}")
    assert "0 of 14 rules seen to fail, 0 to pass" in judged(folder, text).out


@pytest.mark.parametrize("percent", ["-1", "101", "x"])
def test_a_share_is_a_number_of_percent(folder: Path, percent: str) -> None:
    result = judged(folder, MIXED, f"--min-coverage={percent}")
    assert (result.code, result.out) == (2, "")
