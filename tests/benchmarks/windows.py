"""How long the windows take: answers in one process, and cold commands beside an empty Python.

    python -m tests.benchmarks.windows [ROUNDS]

In the process: medians, each with a policy that nothing was remembered about, as ratios to a loop
that counts to 100 000 in the same run. Cold: as in start.py; public holidays are cached by then.
"""

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.errors import UserErrors
from deploylint.model.windows import WindowAnswer, WindowRules
from deploylint.windows.judge import Question, judge
from tests.benchmarks.start import NOW, PLAN, ROOT, measure, table
from tests.windows.policies import PLAIN, windows

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LIMITS = {
    "40 rules, 400 days, next at their end": "100 ms",
    "40 rules, 400 days, no answer": "",
    "40 rules, 10 years, no answer": "3 s",
    "cron `* * * * *`, 10 years, no answer": "3 s",
    "cron, 96 starts a day, 10 years, no answer": "3 s",
    "40 crons, 96 starts a day, 10 years": "3 s",
    "cron, 144 starts a day, refused": "",
    "rrule FREQ=HOURLY, refused": "",
    "rrule that never occurs, refused": "",
    "rrule since 1970, 10 years, no answer": "3 s",
}


def forty(**keys: Any) -> WindowRules:
    """Return 40 rules of all kinds in three zones, none of which permits anything."""
    kinds: list[dict[str, Any]] = [
        {"weekly": {"days": ["mon", "wed"], "from": "09:00", "to": "17:00"}},
        {"weekly": {"days": ["sat"], "from": "22:00", "to": "04:00"}},
        {"cron": {"start": "0 22 * * 6", "duration": "8h"}},
        {"cron": {"start": "*/30 9-17 * * 1-5", "duration": "10m"}},
        {
            "rrule": {
                "rule": "FREQ=MONTHLY;BYDAY=2TU",
                "start": "2020-01-14T20:00",
                "duration": "4h",
            }
        },
        {"holiday": {"calendar": "main"}},
        {"holiday_eve": {"calendar": "main", "mode": "working", "from": "12:00"}},
        {"bridge_day": {"calendar": "main"}},
    ]
    zones = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe")
    rules = [
        {"id": f"r{n}", "tier": "avoid", "timezone": zones[n % 3], **kinds[n % len(kinds)]}
        for n in range(40)
    ]
    keys = {"holidays": {"main": {"country": "FR"}}, "timezone": zones[0], **keys}
    return windows(rules=[*rules, *keys.pop("rules", [])], **keys)


def one(time_of: dict[str, Any], horizon: str = "10y") -> WindowRules:
    return windows(rules=[{"id": "r", "tier": "avoid", **time_of}], horizon=horizon)


def cron(start: str, duration: str = "1m") -> dict[str, Any]:
    return {"cron": {"start": start, "duration": duration}}


def rrule(rule: str, start: str = "1970-01-01T00:00") -> dict[str, Any]:
    return {"rrule": {"rule": rule, "start": start, "duration": "1h"}}


def crowded(start: str) -> WindowRules:
    """Return 40 crons that open as often as is allowed."""
    zones = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe")
    rules = [
        {"id": f"r{n}", "tier": "avoid", "timezone": zones[n % 3], **cron(start, f"{n + 10}s")}
        for n in range(40)
    ]
    return windows(rules=rules, horizon="10y")


def ask(rules: WindowRules) -> WindowAnswer:
    schedule = collect_schedule(rules, Circumstances(), AT)
    return judge(
        rules,
        Question(at=AT, holidays=schedule.holidays, timezone=schedule.timezone),
    )


def answered(rules: Callable[[], WindowRules], next_permitted: datetime | None) -> float:
    """Return the milliseconds that an answer takes once the policy is read."""
    asked = rules()
    collect_schedule(asked, Circumstances(), AT)
    started = time.perf_counter()
    answer = ask(asked)
    taken = (time.perf_counter() - started) * 1000
    assert answer.next_permitted == next_permitted, answer
    return taken


def refused(time_of: dict[str, Any]) -> float:
    """Return the milliseconds until a policy is refused."""
    started = time.perf_counter()
    try:
        one(time_of)
    except UserErrors:
        return (time.perf_counter() - started) * 1000
    raise AssertionError(time_of)


def counting() -> float:
    started = time.perf_counter()
    total = 0
    for number in range(100_000):
        total += number
    return (time.perf_counter() - started) * 1000


def in_process(rounds: int) -> None:
    late = AT + timedelta(days=399)
    last = {"id": "last", "tier": "acceptable", "reason": "r", "approved_by": "change-board"}
    last["period"] = {"from": f"{late:%Y-%m-%dT%H:%MZ}", "until": "2028-01-01T00:00Z"}  # type: ignore[assignment]
    dense = ",".join(map(str, range(0, 60, 5)))
    cases: tuple[Callable[[], float], ...] = (
        lambda: answered(lambda: forty(openings=[last]), late),
        lambda: answered(forty, None),
        lambda: answered(lambda: forty(horizon="10y"), None),
        lambda: answered(lambda: one(cron("* * * * *")), None),
        lambda: answered(lambda: one(cron(f"{dense} 0-7 * * *")), None),
        lambda: answered(lambda: crowded(f"{dense} 0-7 * * *"), None),
        lambda: refused(cron("*/10 * * * *")),
        lambda: refused(rrule("FREQ=HOURLY")),
        lambda: refused(rrule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
        lambda: answered(lambda: one(rrule("FREQ=DAILY;BYHOUR=0,6,12,18")), None),
    )
    floor = statistics.median(counting() for _ in range(rounds))
    print(f"{'count to 100 000':<44} {floor:8.1f} ms  {1:6.2f} x")
    for (name, limit), run in zip(LIMITS.items(), cases, strict=True):
        run()  # imports, and the cache of holidays
        taken = statistics.median(run() for _ in range(rounds))
        within = f"  (limit {limit})" if limit else ""
        print(f"{name:<44} {taken:8.1f} ms  {taken / floor:6.2f} x{within}")


def program(*arguments: str) -> list[str]:
    start = "from deploylint.cli.main import run; run()"
    return [sys.executable, "-c", start, *arguments]


def cold(rounds: int) -> None:
    """Compare cold commands in two folders that differ by the country alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for country in ("", "FR"):
            there = folder / (country or "none")
            there.mkdir()
            settings = "timezone: Europe/Paris\n" + (f"country: {country}\n" if country else "")
            (there / ".deploylint.yaml").write_text(settings, "utf-8")
            (there / "plan.yaml").write_bytes(PLAN.read_bytes())
        alone = {"windows": {**PLAIN, "timezone": "Europe/Paris"}}
        (folder / "windows.yaml").write_text(json.dumps(alone), "utf-8")
        own = ("--policy", str(folder / "windows.yaml"))
        cases = {
            "python -c pass": ("", [sys.executable, "-c", "pass"]),
            "window, windows alone": ("none", program("window", "--at", NOW, *own)),
            "window, essential": ("none", program("window", "--at", NOW)),
            "window, essential, country: FR": ("FR", program("window", "--at", NOW)),
            "window, essential, plan": ("none", program("window", "--at", NOW, "plan.yaml")),
            "check, essential": ("none", program("check", "--now", NOW, "plan.yaml")),
            "check, essential, country: FR": ("FR", program("check", "--now", NOW, "plan.yaml")),
        }
        moved = {case: inside(folder / there, words) for case, (there, words) in cases.items()}
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        os.environ["PYTHONPATH"] = str(ROOT)
        for words in moved.values():
            done = subprocess.run(words, capture_output=True, check=False)
            assert not done.stderr, done.stderr
        medians = measure(moved, rounds, ROOT)
        table(medians, "python -c pass")
        for command in ("window", "check"):
            ratio = medians[f"{command}, essential, country: FR"] / medians[f"{command}, essential"]
            print(f"{command} with country: FR / without: {ratio:.2f} (limit 1.3)")


def inside(folder: Path, words: list[str]) -> list[str]:
    """Return the command, run in a folder; the shell that goes there becomes the command."""
    return ["sh", "-c", 'cd "$0" && exec "$@"', str(folder), *words]


if __name__ == "__main__":
    compileall.compile_dir(str(ROOT / "deploylint"), quiet=2)
    chosen = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    in_process(max(3, chosen // 4))
    print()
    cold(chosen)
