"""The documentation changed with what it documents.

## Why
Documentation that is updated later is not updated. Who relies on it then does the wrong thing with
the new version.

## How to fix
Describe in the same release what changed for readers: in the manual, the README, the description of
the API or the changelog. If other folders hold code or documentation, say so in `mapping`.
"""

from typing import Annotated, NamedTuple

from deploylint.evidence.since import compared
from deploylint.facts.changes import Changes
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict, errored
from deploylint.model.wording import quoted

ARROW = "=>"

CODE = "src/**, lib/**, app/**, pkg/**, cmd/**, internal/**"
DOCS = "doc/**, docs/**, *.md, *.rst, *.adoc, openapi.*, swagger.*"
TESTS = (
    *("**/test/**", "**/tests/**", "**/__tests__/**", "**/testdata/**", "**/fixtures/**"),
    *("test_*", "*_test.*", "*.test.*", "*.spec.*", "*.lock", "*-lock.json", "*-lock.yaml"),
)


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    mapping: Annotated[
        tuple[str, ...],
        "What documents what, as `CODE, CODE => DOCUMENTATION, DOCUMENTATION`, each a pattern.",
    ] = (f"{CODE} {ARROW} {DOCS}",)
    ignore: Annotated[tuple[str, ...], "Files that need no documentation, such as tests."] = TESTS


def check(changes: Changes, plan: Plan, params: Params) -> Verdict:
    """Fail where files of a pair changed since the last release, and none of its documentation.

    Files that only moved, or changed nothing but their mode, count on neither side.
    """
    mapping = [_sides(text) for text in params.mapping]
    wrong = [
        text
        for text, sides in zip(params.mapping, mapping, strict=True)
        if not all(map(str.strip, sides))
    ]
    if wrong:
        return errored(f"the policy maps {quoted(wrong[0])}; write `CODE {ARROW} DOCUMENTATION`")
    found = compared(changes, plan)
    if isinstance(found, Verdict):
        return found
    # only a release after another has files that changed
    from deploylint.evidence.documented import judge

    return judge(found, plan, mapping, params.ignore)


def _sides(text: str) -> tuple[str, str]:
    code, _, docs = text.partition(ARROW)
    return code, docs
