"""The annotated tag to deploy exists and leads to the commit that is released.

## Why
A tag is the one name that means the same commit to everybody, today and in a year. A branch moves
on, and a lightweight tag says neither who set it nor when.

## How to fix
Create an annotated tag named as the version on the commit of the release, saying what it brings,
and push it: `git tag --annotate`. Where tags seem to be missing, fetch them: `git fetch --tags`.
"""

from deploylint.evidence.tagged import release_tag, tag_evidence
from deploylint.facts.tags import Tags
from deploylint.model.plan import Plan
from deploylint.model.verdict import Verdict, passed


def check(tags: Tags, plan: Plan) -> Verdict:
    """Look for the tag of `version`, or of the `service` at that version (`exports-v1.2.0`)."""
    found = release_tag(tags, plan)
    if isinstance(found, Verdict):
        return found
    return passed(found.words, evidence=(tag_evidence(found.tag),), assurance=found.assurance)
