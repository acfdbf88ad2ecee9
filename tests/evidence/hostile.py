"""A repository that is configured, wherever git can be, to run a program that leaves a mark."""

import os
import stat
from pathlib import Path

from tests.evidence.repository import Repository, repository

HOOKS = (
    *("post-index-change", "reference-transaction", "pre-commit", "post-checkout", "post-merge"),
    *("pre-merge-commit", "fsmonitor-watchman", "pre-auto-gc", "post-rewrite", "update"),
)
PROGRAMS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"),
    *("core.gitProxy", "core.alternateRefsCommand", "sequence.editor", "diff.external"),
    *("diff.evil.command", "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge"),
    *("filter.evil.process", "filter.a=b.clean", "merge.evil.driver", "gpg.program"),
    *("gpg.ssh.program", "gpg.x509.program", "credential.helper", "interactive.diffFilter"),
    *("remote.origin.uploadpack", "remote.origin.receivepack", "uploadpack.packObjectsHook"),
    *("web.browser", "man.viewer", "mergetool.evil.cmd", "difftool.evil.cmd", "trailer.x.command"),
    *("pager.status", "pager.rev-list", "pager.cat-file", "pager.ls-tree", "pager.config"),
)
COMMANDS = (
    *("status", "rev-parse", "rev-list", "for-each-ref", "cat-file", "ls-tree", "merge-tree"),
    *("merge-base", "ls-files", "update-index", "config", "version", "log", "diff"),
)
SETTINGS = {
    "log.showSignature": "true",
    "merge.default": "evil",
    "filter.evil.required": "true",
    "filter.a=b.required": "true",
    "diff.submodule": "log",
    "status.submoduleSummary": "true",
    "protocol.allow": "always",
    "protocol.ext.allow": "always",
    "protocol.file.allow": "always",
    "remote.origin.promisor": "true",
    "remote.origin.partialCloneFilter": "blob:none",
    "extensions.partialClone": "origin",
    "core.untrackedCache": "true",
    "core.ignoreStat": "true",
    "submodule.recurse": "true",
    "fetch.recurseSubmodules": "true",
    "gc.auto": "1",
    "maintenance.auto": "true",
}
ATTRIBUTES = "* filter=evil diff=evil merge=evil\n*.x filter=a=b\n"

SIGNED = """\
tree {tree}
parent {parent}
author developer <developer@example.com> 1795424400 +0000
committer developer <developer@example.com> 1795424400 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 iQEzBAABCAAdFiEE
 -----END PGP SIGNATURE-----

signed
"""


class Trap:
    """A program that leaves a mark in a file of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.marks = folder / "marks"
        self.program = self.at(folder / "trap")

    def at(self, path: Path) -> Path:
        """Put the program at `path` as well."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\necho "{path.name} $*" >> "{self.marks}"\nexit 1\n')
        path.chmod(0o755)
        return path

    @property
    def sprung(self) -> list[str]:
        """Return what was run so far."""
        return self.marks.read_text().splitlines() if self.marks.exists() else []


def hostile_repository(path: Path, trap: Trap) -> Repository:
    """Return a repository with history, branches, tags and a dirty work tree, full of traps."""
    repo = repository(path)
    repo.commit({"a.txt": "one\n", "b.x": "b\n", "CHANGELOG.md": "# Changelog\n"}, "feat: first")
    repo.tag("v1.1.9", "the version before")
    repo.git("remote", "add", "origin", f"ext::{trap.program} %S")
    repo.branch("work")
    repo.commit({"a.txt": "work\n", "c.txt": "c\n"}, "fix: work")
    repo.switch("main")
    repo.commit({"a.txt": "main\n"}, "feat: main")
    repo.git("update-ref", "refs/remotes/origin/main", repo.head)
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    repo.switch("work")
    _sign(repo)
    _configure(repo, trap)
    repo.write({"a.txt": "changed\n", "new.txt": "new\n", ".gitattributes": ATTRIBUTES})
    # the same size and another time: git has to look into the file, and so to filter it
    repo.write({"b.x": "B\n"})
    os.utime(repo.path / "c.txt", (0, 0))
    return repo


def _sign(repo: Repository) -> None:
    text = SIGNED.format(tree=repo.git("rev-parse", "HEAD^{tree}"), parent=repo.head)
    (repo.path / "signed").write_text(text)
    commit = repo.git("hash-object", "-t", "commit", "-w", "signed")
    (repo.path / "signed").unlink()
    repo.git("update-ref", "refs/heads/work", commit)


def _configure(repo: Repository, trap: Trap) -> None:
    folder = repo.path / ".git"
    for name in HOOKS:
        trap.at(folder / "hooks" / name)
    settings = {
        **dict.fromkeys(PROGRAMS, str(trap.program)),
        **{f"alias.{command}": f"!{trap.program} alias" for command in COMMANDS},
        **SETTINGS,
        **{f"trace2.{name}Target": str(trap.marks) for name in ("event", "normal", "perf")},
        "core.attributesFile": str(folder / "evil-attributes"),
        "core.hooksPath": str(folder / "hooks"),
        "include.path": "included",
        "extensions.worktreeConfig": "true",
    }
    with (folder / "config").open("a") as file:
        file.writelines(_section(key, value) for key, value in settings.items())
    (folder / "info" / "attributes").write_text(ATTRIBUTES)
    (folder / "evil-attributes").write_text(ATTRIBUTES)
    (folder / "included").write_text(
        f'[core]\n\tfsmonitor = {trap.program}\n[filter "inc"]\n\tclean = {trap.program}\n'
    )
    (folder / "config.worktree").write_text(f"[core]\n\tfsmonitor = {trap.program}\n")


def _section(key: str, value: str) -> str:
    """Return a setting as git writes it: one at a time would take a process each."""
    section, *middle, name = key.split(".")
    head = f'{section} "{".".join(middle)}"' if middle else section
    return f"[{head}]\n\t{name} = {value}\n"


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return every file and folder below `folder`, `.git` included, with its mode and content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        content = b""
        if stat.S_ISREG(about.st_mode):
            content = path.read_bytes()
        elif stat.S_ISLNK(about.st_mode):
            content = os.fsencode(os.readlink(path))
        found[str(path.relative_to(folder))] = (about.st_mode, content)
    return found
