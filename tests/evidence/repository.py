"""Real git repositories for tests: every identity, time and configuration is fixed."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

WHO = {
    "GIT_AUTHOR_NAME": "developer",
    "GIT_AUTHOR_EMAIL": "developer@example.com",
    "GIT_COMMITTER_NAME": "developer",
    "GIT_COMMITTER_EMAIL": "developer@example.com",
}
COMMITTED = "2026-11-23T09:00:00+00:00"
"""When commits are made unless a test says otherwise: the morning before the Tuesday."""


class Repository:
    """A repository in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def git(self, *arguments: str, at: str = COMMITTED, check: bool = True) -> str:
        """Run git with nothing of the caller's configuration, and return what it prints."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        env = {
            **clean,
            **WHO,
            "GIT_AUTHOR_DATE": at,
            "GIT_COMMITTER_DATE": at,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C",
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, env=env, capture_output=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {done.stderr.decode()}")
        return done.stdout.decode().strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files, each by its path relative to the repository."""
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self,
        files: Mapping[str, str | bytes] | None = None,
        message: str = "change",
        *,
        at: str = COMMITTED,
    ) -> str:
        """Write files, commit everything, and return the id of the commit."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, at=at)
        return self.head

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str) -> None:
        """Create a branch and switch to it."""
        self.git("switch", "--quiet", "--create", name)

    def switch(self, name: str) -> None:
        self.git("switch", "--quiet", name)

    def tag(self, name: str, message: str | None = None, *, at: str = COMMITTED) -> None:
        """Tag HEAD; with a message the tag is annotated."""
        self.git("tag", *(("-a", "-m", message) if message else ()), name, at=at)

    def clone(self, path: Path, *options: str) -> "Repository":
        """Clone into `path`; a shallow clone needs `--depth 1`."""
        self.git("clone", "--quiet", *options, self.path.as_uri(), str(path))
        return Repository(path)


def repository(path: Path) -> Repository:
    """Return a new repository in `path` whose branch is `main`, without a commit."""
    path.mkdir(parents=True, exist_ok=True)
    new = Repository(path)
    new.git("init", "--quiet", "--initial-branch=main")
    return new
