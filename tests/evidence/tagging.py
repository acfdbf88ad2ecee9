"""Plans judged beside the tags of a real repository, in this process."""

from pathlib import Path
from textwrap import fill

from deploylint.collect.around import Around, ask
from deploylint.collect.tags import collect
from deploylint.facts.tags import Tags
from deploylint.load.settings import Settings
from deploylint.model.plan import Plan
from deploylint.model.verdict import Status, Verdict
from tests.checks.plans import written
from tests.evidence.repository import Repository, repository


def tags_beside(repo: Repository | Path, plan: Plan) -> Tags:
    """Return the tags that are collected for `plan` in a repository, or in any folder."""
    root = repo.path if isinstance(repo, Repository) else repo
    return collect(Around(ask(plan, Settings(root=str(root)))))


def said(verdict: Verdict, repo: Repository) -> str:
    """Return a whole verdict with its assurance; commits are called by their subject."""
    text = written(verdict).replace(f"\n{' ' * 6}", " ")
    if verdict.status is Status.PASS:
        text = text.replace("pass:", f"pass {verdict.assurance.label}:", 1)
    for line in repo.git("log", "--all", "--format=%H %f").splitlines():
        sha, subject = line.split(" ")
        text = text.replace(sha[:7], subject)
    return "\n".join(map(_wrapped, text.split("\n")))


def _wrapped(line: str) -> str:
    return fill(line, 88, subsequent_indent=" " * 6, break_on_hyphens=False)


def two_releases(path: Path) -> Repository:
    """Return a repository with v1.1.9 on its first commit, and a second one named "release"."""
    repo = repository(path)
    repo.commit({"a": "1"}, "before")
    repo.tag("v1.1.9", "Login repaired")
    repo.commit({"a": "2"}, "release")
    return repo
