"""How the time for hostile input grows with its length: SQL, texts full of secrets, long lines.

    python -m tests.benchmarks.hostile [CHARACTERS]

Each piece is repeated to that length and to ten times of it; the ratio of the two times is printed,
worst first. About 10 is linear, about 100 would be quadratic.
"""

import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from deploylint.cli.output import FORMATS
from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.statements import split
from deploylint.migrations.sql.tokens import SqlText
from tests.migrations.test_statements import PIECES
from tests.program import TUESDAY, run


def seconds(piece: str, size: int, dialect: Dialect | None) -> float:
    """Return the best of three times."""
    text = piece * (size // len(piece))
    return best(lambda: split(SqlText(text=text, path="m"), dialect), time.process_time)


def best(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the best of three times."""
    times = []
    for _ in range(3):
        gc.collect()
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def checklist(size: int) -> list[dict[str, str]]:
    """Return so many characters of a checklist in which every line fails."""
    return [{"item": f"L{number}", "status": "fail"} for number in range(size // 40)]


def one_text(size: int) -> list[dict[str, str]]:
    """Return a checklist of one line with so many characters, full of secrets."""
    text = "".join(f"://a{number}:bbbb{number}@x " for number in range(size // 20))
    return [{"item": text, "status": "fail"}]


def reporting(lines: list[dict[str, str]], name: str) -> float:
    """Return how long the program takes to report on a plan that is written on one line."""
    fields = {"version": "v1.0.0", "environment": "production", "checklist": lines}
    plan = json.dumps({"deployment": fields})
    words = ("check", "-", "--quiet", "--now", TUESDAY, "-o", name)
    with tempfile.TemporaryDirectory() as folder:
        return best(lambda: run(*words, cwd=Path(folder), stdin=plan))


def main(size: int) -> None:
    """Print the ratio for each piece and dialect."""
    rows = []
    for piece in PIECES:
        for dialect in (None, *Dialect):
            short, long = (seconds(piece, length, dialect) for length in (size, 10 * size))
            rows.append((long / short, repr(piece), dialect or "unknown"))
    for ratio, piece, dialect in sorted(rows, reverse=True)[:20]:
        print(f"{ratio:6.1f}  {piece:24} {dialect}")
    for name in FORMATS:
        for made in (checklist, one_text):
            short, long = (reporting(made(length), name) for length in (size, 10 * size))
            print(f"{long / short:6.1f}  {made.__name__:24} {name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
