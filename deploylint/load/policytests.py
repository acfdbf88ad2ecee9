"""Test files of policies: `NAME.test.yaml`."""

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from deploylint.errors import UserError, UserErrors
from deploylint.load.library import PREFIX
from deploylint.load.policytestshape import MISSING, TESTS, DraftTest, Part
from deploylint.load.shape import JsonSchema, MismatchError
from deploylint.load.testplans import Plans
from deploylint.model.location import Location, Spot
from deploylint.model.policy import Stage
from deploylint.model.policytests import ExpectedRule, PolicyTest, PolicyTests, Told
from deploylint.model.verdict import Status
from deploylint.read.files import read_bytes
from deploylint.read.yaml import Document, read_documents

ENDINGS = (".test.yaml", ".test.yml")
DEFAULT_STAGES = (Stage.PRE_DEPLOY, Stage.BUILD, Stage.STAGING, Stage.PRODUCTION)
SEE = "see `deploylint schema policy-test`"


def policytests_schema() -> JsonSchema:
    """Return the JSON Schema of a file of policy tests."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "deploylint policy test",
        **TESTS.schema(),
    }


def load_policy_tests(file: str, root: str) -> PolicyTests:
    """Return the tests of `file`; `root` is the repository, which the plans they name lie in.

    Raises UserErrors with all that is wrong in the form of the file, else with all that is wrong in
    what its tests say.
    """
    data = read_bytes(file)
    documents = read_documents(data, file)
    if len(documents) > 1:
        raise UserError("a file of policy tests is one YAML document, here are several", file)
    if not documents or documents[0].data is None:
        raise UserError("the file is empty, so it tests nothing", file, SEE)
    document = documents[0]
    document.places.source = data
    found = _read(document)
    policy: Told[str] = found["policy"]
    return PolicyTests(
        file=file,
        policy=policy._replace(value=_policy(file, policy.value)),
        tests=_tests(found, Plans(document, file, root)),
        timezone=found.get("timezone"),
        country=found.get("country"),
        lines=tuple(document.places.line(number) for number in range(1, data.count(b"\n") + 2)),
    )


def _read(document: Document) -> dict[str, Any]:
    try:
        found: dict[str, Any] = TESTS.read(document.data, Spot(document.places, [document.data], 0))
    except MismatchError as mismatch:
        # jsonschema costs 75 ms to import, so only a file that is wrong pays for it
        from deploylint.load.explain import explain

        found_wrong = explain(policytests_schema(), document, mismatch)
        raise UserErrors(map(_plainer, found_wrong.errors)) from None
    return found


def _plainer(error: UserError) -> UserError:
    """Return an error so that nobody takes a key without a value for one that holds `nothing`."""
    message = error.message.removesuffix(", found nothing")
    if message == error.message:
        return error
    return UserError(f"{message}, but {MISSING}", error.where, error.hint)


def _policy(file: str, named: str) -> str:
    """Return the policy as seen from the current folder; the test names it from its own."""
    if named.startswith(PREFIX) or os.path.isabs(named):
        return named
    return os.path.normpath(os.path.join(os.path.dirname(file), named))


def _tests(found: Mapping[str, Any], plans: Plans) -> tuple[PolicyTest, ...]:
    """Return the tests. Raises UserErrors with every mistake in them."""
    drafts: tuple[DraftTest, ...] = found["tests"]
    errors = list(_twice(drafts))
    tests: list[PolicyTest] = []
    for draft in drafts:
        mistakes = list(_mistakes(draft, found))
        errors += mistakes
        try:
            test = _test(draft, found, plans)
        except UserErrors as several:
            errors += several.errors
        except UserError as error:
            errors.append(error)
        else:
            tests.append(test)
    if errors:
        # tests that share a plan share what is wrong with it
        different = {str(error): error for error in errors}.values()
        raise UserErrors(sorted(different, key=_line))
    return tuple(tests)


def _line(error: UserError) -> int:
    """Return where in the test file an error stands; one in a plan of its own comes last."""
    return error.where.line if isinstance(error.where, Location) else sys.maxsize


def _test(draft: DraftTest, found: Mapping[str, Any], plans: Plans) -> PolicyTest:
    source: Told[str] | Part | None = draft.plan or found.get("plan")
    if source is None:
        hint = "write `plan:` with what stands under `deployment:`, or with the name of a plan file"
        raise UserError(f"the test `{draft.name.value}` has no plan to judge", draft.name.at, hint)
    return PolicyTest(
        name=draft.name,
        plan=plans.plan(source, draft.but),
        expect=draft.expect,
        stages=_stages(draft.stages),
        now=draft.now or found.get("now"),
        moment=None if draft.moment is None else draft.moment.value,
        type=draft.type,
        priority=draft.priority,
        on_call=draft.on_call,
        strict=draft.strict,
        gate=draft.gate is not None and draft.gate.value,
        folder=None if draft.folder is None else plans.folder(draft.folder),
    )


def _stages(words: tuple[Stage | None, ...]) -> tuple[Stage, ...]:
    """Return the stages in their order; None stands for all of them."""
    if not words:
        return DEFAULT_STAGES
    return tuple(stage for stage in Stage if None in words or stage in words)


def _twice(drafts: tuple[DraftTest, ...]) -> Iterator[UserError]:
    """Yield an error for each name that an earlier test has."""
    first: dict[str, Told[str]] = {}
    for draft in drafts:
        known = first.setdefault(draft.name.value, draft.name)
        if known is not draft.name:
            message = f"two tests are called `{draft.name.value}`"
            hint = f"the other one stands at {known.at}; names are unique in a file"
            yield UserError(message, draft.name.at, hint)


def _mistakes(draft: DraftTest, found: Mapping[str, Any]) -> Iterator[UserError]:
    """Yield what does not go together in one test."""
    timed = draft.now is not None or found.get("now") is not None
    gate = draft.gate if draft.gate is not None and draft.gate.value else None
    for told, key in ((draft.moment, "at"), (gate, "gate")):
        if told is not None and not timed:
            hint = "write `now:` with date, time and offset, here or at the top of the file"
            yield UserError(f"`{key}` needs `now`: a test never looks at the clock", told.at, hint)
    if gate is not None and draft.moment is not None:
        yield UserError(
            "`gate` judges now, so it cannot go with `at`", draft.moment.at, "leave one of them out"
        )
    for rule, expected in draft.expect.rules.items():
        yield from _impossible(rule, expected)


def _impossible(rule: str, expected: ExpectedRule) -> Iterator[UserError]:
    status = expected.status.value
    if status is Status.FAIL:
        return
    for told, what in ((expected.cause, "has a cause"), (expected.blocks, "blocks")):
        if told is not None and told.value:
            message = f"`{rule}` is expected to be `{status}`, and only what fails {what}"
            yield UserError(message, told.at, "leave it out, or expect `fail`")
