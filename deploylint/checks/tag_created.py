"""The release has an annotated tag on the deployed commit that says what it brings.

## Why
Months later the tag is what is left of a release: it finds the code that ran, and its message says
why it was made, without any other system.

## How to fix
Create an annotated tag named as the version on the commit that was deployed. Its message names
features, fixes and breaking changes, not the version alone. Push it.
"""

from typing import Annotated, NamedTuple

from deploylint.facts.clock import Clock
from deploylint.facts.tags import Tags
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    min_words: Annotated[
        int,
        "How many words the message must hold beside the version and words of any release.",
        "higher",
    ] = 2


def check(tags: Tags, plan: Plan, clock: Clock, params: Params) -> Verdict:
    """Look for the tag of `version`, judge its message, and when it says it was made."""
    # it is looked for only after the deploy
    from deploylint.evidence.tagcreated import judge

    return judge(tags, plan, clock, params.min_words)
