"""The three hooks, run by the real pre-commit from a local clone."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from tests.program import EXAMPLE, ROOT
from tests.test_package import copy_of_the_sources

IDENTITY = {
    "GIT_AUTHOR_NAME": "release-manager",
    "GIT_AUTHOR_EMAIL": "release-manager@example.com",
    "GIT_COMMITTER_NAME": "release-manager",
    "GIT_COMMITTER_EMAIL": "release-manager@example.com",
    "GIT_CONFIG_GLOBAL": os.devnull,
}
NOWHERE = "http://127.0.0.1:9"
OFFLINE = {
    **dict.fromkeys(("http_proxy", "https_proxy", "HTTPS_PROXY", "PIP_INDEX_URL"), NOWHERE),
    "PIP_NO_INDEX": "1",
    "PIP_FIND_LINKS": "",
}
"""Whoever wants something from the network now gets nothing."""

BASE = """\
policy: base
extends: deploylint:essential
rules:
  client-agreed: {title: The client agreed, item: true, when: {type: standard}}
"""
SHOP = "policy: web-shop\nextends: base.yaml\n"
TESTS = """\
policy: web-shop.yaml
plan: plans/good.yaml
tests:
  - name: what the client agreed to may go out
    expect: {decision: go, rules: {client-agreed: pass}}
  - name: what nobody asked the client about may not
    but: {checklist: }
    expect: {decision: abort, rules: {client-agreed: {status: fail, blocks: true}}}
"""
GOOD = EXAMPLE.read_text("utf-8").replace(
    "  checklist:\n", "  checklist:\n    - {id: client-agreed, status: pass}\n"
)
FILES = {
    ".deploylint.yaml": "policy: policies/web-shop.yaml\ntimezone: Europe/Paris\n",
    "policies/base.yaml": BASE,
    "policies/web-shop.yaml": SHOP,
    "policies/web-shop.test.yaml": TESTS,
    "policies/plans/good.yaml": GOOD,
    "deploy/v1.2.0.yaml": GOOD,
    "migrations/0001_users.up.sql": "CREATE TABLE users (id integer);\n",
    "migrations/0001_users.down.sql": "DROP TABLE users;\n",
    "other.yaml": "no: plan\n",
}
IDS = ("deploylint", "deploylint-policy", "deploylint-migrations")
FENCED = re.MULTILINE | re.DOTALL
SKIPPED, PASSED, FAILED = "Skipped", "Passed", "Failed"


def documented(repo: str, rev: str) -> str:
    """Return the configuration that the document shows, of these hooks."""
    text = (ROOT / "docs/pre-commit.md").read_text("utf-8")
    (shown,) = re.findall(r"^```yaml\n# \.pre-commit-config\.yaml\n(.*?)^```$", text, FENCED)
    config = yaml.safe_load(shown)
    assert [hook["id"] for one in config["repos"] for hook in one["hooks"]] == list(IDS)
    filled = shown.replace("https://git.example.com/OWNER/deploylint", repo).replace("REF", rev)
    assert {(one["repo"], one["rev"]) for one in yaml.safe_load(filled)["repos"]} == {(repo, rev)}
    return str(filled)


class Project:
    """A repository with the hooks, and a home for pre-commit that holds nothing yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.home = folder / "home"
        self.hooks = copy_of_the_sources(folder / "hooks")
        for repository in (self.hooks, self.folder):
            repository.mkdir(exist_ok=True)
            self.git("init", "--quiet", cwd=repository)
        self.git("add", "--all", cwd=self.hooks)
        self.git("commit", "--quiet", "--message", "all", cwd=self.hooks)
        head = self.git("rev-parse", "HEAD", cwd=self.hooks).stdout.strip()
        self.write(FILES | {".pre-commit-config.yaml": documented(str(self.hooks), head)})
        self.git("add", "--all")

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text, "utf-8")

    def stage(self, name: str, text: str) -> None:
        self.write({name: text})
        self.git("add", name)

    def git(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        done = self.run("git", *arguments, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done

    def run(
        self, *command: str, cwd: Path | None = None, extra: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        scrubbed = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))}
        return subprocess.run(
            command,
            cwd=cwd or self.folder,
            env=scrubbed | IDENTITY | {"PRE_COMMIT_HOME": str(self.home)} | (extra or {}),
            capture_output=True,
            text=True,
            check=False,
        )

    def pre_commit(
        self, *arguments: str, extra: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        common = ("-m", "pre_commit", "run", "--verbose", "--color=never")
        return self.run(sys.executable, *common, *arguments, extra=extra)

    def outcomes(self, *arguments: str) -> tuple[dict[str, str], str]:
        """Run the hooks on what is staged, without network; return what each says, and all."""
        done = self.pre_commit(*arguments, extra=OFFLINE)
        said = re.findall(
            r"^[\w ]+\.{3,}(?:\([\w ]+\))?(\w+)\n- hook id: (\S+)$", done.stdout, re.MULTILINE
        )
        found = {name: outcome for outcome, name in said}
        assert done.returncode == (FAILED in found.values()), done.stdout + done.stderr
        return found, " ".join(done.stdout.split())


def verdicts(output: str) -> str:
    """Return what pre-commit printed, without what is said about installing and durations."""
    return re.sub(r"^(\[INFO\].*|- duration: .*)\n", "", output, flags=re.MULTILINE)


def test_the_hooks_run_under_pre_commit(tmp_path: Path) -> None:
    """One test, because installing takes longer than everything else together.

    It begins before the first commit.
    """
    project = Project(tmp_path)
    first = project.pre_commit("--all-files")
    assert first.returncode == 0, first.stdout + first.stderr
    assert first.stdout.count("[INFO] Installing environment") == 1
    for said in (
        "GO: may go out",
        "judged without a clock",
        "2 tests passed",
        "1 migration added since the beginning",
    ):
        assert said in first.stdout
    installed = sorted(tmp_path.glob("home/repo*/py_env-*/bin/deploylint"))
    assert len(installed) == 1
    made = installed[0].stat().st_mtime_ns

    second = project.pre_commit("--all-files", extra=OFFLINE)
    assert (second.returncode, second.stderr) == (0, "")
    assert "[INFO]" not in second.stdout
    assert verdicts(second.stdout) == verdicts(first.stdout)
    assert installed[0].stat().st_mtime_ns == made

    project.git("commit", "--quiet", "--message", "good")
    nothing, _ = project.outcomes()
    assert nothing == dict(zip(IDS, (SKIPPED, PASSED, PASSED), strict=True))
    a_weakened_layer_fails_its_tests(project)
    a_mistake_in_a_policy_is_found(project)
    only_what_changed_is_judged(project)
    plans_are_found_among_other_files(project)
    plans_are_found_in_other_forms(project)
    a_migration_without_a_way_back_fails(project)
    what_is_only_deleted_is_missed(project)
    a_commit_is_refused(project)


def a_weakened_layer_fails_its_tests(project: Project) -> None:
    """No test names the layer that changed, and an unstaged repair does not count."""
    weak = BASE.replace("item: true", "item: true, severity: info")
    project.stage("policies/base.yaml", weak)
    project.write({"policies/base.yaml": BASE})
    found, said = project.outcomes()
    assert found == dict(zip(IDS, (SKIPPED, FAILED, PASSED), strict=True))
    assert "FAIL what nobody asked the client about may not" in said
    assert "- exit code: 1" in said
    project.stage("policies/base.yaml", BASE)


def a_mistake_in_a_policy_is_found(project: Project) -> None:
    project.stage("policies/other.yaml", "extends: base.yaml\nrules: {tests-pas: error}\n")
    found, said = project.outcomes()
    assert found == dict(zip(IDS, (SKIPPED, FAILED, PASSED), strict=True))
    assert "policies/other.yaml:2:9" in said
    assert "- exit code: 2" in said
    project.git("rm", "--quiet", "--force", "policies/other.yaml")


def only_what_changed_is_judged(project: Project) -> None:
    bad = GOOD.replace("status: pass", "status: fail")
    project.stage("deploy/v1.2.1.yaml", bad)
    found, said = project.outcomes()
    assert found == dict(zip(IDS, (FAILED, PASSED, PASSED), strict=True))
    assert "ABORT: do not deploy" in said
    assert "deploy/v1.2.0.yaml" not in said
    project.git("commit", "--quiet", "--message", "a plan that nobody may deploy")
    project.stage("deploy/v1.2.0.yaml", f"# again\n{GOOD}")
    found, said = project.outcomes()
    assert found == dict.fromkeys(IDS, PASSED)
    assert "deploy/v1.2.1.yaml" not in said
    project.git("commit", "--quiet", "--message", "a good plan")


def plans_are_found_among_other_files(project: Project) -> None:
    """Whatever their names and folders; and nothing else is in the way."""
    others = {
        "deploy/.deploylint.yaml": "timezone: Europe/Paris\n",
        "deploy/k8s.yaml": "kind: Deployment\nimage: !Ref Image\n",
        "release/values.yaml": "replicas: 2\n",
        "deploy/policy.yaml": "extends: deploylint:essential\n",
    }
    for name, text in others.items():
        project.stage(name, text)
    found, said = project.outcomes()
    assert found == dict.fromkeys(IDS, PASSED)
    assert "passed over 4 files without `deployment` at the top" in said
    assert "no file that is named is a plan, so nothing was judged" in said
    bad = GOOD.replace("status: pass", "status: fail")
    for name in ("deploy/password-policy.yaml", "plans/v2.yaml", "releases-2026/v1.yaml"):
        project.stage(name, bad)
        found, said = project.outcomes()
        assert found["deploylint"] == FAILED
        assert f"{name}: v1.2.0 to production" in said
        project.git("rm", "--quiet", "--force", name)
    project.git("rm", "--quiet", "--force", *others)


def plans_are_found_in_other_forms(project: Project) -> None:
    """As JSON, behind a link, moved; and one that is misspelled is not passed over."""
    bad = GOOD.replace("status: pass", "status: fail")
    project.stage("deploy/v3.json", json.dumps(yaml.safe_load(bad)))
    assert project.outcomes()[0]["deploylint"] == FAILED
    project.git("rm", "--quiet", "--force", "deploy/v3.json")
    (project.folder / "deploy/current.yaml").symlink_to("v1.2.1.yaml")
    project.git("add", "deploy/current.yaml")
    found, said = project.outcomes()
    assert found["deploylint"] == FAILED
    assert "deploy/current.yaml: v1.2.0 to production" in said
    project.git("rm", "--quiet", "--force", "deploy/current.yaml")
    project.git("mv", "deploy/v1.2.1.yaml", "deploy/moved.yaml")
    found, said = project.outcomes()
    assert found["deploylint"] == FAILED
    assert "deploy/moved.yaml: v1.2.0 to production" in said
    project.git("rm", "--quiet", "--force", "deploy/moved.yaml")
    project.stage("deploy/typo.yaml", "deploymnet: {}\n")
    found, said = project.outcomes()
    assert found["deploylint"] == FAILED
    assert "deploy/typo.yaml:1:1: `deploymnet` stands at the top" in said
    project.git("rm", "--quiet", "--force", "deploy/typo.yaml")


def what_is_only_deleted_is_missed(project: Project) -> None:
    """A hook is passed no file that is gone, and so would not run."""
    for name, policies, migrations, said_so in (
        ("migrations/0002_orders.down.sql", PASSED, FAILED, "0002_orders is changed after it was"),
        # both judge by it
        (
            "policies/base.yaml",
            FAILED,
            FAILED,
            "policies/web-shop.yaml:2:10: `policies/base.yaml` does not exist",
        ),
        ("policies/plans/good.yaml", FAILED, PASSED, "policies/web-shop.test.yaml:2:7: "),
    ):
        project.git("rm", "--quiet", name)
        found, said = project.outcomes()
        assert found == dict(zip(IDS, (SKIPPED, policies, migrations), strict=True))
        assert said_so in said
        project.git("reset", "--quiet", "--hard")


def a_migration_without_a_way_back_fails(project: Project) -> None:
    project.stage("migrations/0002_orders.up.sql", "CREATE TABLE orders (id integer);\n")
    found, said = project.outcomes()
    assert found == dict(zip(IDS, (SKIPPED, PASSED, FAILED), strict=True))
    assert "there is no 0002_orders.down.sql" in said
    project.stage("migrations/0002_orders.down.sql", "DROP TABLE orders;\n")
    found, said = project.outcomes()
    assert found == dict(zip(IDS, (SKIPPED, PASSED, PASSED), strict=True))
    assert "1 migration added since the last commit" in said
    project.git("commit", "--quiet", "--message", "orders")


def a_commit_is_refused(project: Project) -> None:
    """The release manager edits a policy and commits."""
    done = project.run(sys.executable, "-m", "pre_commit", "install")
    assert done.returncode == 0, done.stderr
    before = project.git("rev-parse", "HEAD").stdout
    weak = SHOP + "rules: {client-agreed: {disabled: for a day}}\n"
    project.stage("policies/web-shop.yaml", weak)
    done = project.run("git", "commit", "--message", "weaker", extra=OFFLINE)
    assert done.returncode == 1
    assert "`client-agreed` is switched off" in " ".join((done.stdout + done.stderr).split())
    assert project.git("rev-parse", "HEAD").stdout == before
    stronger = SHOP + "rules: {client-agreed: {na: never}}\n"
    project.stage("policies/web-shop.yaml", stronger)
    done = project.run("git", "commit", "--message", "stronger", extra=OFFLINE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert project.git("rev-parse", "HEAD").stdout != before
