"""How long a cold check takes, as ratios to an empty Python measured in the same run.

    python tests/benchmarks/start.py [ROUNDS]

Each round runs every case once, in random order; medians are over rounds. Byte code is compiled
before, as pip does when it installs.
"""

import compileall
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "docs/examples/v1.2.0.yaml"
NOW = "2026-11-24T10:30:00+01:00"


def check(*arguments: str) -> list[str]:
    program = "from deploylint.cli.main import run; run()"  # as the installed script does
    return [sys.executable, "-c", program, "check", "--now", NOW, *arguments]


def measure(cases: dict[str, list[str]], rounds: int, cwd: Path) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in cases}
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    for number in range(rounds + 1):
        for name in random.sample(sorted(cases), len(cases)):
            started = time.perf_counter()
            subprocess.run(cases[name], cwd=cwd, env=environment, capture_output=True, check=False)
            if number:  # the first round fills the caches
                times[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def table(medians: dict[str, float], floor: str) -> None:
    for name, median in medians.items():
        print(f"{name:<44} {median:8.1f} ms  {median / medians[floor]:6.2f} x")


def cold(rounds: int) -> None:
    plan = str(PLAN)
    cases = {
        "python -c pass": [sys.executable, "-c", "pass"],
        'python -c "import yaml"': [sys.executable, "-c", "import yaml"],
        'python -c "import click"': [sys.executable, "-c", "import click"],
        "deploylint --version": [*check()[:3], "--version"],
        "check, essential": check(plan),
        "check, production": check("--policy", "deploylint:production", plan),
        "check, strict": check("--policy", "deploylint:strict", plan),
    }
    table(measure(cases, rounds, ROOT), "python -c pass")


def many(rounds: int, plans: int) -> None:
    """Compare a run over many plans with parsing them by PyYAML's C loader."""
    with tempfile.TemporaryDirectory() as folder:
        text = PLAN.read_text("utf-8")
        for number in range(plans):
            Path(folder, f"{number:05}.yaml").write_text(text.replace("v1.2.0", f"v1.2.{number}"))
        (Path(folder) / ".deploylint.yaml").write_text("timezone: Europe/Paris\nplans: '0*.yaml'\n")
        load = (
            "import glob, yaml\n"
            "for f in sorted(glob.glob('0*.yaml')):\n"
            "    yaml.load(open(f, 'rb').read(), Loader=yaml.CSafeLoader)\n"
        )
        cases = {
            f"yaml.load(CSafeLoader) of {plans} plans": [sys.executable, "-c", load],
            f"check {plans} plans, essential": check("-q"),
            f"check {plans} plans, production": check("-q", "--policy", "deploylint:production"),
        }
        table(measure(cases, rounds, Path(folder)), next(iter(cases)))


if __name__ == "__main__":
    compileall.compile_dir(str(ROOT / "deploylint"), quiet=2)
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    cold(chosen)
    print()
    many(max(3, chosen // 5), 1000)
