"""A real repository with a request in it, and documents about both, judged in this process."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from deploylint.checks import build_steps_passed, code_review_approved
from deploylint.collect import builds, reviews
from deploylint.collect.around import Around, Question
from deploylint.facts.reviews import Reviews
from deploylint.model.evidence import Kind, Place
from deploylint.model.location import Location
from deploylint.model.verdict import Verdict
from tests.checks.plans import clock, lines
from tests.evidence.judging import SAMPLES
from tests.evidence.repository import Repository, repository
from tests.evidence.tagging import said

WRITTEN = {
    "HEAD": "4e1d7a90c3b8f2561a0d9e7c4b3f8a2d6c5e1b07",
    "EARLIER": "e0a1c2b3d4f5968778695a4b3c2d1e0f1a2b3c4d",
    "BASE": "b5c6d7e8f9a0b1c2d3e4f5061728394a5b6c7d8e",
    "MERGE": "3c9b8a7f6e5d4c3b2a190817263544f5e6d7c8b9",
}
"""The commits that the samples speak of."""

FILES = {"docs/exports.md": "csv", "src/exports.py": "csv", "tests/test_exports.py": "csv"}


class Desk(NamedTuple):
    """A repository: `base` on main, then `earlier` and `head` on the branch that is reviewed."""

    repo: Repository
    commits: dict[str, str]

    @property
    def root(self) -> Path:
        return self.repo.path

    def sample(self, name: str, **changes: Any) -> Any:
        """Return a sample about this repository, with keys of its top changed."""
        text = (SAMPLES / name).read_text()
        for word, commit in WRITTEN.items():
            text = text.replace(commit, self.commits.get(word, commit))
        value = json.loads(text)
        return {**value, **changes} if isinstance(value, dict) else value

    def write(self, documents: Mapping[str, Any]) -> tuple[Place, ...]:
        """Write documents, and return the places that a plan would name."""
        places = []
        for number, (name, value) in enumerate(documents.items(), 1):
            text = value if isinstance(value, str | bytes) else json.dumps(value)
            self.repo.write({name: text})
            places.append(Place(name, Location("plan.yaml", number, 1)))
        return tuple(places)

    def around(self, kind: Kind, places: tuple[Place, ...], commit: str | None = None) -> Around:
        named = ((kind.value, places),) if places else ()
        return Around(Question(root=str(self.root), version="v1.2.0", commit=commit, places=named))

    def reviews(self, *documents: Any, commit: str | None = None) -> Reviews:
        """Return what is collected of documents at named places, to release `commit`."""
        places = self.write({f"r/{n}.json": value for n, value in enumerate(documents)})
        return reviews.collect(self.around(Kind.REVIEW, places, commit))

    def review(self, documents: Mapping[str, Any], **params: Any) -> Verdict:
        """Judge the review that documents at named places show."""
        around = self.around(Kind.REVIEW, self.write(documents))
        wanted = code_review_approved.Params(**params)
        return code_review_approved.check(reviews.collect(around), clock(), wanted)

    def build(self, documents: Mapping[str, Any], **params: Any) -> Verdict:
        """Judge the build that documents at named places show."""
        around = self.around(Kind.BUILD, self.write(documents))
        wanted = build_steps_passed.Params(**params)
        return build_steps_passed.check(builds.collect(around), clock(), wanted)


Documents = Callable[[Desk], dict[str, Any]]


def desk(path: Path, owners: str | None = None) -> Desk:
    """Return a repository at the head of a reviewed branch; `owners` is the text of CODEOWNERS."""
    repo = repository(path)
    files = {"src/exports.py": "", **({".github/CODEOWNERS": owners} if owners else {})}
    commits = {"BASE": repo.commit(files, "base", at="2026-11-19T09:00:00+00:00")}
    repo.branch("exports")
    first = {"src/exports.py": "half"}
    commits["EARLIER"] = repo.commit(first, "earlier", at="2026-11-20T08:00:00+00:00")
    commits["HEAD"] = repo.commit(FILES, "head", at="2026-11-23T09:00:00+00:00")
    return Desk(repo, commits)


def merged(desk: Desk) -> str:
    """Merge the branch into main, check the merge out, and return it."""
    desk.repo.switch("main")
    desk.repo.git("merge", "--quiet", "--no-ff", "-m", "merge", "exports")
    return desk.repo.head


def reviewed(person: str, state: str, commit: str | None, at: str) -> dict[str, Any]:
    """Return a review as gh writes it."""
    about = {} if commit is None else {"commit": {"oid": commit}}
    return {"author": {"login": person}, "state": state, "submittedAt": at, **about}


def gh(*reviews: tuple[str, str, str, str], **changes: Any) -> Documents:
    """Return what makes a pull request of gh with these reviews: who, state, commit, when."""

    def documents(here: Desk) -> dict[str, Any]:
        shown = [reviewed(p, s, here.commits.get(c), at) for p, s, c, at in reviews]
        updated = "2026-11-23T12:00:00Z"
        document = here.sample("github/pr_view.json", reviewDecision="", updatedAt=updated)
        return {"pr.json": {**document, "reviews": shown, **changes}}

    return documents


def samples(*names: str, **changes: Any) -> Documents:
    """Return what makes documents of samples; keys of the first are changed."""

    def documents(here: Desk) -> dict[str, Any]:
        first, *rest = (here.sample(name) for name in names)
        values = ({**first, **changes} if changes else first, *rest)
        return {f"{number}.json": value for number, value in enumerate(values)}

    return documents


def flat(text: str) -> str:
    """Return a verdict whose findings are one line each, however they are wrapped."""
    return re.sub(r"\n {4,}", " ", lines(text))


def review_of(here: Desk, documents: Mapping[str, Any], **params: Any) -> str:
    """Return the whole verdict on a review, commits called by their subject."""
    return flat(said(here.review(documents, **params), here.repo))


def build_of(here: Desk, documents: Mapping[str, Any], **params: Any) -> str:
    """Return the whole verdict on a build, commits called by their subject."""
    return flat(said(here.build(documents, **params), here.repo))
