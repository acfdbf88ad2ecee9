"""Patterns mean what Python's own `glob` makes of them, but for what is left out."""

import glob
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from deploylint.cli.planpaths import files_below, matches

NAMES = ["a", "b", "ab", "a.yaml", "b.yaml", "[a]", "x-y.json"]
STEPS = st.sampled_from([*NAMES, "*", "**", "a*", "?", "[ab]", "[!a]*", "*.yaml", "[[]a]", "*a*b*"])


def build(top: str, paths: list[list[str]]) -> None:
    """Make each path a file, its steps folders; a folder that is a file already stays one."""
    for *folders, name in paths:
        here = Path(top)
        for folder in folders:
            here /= folder
            if here.is_file():
                break
            here.mkdir(exist_ok=True)
        else:
            if not (here / name).exists():
                (here / name).touch()


TREES = st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=8)


@given(TREES, st.lists(STEPS, min_size=1, max_size=4))
@example([["a", "b", "a.yaml"]], ["**", "**", "*.yaml"])
@settings(deadline=None)
def test_a_pattern_means_what_glob_makes_of_it(paths: list[list[str]], steps: list[str]) -> None:
    if steps[-1] == "**":
        steps.append("*")
    with TemporaryDirectory() as top:
        build(top, paths)
        expected = set(glob.glob("/".join(steps), root_dir=top, recursive=True))
        base = top + "/"
        problems: list[Exception] = []
        found = matches("/".join(steps), base, problems)  # type: ignore[arg-type]  # of errors
        assert ({path.removeprefix(base) for path in found}, problems) == (expected, [])
        assert found == sorted(found)


@given(TREES)
@settings(deadline=None)
def test_a_folder_means_every_file_below_it_that_may_hold_a_plan(paths: list[list[str]]) -> None:
    with TemporaryDirectory() as top:
        build(top, paths)
        below = [os.path.join(here, name) for here, _, names in os.walk(top) for name in names]
        expected = sorted(name for name in below if name.endswith((".yaml", ".json")))
        assert files_below(top, []) == expected
