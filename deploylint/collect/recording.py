"""What surrounds a run that is recorded: the commit, the versions, the CI run."""

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from deploylint import __version__
from deploylint.collect.around import Around
from deploylint.collect.committed import entries
from deploylint.collect.git import ENVIRONMENT, has_repository
from deploylint.collect.gitprocess import execute
from deploylint.collect.leftovers import as_recorded, left_over
from deploylint.collect.worktree import changed_files, records_in
from deploylint.errors import UnavailableError
from deploylint.facts.source import Sealed
from deploylint.model.secrets import MASK, masked, secrets_in
from deploylint.model.wording import listed

CI_RUN = (
    "CI_JOB_URL",  # GitLab: https://docs.gitlab.com/ci/variables/predefined_variables/
    "CIRCLE_BUILD_URL",  # https://circleci.com/docs/reference/variables/
    "BUILDKITE_BUILD_URL",  # https://buildkite.com/docs/pipelines/environment-variables
    "TRAVIS_BUILD_WEB_URL",  # https://docs.travis-ci.com/user/environment-variables/
    "DRONE_BUILD_LINK",  # https://docs.drone.io/pipeline/environment/reference/
    "CI_PIPELINE_URL",  # Woodpecker: https://woodpecker-ci.org/docs/usage/environment
    "RUN_DISPLAY_URL",  # Jenkins, Blue Ocean
    "BUILD_URL",  # Jenkins: https://www.jenkins.io/doc/book/pipeline/jenkinsfile/
)
"""Where CI services say which run this is."""

GITHUB = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
"""https://docs.github.com/actions/reference/workflows-and-actions/variables"""

AZURE = ("SYSTEM_COLLECTIONURI", "SYSTEM_TEAMPROJECT", "BUILD_BUILDID")
"""https://learn.microsoft.com/azure/devops/pipelines/build/variables"""

URL = re.compile(r"https?://[\w.:/?&=#%~+@,-]{1,500}")


OPTIONS = (
    "GOFLAGS",  # https://pkg.go.dev/cmd/go#hdr-Environment_variables
    "MAVEN_ARGS",  # https://maven.apache.org/configure.html
    "MAVEN_OPTS",
    "NODE_OPTIONS",  # https://nodejs.org/api/cli.html#node_optionsoptions
    "PYTEST_ADDOPTS",  # https://docs.pytest.org/en/stable/reference/reference.html
    "SPEC_OPTS",  # https://rspec.info/features/3-13/rspec-core/configuration/
)
"""Variables from which tools take further options."""


class Repository(NamedTuple):
    """The repository around a run; all None outside of one.

    `doubt` is a sentence on why the run counts for no release. `changed` are the files that
    differed from the commit before, `leftovers` those that the command left behind.
    """

    commit: str | None = None
    tree: str | None = None
    dirty: bool | None = None
    doubt: str | None = None
    changed: tuple[str, ...] = ()
    leftovers: tuple[Sealed, ...] = ()


def look_before(around: Around, outputs: Iterable[str]) -> Repository:
    """Return the state of the repository, leaving out what the run is going to replace.

    A state that cannot be read counts as dirty: nothing may be tied to a commit by chance.
    """
    if not has_repository(around.root):
        return Repository()
    try:
        release = around.release
    except UnavailableError as error:
        return Repository(doubt=f"the run is tied to no commit: {error}")
    before = Repository(commit=release.commit, tree=release.tree, dirty=True)
    try:
        changed = _changed(around, outputs)
    except UnavailableError as error:
        doubt = f"nobody knows whether files differ from commit {release.short}: {error}"
        return before._replace(doubt=doubt)
    if changed:
        doubt = (
            f"not in commit {release.short}: {listed(changed)};"
            " the run counts for no release until they are committed and it is recorded anew"
        )
        return before._replace(doubt=doubt, changed=changed)
    return before._replace(dirty=False)


def _changed(around: Around, outputs: Iterable[str]) -> tuple[str, ...]:
    """Return the files that differ from the commit, without what recorded runs have written.

    What git keeps and is not as committed may be what this command runs on, so it is never left
    out; nor is a file that was changed since it was recorded.
    """
    found = changed_files(around.git, outputs)
    unknown = [name for name in found.unknown if name not in found.kept]
    recorded = as_recorded(around.git, unknown, lambda: records_in(around.git))
    return tuple(name for name in found.all if name not in recorded)


def look_after(around: Around, before: Repository, outputs: Iterable[str]) -> Repository:
    """Return `before`, in doubt if the command changed what git keeps, and what it left behind.

    `outputs` are what the command was to write.
    """
    if before.commit is None:
        return before
    try:
        same = around.git.commit("HEAD") == before.commit
        found = changed_files(around.git, (*outputs, *before.changed))
    except UnavailableError as error:
        doubt = f"nobody knows what the command did to commit {before.commit[:7]}: {error}"
        return before._replace(dirty=True, doubt=before.doubt or doubt)
    after = before._replace(leftovers=left_over(around.git, found.unknown))
    if not same:
        doubt = (
            f"commit {before.commit[:7]} did not stay checked out while the command ran;"
            " the run counts for no release: record it anew"
        )
        return after._replace(dirty=True, doubt=doubt)
    if found.kept:
        doubt = (
            f"the command changed {listed(found.kept)} of commit {before.commit[:7]}; the run"
            " counts for no release: commit or undo that, and record it anew"
        )
        return after._replace(dirty=True, doubt=before.doubt or doubt)
    return after


def kept_by_git(around: Around, before: Repository, files: Sequence[str]) -> Iterable[str]:
    """Return those of `files` that are part of the commit."""
    if before.commit is None or not files:
        return ()
    return entries(around.git, before.commit, files)


def versions(around: Around) -> dict[str, str]:
    """Return the versions of this program and of what it runs on."""
    about = os.uname()
    found = {
        "deploylint": __version__,
        "python": sys.version.split()[0],
        "platform": f"{about.sysname} {about.release} {about.machine}",
    }
    # a repository that cannot be read is said elsewhere
    with suppress(UnavailableError):
        git = execute(around.root, ("--version",), environment=ENVIRONMENT, outside=around.git.top)
        found["git"] = git.text.removeprefix("git version ")
    return found


def ci_run(environment: Mapping[bytes, bytes]) -> str | None:
    """Return the address of the CI run, None where no CI service is known to run this."""
    said = {os.fsdecode(name): os.fsdecode(value) for name, value in environment.items()}
    if all(said.get(name) for name in GITHUB):
        server, repository, run = (said[name] for name in GITHUB)
        attempt = said.get("GITHUB_RUN_ATTEMPT", "")
        tail = f"/attempts/{attempt}" if attempt else ""
        return _address(f"{server}/{repository}/actions/runs/{run}{tail}")
    if all(said.get(name) for name in AZURE):
        collection, project, build = (said[name] for name in AZURE)
        start = f"{collection.rstrip('/')}/{project.replace(' ', '%20')}"
        return _address(f"{start}/_build/results?buildId={build}")
    return next((found for name in CI_RUN if (found := _address(said.get(name, "")))), None)


def options_of(environment: Mapping[bytes, bytes]) -> dict[str, str]:
    """Return which of OPTIONS are set, and to what, without secrets."""
    said = ((name, os.fsdecode(environment.get(name.encode(), b""))) for name in OPTIONS)
    return {name: masked(value) for name, value in said if value.strip()}


def _address(text: str) -> str | None:
    """Return an address without secrets, None for anything else."""
    return masked(re.sub(r"//[^/@]*@", "//", text)) if URL.fullmatch(text) else None


def masked_arguments(command: Sequence[str]) -> tuple[str, ...]:
    """Return the arguments with `****` in place of what looks like a secret.

    They are looked at together, because `--token` says what the next one is.
    """
    whole = " ".join(command)
    spans = [(secret.start, secret.end) for secret in secrets_in(whole)]
    shown, at = [], 0
    for argument in command:
        shown.append(_masked(argument, at, spans))
        at += len(argument) + 1
    return tuple(shown)


def _masked(argument: str, at: int, spans: Iterable[tuple[int, int]]) -> str:
    """Return an argument that begins at `at` with each span of the whole replaced."""
    text = argument
    for start, end in sorted(spans, reverse=True):
        first, last = max(start - at, 0), min(end - at, len(argument))
        if first < last:
            text = text[:first] + MASK + text[last:]
    return text
