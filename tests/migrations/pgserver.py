"""A PostgreSQL server of our own, in a folder of its own, that listens to nobody else.

Its programs are looked for on the path and where Debian and pg_config put them.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

PACKAGED = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "10",
    "max_parallel_maintenance_workers": "0",  # what a worker reads is counted elsewhere
    "max_parallel_workers_per_gather": "0",
}
_SIZE = 60


class Postgres(NamedTuple):
    """A running server: where its programs are, and the folder of its socket."""

    programs: Path
    folder: Path

    def arguments(self) -> list[str]:
        """Return the command line of psql that prints bare rows and stops at an error."""
        psql = str(self.programs / "psql")
        options = ["-X", "-q", "-A", "-t", "-F", "|", "-v", "ON_ERROR_STOP=1"]
        return [psql, *options, "-h", str(self.folder), "-U", "tester", "postgres"]

    def run(self, sql: str) -> list[list[str]]:
        """Run a script in a session of its own; return the rows of all its results."""
        done = subprocess.run(
            self.arguments(), input=sql, capture_output=True, text=True, check=False, timeout=_SIZE
        )
        assert not done.returncode, f"{sql}\n{done.stderr}"
        return [line.split("|") for line in done.stdout.splitlines()]


def programs() -> Path | None:
    """Return the folder of the programs of the newest server that is installed."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    versions = [path for path in PACKAGED.glob("*/bin") if (path / "initdb").exists()]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def server(where: Path) -> Iterator[Postgres]:
    """Run a new server; PostgreSQL refuses to be run by root, who gives it to somebody else."""
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if owner is not None:
            shutil.chown(folder, owner)
        data = str(folder / "data")
        initdb = ["initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync"]
        _call(where, [*initdb, "--locale=C"], owner)
        settings = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        log = str(folder / "log")
        options = f"-k {folder} {settings}"
        _call(where, ["pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"], owner)
        try:
            yield Postgres(programs=where, folder=folder)
        finally:
            _call(where, ["pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], owner)
    finally:
        shutil.rmtree(folder)


def _call(where: Path, command: Sequence[str], owner: str | None) -> None:
    program, *arguments = command
    # the log of the server keeps no pipe of ours open
    done = subprocess.run(
        [str(where / program), *arguments],
        user=owner,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        text=True,
        check=False,
        timeout=_SIZE,
    )
    assert not done.returncode, f"{program}: {done.stderr or 'see its log'}"
