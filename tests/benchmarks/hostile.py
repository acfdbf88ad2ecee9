"""How the time to cut hostile SQL into statements grows with its length.

    python -m tests.benchmarks.hostile [CHARACTERS]

Each piece is repeated to that length and to ten times of it; the ratio of the two times is printed,
worst first. About 10 is linear, about 100 would be quadratic.
"""

import gc
import sys
import time

from deploylint.facts.operations import Dialect
from deploylint.migrations.sql.statements import split
from deploylint.migrations.sql.tokens import SqlText
from tests.migrations.test_statements import PIECES


def seconds(piece: str, size: int, dialect: Dialect | None) -> float:
    """Return the best of three times."""
    text = piece * (size // len(piece))
    times = []
    for _ in range(3):
        gc.collect()
        start = time.process_time()
        split(SqlText(text=text, path="m"), dialect)
        times.append(time.process_time() - start)
    return min(times)


def main(size: int) -> None:
    """Print the ratio for each piece and dialect."""
    rows = []
    for piece in PIECES:
        for dialect in (None, *Dialect):
            short, long = (seconds(piece, length, dialect) for length in (size, 10 * size))
            rows.append((long / short, repr(piece), dialect or "unknown"))
    for ratio, piece, dialect in sorted(rows, reverse=True)[:20]:
        print(f"{ratio:6.1f}  {piece:24} {dialect}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
