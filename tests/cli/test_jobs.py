"""`deploylint check --jobs N`: the same answers from several processes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploylint.cli.arguments import MOST_JOBS, parse_jobs
from deploylint.cli.cpus import usable_cpus
from deploylint.cli.output import FORMATS
from tests.cli.planfolder import HELD, NO_PLAN, PLAN, SETTINGS, check, fill, write
from tests.program import TUESDAY, environment, run

PLANS = 30


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return a folder with plans that may go, that may not, that are broken, and other files."""
    write(tmp_path, {".deploylint.yaml": SETTINGS})
    fill(tmp_path, [f"{at:03}.yaml" for at in range(PLANS)])
    several = "---\n".join(HELD.replace("v9", f"v{at}") for at in range(20))
    write(
        tmp_path,
        {
            "003.yaml": HELD,
            "007.yaml": "a: [1\n",
            "011.yaml": NO_PLAN,
            "013.yaml": f"{PLAN}---\ndeployment: {{}}\n",
            "017.yaml": several,
            "019.yaml": "deploymint: 1\n",
        },
    )
    return tmp_path


@pytest.mark.parametrize("policy", ["essential", "production"])
def test_any_number_of_processes_says_the_same(here: Path, policy: str) -> None:
    outputs = [part for name in FORMATS for part in ("-o", f"{name}=out.{name}")]
    said = []
    for jobs in (1, 2, 3, PLANS * 2):
        result = run(
            *("check", ".", "absent.yaml", "-", "--now", TUESDAY, "--jobs", str(jobs)),
            *("--policy", f"deploylint:{policy}", *outputs),
            cwd=here,
            stdin=HELD,
        )
        texts = [(here / f"out.{name}").read_bytes() for name in FORMATS]
        for name in FORMATS:
            (here / f"out.{name}").unlink()
        said.append((result, texts))
    result, texts = said[0]
    assert result.code == 2
    assert "absent.yaml: does not exist" in result.err
    assert b"&lt;stdin&gt;" in texts[FORMATS.index("html")]
    assert said == [said[0]] * 4


@pytest.mark.parametrize("options", [["-q"], ["-v"], ["--no-clock"], ["--strict", "--exit-zero"]])
def test_options_mean_the_same_in_any_number_of_processes(here: Path, options: list[str]) -> None:
    clock = [] if "--no-clock" in options else ["--now", TUESDAY]
    one, *more = (
        run("check", ".", *clock, *options, "-j", jobs, cwd=here) for jobs in ("1", "2", "auto")
    )
    assert one.out
    assert more == [one] * 2


def test_the_same_holds_with_a_repository(here: Path) -> None:
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "all"]):
        identity = ["-c", "user.name=developer", "-c", "user.email=developer@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=here, check=True)
    policy = ("--policy", "deploylint:production", "-o", "json")
    one, two = (check(here, ".", *policy, "-j", jobs) for jobs in ("1", "2"))
    assert one == two


def test_one_process_needs_no_others(here: Path) -> None:
    program = (
        "import sys; from deploylint.cli.main import main; main();"
        "sys.exit('multiprocessing' in sys.modules)"
    )
    for arguments in ([".", "-j", "1"], ["000.yaml", "-j", "8"], ["."]):
        command = [sys.executable, "-c", program, "check", *arguments]
        done = subprocess.run(
            command, cwd=here, env=environment(), capture_output=True, check=False
        )
        assert done.returncode == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("007", 7), (str(MOST_JOBS), MOST_JOBS), ("auto", min(usable_cpus(), MOST_JOBS))],
)
def test_numbers_of_processes(text: str, number: int) -> None:
    assert parse_jobs(text) == number >= 1


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "all", "٣", "9" * 5000, "257"])
def test_what_is_no_number_of_processes(here: Path, text: str) -> None:
    result = check(here, ".", "--jobs", text)
    assert (result.code, result.out) == (2, "")
    assert "--jobs" in result.err


BROKEN = """\
import sys
from deploylint import review
whole = review.Review.report
def report(self, plan):
    if plan.file == "005.yaml":
        {fault}
    return whole(self, plan)
review.Review.report = report
from deploylint.cli.main import run
run()
"""


def broken(folder: Path, fault: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program with a fault in what judges the sixth plan."""
    program = BROKEN.format(fault=fault)
    return subprocess.run(
        [sys.executable, "-c", program, "check", ".", "--now", TUESDAY, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_fault_of_ours_ends_the_run_whichever_process_it_is_in(here: Path) -> None:
    one, two = (
        broken(here, "raise LookupError('oops')", "-j", jobs, "-o", "json=out.json")
        for jobs in ("1", "2")
    )
    assert one.stderr.startswith("deploylint: internal error (LookupError: oops)\n")
    assert (two.returncode, two.stdout, two.stderr) == (70, one.stdout, one.stderr)
    assert sorted(path.name for path in here.glob("out.json*")) == ["out.json"]
    (told,) = json.loads((here / "out.json").read_text())["errors"]
    assert told["message"] == "internal error (LookupError: oops), so not everything was judged"


def test_a_fault_can_be_traced(here: Path) -> None:
    program = BROKEN.format(fault="raise LookupError('oops')")
    done = subprocess.run(
        [sys.executable, "-c", program, "check", ".", "-j", "2"],
        cwd=here,
        env=environment(DEPLOYLINT_DEBUG="1"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "line 6, in report" in done.stderr


@pytest.mark.parametrize(
    ("fault", "how"),
    [
        pytest.param(
            "import os; os.kill(os.getpid(), 9)", "was ended by signal 9 (Killed)", id="kill"
        ),
        pytest.param(
            "import os; os.kill(os.getpid(), 15)", "was ended by signal 15 (Terminated)", id="term"
        ),
        pytest.param(
            "import os; os.kill(os.getpid(), 1)", "was ended by signal 1 (Hangup)", id="hup"
        ),
        pytest.param("import os; os._exit(7)", "ended with code 7", id="exit"),
        pytest.param("import os; os.abort()", "was ended by signal 6 (Aborted)", id="abort"),
    ],
)
def test_a_process_that_dies_is_no_missing_plan(here: Path, fault: str, how: str) -> None:
    (here / "out.json").write_text("as before")
    done = broken(here, fault, "-j", "2", "-o", "json=out.json", "-q")
    assert done.returncode == 70
    lost = f"a process that judged plans {how}, so not every plan was judged\n"
    assert lost in done.stderr
    assert done.stderr.endswith("try again with fewer --jobs\n")
    said = json.loads((here / "out.json").read_text())
    assert (said["reports"], [f"{one['message']}\n" for one in said["errors"]]) == ([], [lost])
    assert sorted(path.name for path in here.glob("out.json*")) == ["out.json"]


def children(process: int) -> list[int]:
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text().split()]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def started(folder: Path, *, group: bool = False) -> "subprocess.Popen[str]":
    """Start a long run whose output nobody reads, and wait until plans are being judged."""
    fill(folder, [f"more/{at:04}.yaml" for at in range(400)])
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "deploylint", "check", "more", "-v", "--now", TUESDAY),
            *("-j", "3", "-o", "text", "-o", "json=out.json"),
        ],
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=group,
    )
    assert process.stdout is not None
    process.stdout.read(1)
    return process


needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")


@needs_proc
@pytest.mark.parametrize("group", [False, True], ids=["the-program-alone", "as-a-terminal-does"])
def test_ctrl_c_leaves_nothing_behind(here: Path, group: bool) -> None:
    process = started(here, group=group)
    workers = children(process.pid)
    assert len(workers) == 3
    if group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "interrupted\n")
    assert [worker for worker in workers if alive(worker)] == []
    assert [path.name for path in here.glob("out.json*")] == ["out.json"]
    assert "ended by SIGINT" in (here / "out.json").read_text()


@needs_proc
def test_processes_do_not_outlive_the_one_that_started_them(here: Path) -> None:
    process = started(here)
    workers = children(process.pid)
    process.kill()
    process.communicate()
    patience = 300
    while patience and any(alive(worker) for worker in workers):
        time.sleep(0.1)
        patience -= 1
    assert [worker for worker in workers if alive(worker)] == []


@needs_proc
def test_a_process_that_alone_hears_of_ctrl_c_goes_on(here: Path) -> None:
    process = started(here)
    for worker in children(process.pid):
        os.kill(worker, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


@needs_proc
def test_a_process_that_hears_of_its_end_again_and_again_says_nothing(here: Path) -> None:
    process = started(here)
    worker = children(process.pid)[1]
    for _ in range(200):
        os.kill(worker, signal.SIGTERM)
        os.kill(worker, signal.SIGHUP)
        os.kill(worker, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 70
    assert re.fullmatch(
        r"a process that judged plans was ended by signal (15 \(Terminated\)|1 \(Hangup\)),"
        r" so not every plan was judged\n  hint: .*\n",
        err,
    )


@needs_proc
def test_a_process_that_is_killed_while_nobody_looks_is_noticed(here: Path) -> None:
    process = started(here)
    os.kill(children(process.pid)[1], signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 70
    assert err.startswith("a process that judged plans was ended by signal 9 (Killed), so not")
    assert [path.name for path in here.glob("out.json*")] == ["out.json"]


def test_a_reader_who_goes_away_does_not_change_the_code(here: Path) -> None:
    process = started(here)
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert (here / "out.json").exists()
