"""What the documents say is true: links and paths exist, examples run, tables match the code."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from runpy import run_path
from typing import NamedTuple

import pytest

from deploylint.decision import ExitCode
from deploylint.load.plan import read_plans
from deploylint.load.planshape import DEPLOYMENT
from deploylint.load.policy import load_policy
from deploylint.load.policyshape import POLICY, RULE_FIELDS, WHEN
from deploylint.load.records import Either, Many, Record
from deploylint.load.settings import SETTINGS, load_settings
from deploylint.load.windows import EXCEPTION, FIELDS, HOLIDAYS, LISTS, ON_CALL, OPENING
from deploylint.load.windowtimes import FREEZE_TIMES, RULE_TIMES
from deploylint.registry import bind
from tests.program import ROOT, environment

WRITTEN = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
WRITTEN += sorted((ROOT / "docs").glob("*.md"))
GENERATED = sorted(path for path in (ROOT / "docs").rglob("*.md") if path not in WRITTEN)
READ = re.compile(
    r"(?:---\n|#.*\n)*(?:deployment|policy|rules|windows|extends|layer|plans|timezone|country):"
)
"""How an example starts that the program reads."""


class Block(NamedTuple):
    """A fenced block; `intro` is the last line of text before it."""

    document: Path
    line: int
    language: str
    text: str
    intro: str


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks_of(document: Path) -> Iterator[Block]:
    intro, opened, language = "", 0, ""
    lines: list[str] = []
    for number, line in enumerate(document.read_text("utf-8").splitlines(), 1):
        if line.startswith("```"):
            if opened:
                yield Block(document, opened, language, "\n".join([*lines, ""]), intro)
            opened, language, lines = (0, "", []) if opened else (number, line[3:].strip(), [])
        elif opened:
            lines.append(line)
        elif line.strip():
            intro = line
    assert not opened, f"{document} has a fence that nothing closes"


def prose_of(document: Path) -> str:
    return re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def marked(language: str) -> list[object]:
    """Return a case per fenced block of that language in the documents that people write."""
    found = [block for path in WRITTEN if path.exists() for block in blocks_of(path)]
    return [
        pytest.param(block, id=f"{name_of(block.document)}:{block.line}")
        for block in found
        if block.language == language and (language != "yaml" or READ.match(block.text))
    ]


def ran(arguments: list[str], cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of this checkout, or of its copy `cwd`, as a terminal would show it."""
    return subprocess.run(
        arguments,
        cwd=cwd,
        env=environment(HOME=str(home), PYTHONPATH=f"{cwd}:{ROOT}"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


# Links and paths


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors_of(document: Path) -> set[str]:
    return {slug(h) for h in re.findall(r"^#+ (.*)$", prose_of(document), flags=re.MULTILINE)}


@pytest.mark.parametrize("document", [*WRITTEN, *GENERATED], ids=name_of)
def test_relative_links_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", prose_of(document))
    broken = []
    for target in targets:
        path, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        file = document.parent / path if path else document
        if not file.exists() or (anchor and anchor not in anchors_of(file)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("document", WRITTEN, ids=name_of)
def test_repository_paths_exist(document: Path) -> None:
    """A path in code whose first part exists here, or that names a source file, must exist."""
    promised = {created(block) for block in blocks_of(document)}
    spans = re.findall(r"`([\w.-]+(?:/[\w.-]+)*/?)`", prose_of(document))
    tops = (ROOT, ROOT / "deploylint")
    # what runs leave behind is no part of the repository
    known = {path.name for top in tops for path in top.iterdir()} - {"reports", "dist", "build"}
    missing = {
        span
        for span in spans
        if ("/" in span and span.split("/")[0] in known) or span.endswith((".py", ".toml", ".md"))
        if not any((top / span).exists() for top in tops)
    }
    assert missing - promised == set()


# Examples


@pytest.mark.parametrize("block", marked("console"))
def test_commands_print_what_is_shown(block: Block, tmp_path: Path) -> None:
    """They run in a copy without history and reports, which have a say where they are found."""
    fresh, code = tmp_path / "fresh", 0
    for name in ("docs", "policies"):
        shutil.copytree(ROOT / name, fresh / name)
    shutil.copy(ROOT / ".deploylint.yaml", fresh)
    assert list(sessions(block.text)), "no line of the block starts with `$ `"
    for command, expected in sessions(block.text):
        program = f"'{sys.executable}' -m deploylint"
        real = re.sub(r"(?<![\w/.:-])deploylint(?= |$)", program, command)
        real = re.sub(r"(?<![\w/.-])python(?= )", f"'{sys.executable}'", real)
        done = ran(["sh", "-c", f"(exit {code}); {real}"], fresh, tmp_path)
        code = done.returncode
        shown, printed = expected.rstrip("\n"), done.stdout.rstrip("\n")
        assert matches(shown, printed), f"$ {command}\nshown:\n{shown}\n\nprinted:\n{printed}"


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output that follows it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = re.sub(r"\\\n\s*", "", part).partition("\n")
        yield command, output


def matches(shown: str, printed: str) -> bool:
    """Say whether two outputs are the same; a line `...` stands for any lines."""
    lines = [
        "(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in shown.split("\n")
    ]
    return re.fullmatch("".join(lines), printed + "\n") is not None


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        pytest.param("a\nb", "a\nb", True, id="equal"),
        pytest.param("a", "a\nb", False, id="a-line-more"),
        pytest.param("a\n...\nc", "a\nb\nb\nc", True, id="left-out"),
        pytest.param("a\n...\nc", "a\nc", True, id="nothing-left-out"),
        pytest.param("a\n...", "b", False, id="another-line"),
    ],
)
def test_outputs_are_compared_line_by_line(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


def test_commands_of_a_session_are_told_from_output() -> None:
    text = "$ one \\\n    more\nout\n$ two\n"
    assert list(sessions(text)) == [("one more", "out\n"), ("two", "")]


@pytest.mark.parametrize("block", marked("yaml"))
def test_yaml_examples_are_read(
    block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plans, policies and settings are read by the program; several policies see each other."""
    monkeypatch.chdir(tmp_path)
    for earlier in blocks_of(block.document):
        if earlier.language == "yaml" and earlier.line <= block.line:
            file = re.match(r"# ([\w./-]+\.yaml)\n", earlier.text)
            if file:
                Path(file[1]).parent.mkdir(parents=True, exist_ok=True)
                Path(file[1]).write_text(earlier.text, "utf-8")
    keys = set(re.findall(r"^(\w+):", block.text, re.MULTILINE))
    if "deployment" in keys:
        assert list(read_plans(block.text.encode(), "plan.yaml"))
    elif keys & {"plans", "timezone", "country"} or block.text.startswith("# .deploylint.yaml\n"):
        Path(".deploylint.yaml").write_text(block.text, "utf-8")
        assert load_settings(".").file == ".deploylint.yaml"
    else:
        bind(load_policy(complete(block.text, keys)).rules)


def complete(text: str, keys: set[str]) -> str:
    """Write a policy, and one on top that adds what a part of a policy needs; return the file."""
    Path("example.yaml").write_text(text, "utf-8")
    if "extends" in keys:
        return "example.yaml"
    alone = re.search(r"^  default: ", text, re.MULTILINE)
    below = ["example.yaml"] if alone else ["deploylint:production", "example.yaml"]
    rule = "rules: {the-window: {check: deploy-window}}\n" if alone else ""
    Path("top.yaml").write_text(f"extends: {below}\n{rule}", "utf-8")
    return "top.yaml"


# What the documents list


def keys_of(shape: object) -> Iterator[str]:
    """Yield every key that a shape knows, nested ones too."""
    match shape:
        case Record():
            for key, field in shape.fields.items():
                yield key
                yield from keys_of(field.shape)
        case Many():
            yield from keys_of(shape.shape)
        case Either():
            for form in (shape.text, shape.mapping, shape.many):
                yield from keys_of(form)


@pytest.mark.parametrize(
    ("document", "keys"),
    [
        pytest.param("plan", set(keys_of(DEPLOYMENT)), id="plan-fields"),
        pytest.param("policies", set(RULE_FIELDS), id="rule-settings"),
        pytest.param("policies", {*POLICY.fields, *WHEN.fields}, id="policy-keys-and-conditions"),
        pytest.param("policies", set(SETTINGS.fields), id="settings"),
        pytest.param("windows", {*FIELDS, *LISTS, *RULE_TIMES, *FREEZE_TIMES}, id="windows"),
        pytest.param("windows", {*ON_CALL.fields, *HOLIDAYS.fields}, id="on-call-and-holidays"),
        pytest.param("windows", {*OPENING.fields, *EXCEPTION.fields}, id="window-entries"),
    ],
)
def test_every_key_has_a_row(document: str, keys: set[str]) -> None:
    text = prose_of(ROOT / "docs" / f"{document}.md")
    cells = re.findall(r"^\|([^|]*)\|", text, re.MULTILINE)
    assert keys - set(re.findall(r"`([$\w]+)`", " ".join(cells))) == set()


def test_every_exit_code_has_a_row() -> None:
    rows = re.findall(r"^\| (\d+) \|", prose_of(ROOT / "docs/verdicts.md"), re.MULTILINE)
    assert [int(row) for row in rows] == [code.value for code in ExitCode]


def test_the_table_of_folders_is_the_one_that_the_architecture_test_holds() -> None:
    allowed = run_path(str(ROOT / "tests/test_architecture.py"))["ALLOWED"]
    text = prose_of(ROOT / "docs/design.md")
    rows = re.findall(r"^\| `(\w+)(?:/|\.py)` \|[^|]*\| ([^|]*) \|$", text, re.MULTILINE)
    assert {
        name: None if imports == "everything" else set(re.findall(r"`(\w+)`", imports))
        for name, imports in rows
    } == allowed


def test_generated_pages_are_fresh(tmp_path: Path) -> None:
    done = ran([sys.executable, ".ci/generate_docs.py", "--check"], ROOT, tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def created(block: Block) -> str | None:
    """Return the file that a block is the content of, when the line before it says so."""
    found = re.fullmatch(r"`([\w./-]+)`:", block.intro)
    return found[1] if found else None


def test_a_check_is_added_as_the_guide_says(tmp_path: Path) -> None:
    for folder in ("deploylint", "policies", ".ci", "tests", "docs"):
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    files = {created(block): block.text for block in blocks_of(ROOT / "CONTRIBUTING.md")}
    module, tests = "deploylint/checks/commit_named.py", "tests/checks/test_commit_named.py"
    (tmp_path / module).write_text(files[module], "utf-8")
    (tmp_path / tests).write_text(files[tests], "utf-8")
    policy = "rules: {commit-named: {check: commit-named, with: {length: 12}}}"
    (tmp_path / "policy.yaml").write_text(policy, "utf-8")
    for arguments in (
        ["-m", "pytest", "-q", "-p", "no:cacheprovider", tests],
        [".ci/generate_docs.py"],
        [".ci/generate_docs.py", "--check"],
        ["-m", "deploylint", "policy", "check", "policy.yaml"],
    ):
        done = ran([sys.executable, *arguments], tmp_path, tmp_path)
        assert done.returncode == 0, done.stdout
    assert (tmp_path / "docs/checks/commit-named.md").is_file()
