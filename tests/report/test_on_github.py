"""The real program in a step on GitHub: the log, the outputs of the step, and its summary."""

from pathlib import Path

from tests.program import EXAMPLE, FRIDAY, run
from tests.report.comments import Comment

BROKEN = "deployment:\n  environment: production\n"


def test_a_step_that_blocks(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_bytes(EXAMPLE.read_bytes())
    told, summary = tmp_path / "output", tmp_path / "summary.md"
    told.write_text("earlier=1\n")
    result = run(
        *("check", "plan.yaml", "--at", FRIDAY, "--now", FRIDAY),
        *("-o", "github", "-o", "junit=report.xml", "-o", "markdown=comment.md"),
        cwd=tmp_path,
        env={"GITHUB_OUTPUT": str(told), "GITHUB_STEP_SUMMARY": str(summary)},
    )
    assert (result.code, result.err) == (1, "")
    log, annotation = result.out.splitlines()
    assert log.startswith(
        "plan.yaml: v1.2.0 to production: POSTPONE: not now; permitted again from"
    )
    assert annotation.startswith("::error file=plan.yaml,line=")
    assert told.read_text() == (
        "earlier=1\ndecision=postpone\nblocked=true\nnext-permitted=2026-11-23T13:00:00+00:00\n"
        "plans=1\nfailed=1\n"
    )
    assert summary.read_text("utf-8") == (tmp_path / "comment.md").read_text("utf-8")
    assert Comment(summary.read_text("utf-8")).titles[:2] == [
        "POSTPONE: v1.2.0 to production",
        "1 item blocks",
    ]
    assert '<failure type="violated"' in (tmp_path / "report.xml").read_text("utf-8")


def test_a_step_with_a_file_that_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text(BROKEN)
    told = tmp_path / "output"
    result = run(
        *("check", "broken.yaml", "-o", "github", "-o", "junit=report.xml"),
        cwd=tmp_path,
        env={"GITHUB_OUTPUT": str(told)},
    )
    assert result.code == 2
    assert result.out.splitlines()[0] == "broken.yaml could not be judged"
    assert result.out.count("::error ") == 1
    assert told.read_text() == "decision=error\nblocked=true\nnext-permitted=\nplans=1\nfailed=1\n"
    assert 'errors="1"' in (tmp_path / "report.xml").read_text("utf-8")
