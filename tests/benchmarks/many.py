"""Many plans in one call: memory, which must not grow with their number, and time.

    python tests/benchmarks/many.py [PLANS]

Memory is the peak of the largest process, as a ratio to a run over a single plan, for 100 plans,
for 1,000 and so on up to PLANS (10,000). Time is processor time per plan, as a ratio to reading the
same plan with PyYAML's C loader in this run. Of twenty plans nineteen may go out. The last table
compares one process with two: the time on the clock, which other work on the machine lengthens, and
the processor time, which it hardly does.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from deploylint.cli.output import FORMATS

ROOT = Path(__file__).resolve().parents[2]
PLAN = (ROOT / "docs/examples/v1.2.0.yaml").read_text("utf-8")
HELD = "deployment: {version: v9, environment: production}\n"
NOW = "2026-11-24T10:30:00+01:00"
EVERY = 20
LOAD = """\
import sys, time, yaml
text = open(sys.argv[1], "rb").read()
started = time.process_time()
for _ in range(300):
    yaml.load(text, Loader=yaml.CSafeLoader)
print((time.process_time() - started) / 300)
"""


class Cost(NamedTuple):
    """What a run took: peak memory in MB, seconds of the processor and on the clock."""

    memory: float
    processor: float
    clock: float


def fill(folder: Path, plans: int) -> None:
    for number in range(plans):
        path = folder / f"{number // 100:03}/{number:05}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        held = number % EVERY == EVERY - 1
        path.write_text(HELD if held else PLAN.replace("v1.2.0", f"v1.2.{number}"), "utf-8")
    (folder / ".deploylint.yaml").write_text("timezone: Europe/Paris\n", "utf-8")


def cost(folder: Path, *arguments: str) -> Cost:
    """Run `deploylint check` over a folder."""
    program = "from deploylint.cli.main import run; run()"
    command = [sys.executable, "-c", program, "check", "--now", NOW, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    complaint = process.stderr.read().decode()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), complaint
    clock = time.perf_counter() - started
    return Cost(usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, clock)


def memory(folders: dict[int, Path], loading: float) -> None:
    one = cost(folders[1], ".")
    print(f"one plan: {one.memory:.0f} MB; loading one with PyYAML: {loading * 1000:.2f} ms")
    print(f"{'':<12}" + "".join(f"{count:>10,}" for count in folders if count > 1) + "  per plan")
    for name in (*FORMATS, "all at once"):
        row, costs = f"{name:<12}", []
        for count, folder in folders.items():
            if count == 1:
                continue
            wanted = FORMATS if name == "all at once" else [name]
            outputs = [part for one in wanted for part in ("-o", f"{one}={folder}.{one}")]
            costs.append((count, cost(folder, ".", *outputs)))
            row += f"{costs[-1][1].memory / one.memory:>8.2f} x"
        count, most = costs[-1]
        row += f"  {(most.processor - one.processor) / count / loading:>6.2f} x"
        print(row, flush=True)


def jobs(folder: Path, plans: int) -> None:
    print(f"\n{plans:,} plans with --jobs 2, as a ratio to one process\n{'':<34}clock  processor")
    for git in (False, True):
        if git:
            who = ["-c", "user.name=developer", "-c", "user.email=developer@example.com"]
            for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
                subprocess.run(["git", *who, *arguments], cwd=folder, check=True)
        for policy in ("essential", "production"):
            for name in ("text", "json"):
                options = (".", "-p", f"deploylint:{policy}", "-o", f"{name}={folder}.{name}")
                one, two = (cost(folder, *options, "-j", number) for number in ("1", "2"))
                where = "in a repository" if git else ""
                print(
                    f"{policy:<11} {name:<5} {where:<15} {two.clock / one.clock:>5.2f} x"
                    f" {two.processor / one.processor:>7.2f} x",
                    flush=True,
                )


def main(most: int) -> None:
    with tempfile.TemporaryDirectory() as top:
        folders = {1: Path(top, "1")}
        number = 100
        while number <= most:
            folders[number] = Path(top, str(number))
            number *= 10
        for count, folder in folders.items():
            fill(folder, count)
        loading = subprocess.check_output(
            [sys.executable, "-c", LOAD, folders[1] / "000/00000.yaml"]
        )
        memory(folders, float(loading))
        middle = min(1000, most)
        jobs(folders[middle], middle)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
