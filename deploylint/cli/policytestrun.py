"""Runs policy tests: judges their plans, and compares what came with what is expected."""

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from deploylint.cli.policytestcompare import differences
from deploylint.cli.testfolders import Folders
from deploylint.errors import UserError, UserErrors, did_you_mean
from deploylint.load.library import PREFIX
from deploylint.load.policy import load_policy
from deploylint.load.settings import Settings, find_root, settings_at
from deploylint.model.location import Location, place_of
from deploylint.model.policy import Policy, Rule
from deploylint.model.policytests import Mismatch, Outcome, PolicyTest, PolicyTests, Told
from deploylint.model.report import Report
from deploylint.model.verdict import Status
from deploylint.review import Request, Review

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for now where time is left out."""


class FileOutcome(NamedTuple):
    """What came of one file: its tests, and the rules that failed and passed as expected."""

    policy: Policy
    outcomes: tuple[Outcome, ...]
    failing: frozenset[str]
    passing: frozenset[str]


def run_file(tests: PolicyTests, root: str, folders: Folders) -> FileOutcome:
    """Run the tests of a file of the repository `root`.

    Raises UserErrors with all that keeps them from being judged.
    """
    policy = _policy(tests)
    rules = {rule.id: rule for rule in policy.rules}
    errors = [error for test in tests.tests for error in _unknown(test, rules)]
    if errors:
        raise UserErrors(errors)
    judge = _Judge(tests, root, folders)
    outcomes: list[Outcome] = []
    seen: dict[Status, set[str]] = {status: set() for status in Status}
    for test in tests.tests:
        try:
            report = judge.report(test)
        except UserError as error:
            errors += _placed(error, test.name.at)
            continue
        found = dict(differences(test, report, rules, tests.lines))
        for rule, expected in test.expect.rules.items():
            if rule not in found:
                seen[expected.status.value].add(rule)
        outcomes.append(_outcome(tests, test, tuple(found.values())))
    if errors:
        raise UserErrors({str(error): error for error in errors}.values())
    failing, passing = seen[Status.FAIL], seen[Status.PASS]
    return FileOutcome(policy, tuple(outcomes), frozenset(failing), frozenset(passing))


def _outcome(tests: PolicyTests, test: PolicyTest, mismatches: tuple[Mismatch, ...]) -> Outcome:
    return Outcome(
        name=test.name.value,
        file=tests.file,
        policy=tests.policy.value,
        at=test.name.at,
        mismatches=mismatches,
    )


def _policy(tests: PolicyTests) -> Policy:
    """Return the policy under test; where it is not there at all, that is said of the test file."""
    named = tests.policy
    try:
        return load_policy(named.value)
    except UserErrors:
        raise
    except UserError as error:
        if error.where == named.value:
            message = f"the policy `{named.value}` {error.message}"
            raise UserError(message, named.at, error.hint) from None
        raise UserError(error.message, error.where or named.at, error.hint) from None


def _unknown(test: PolicyTest, rules: Mapping[str, Rule]) -> Iterator[UserError]:
    for name, expected in test.expect.rules.items():
        if name not in rules:
            message = f"the policy has no rule `{name}`"
            hint = did_you_mean(name, rules) or "`deploylint rules --policy POLICY` lists them"
            yield UserError(message, expected.at, hint)


def _placed(error: UserError, at: Location) -> Iterator[UserError]:
    """Yield errors, those that stand nowhere at the test that met them."""
    for one in error.errors if isinstance(error, UserErrors) else (error,):
        where = one.where if isinstance(one.where, Location) else at
        place = "" if one.where is None or where is one.where else f"{one.where}: "
        yield UserError(f"{place}{one.message}", where, one.hint)


class _Judge:
    """Judges the tests of one file; those in the same circumstances share a review."""

    def __init__(self, tests: PolicyTests, root: str, folders: Folders) -> None:
        self.tests = tests
        self.root = root
        self.folders = folders
        self.reviews: dict[object, Review] = {}
        self.settings: dict[str, Settings] = {}

    def report(self, test: PolicyTest) -> Report:
        """Return the report on the plan of a test. Raises UserError when it cannot be judged."""
        return self._review(test, self._settings(test.folder)).report(test.plan)

    def _review(self, test: PolicyTest, settings: Settings) -> Review:
        request = Request(
            policy=self.tests.policy.value,
            settings=settings,
            stages=test.stages,
            now=test.now or NO_TIME,
            at=test.moment,
            simulated=True,
            gate=test.gate,
            clock=test.now is not None,
            type=test.type,
            priority=test.priority,
            on_call=test.on_call,
            strict=test.strict,
            ladder=False,
            # the calendar files that a policy names lie beside it, not beside the evidence
            calendars=self._home(),
            unversioned=True,
        )
        key = request._replace(settings=settings.root)  # type: ignore[arg-type]  # a key, no request
        if key not in self.reviews:
            self.reviews[key] = Review(request)
        return self.reviews[key]

    def _home(self) -> str:
        """Return the root of the repository that the policy lies in."""
        named = self.tests.policy.value
        return self.root if named.startswith(PREFIX) else find_root(os.path.dirname(named) or ".")

    def _settings(self, folder: Told[str] | None) -> Settings:
        """Return the settings of the folder of a test; where and when the test says alone."""
        root, shown = self.folders.empty, ""
        if folder is not None:
            shown = os.path.join(self.root, folder.value)
            root = self.folders.copy(shown, folder.at)
        if root not in self.settings:
            self.settings[root] = _settings(root, shown)._replace(
                timezone=self.tests.timezone, country=self.tests.country
            )
        return self.settings[root]


def _settings(root: str, shown: str) -> Settings:
    """Return the settings in the copy `root` of a folder, which is `shown` in messages."""
    try:
        return settings_at(root, root)
    except UserError as error:
        errors = error.errors if isinstance(error, UserErrors) else (error,)
        raise UserErrors(
            UserError(one.message, _shown(place_of(one.where), shown), one.hint) for one in errors
        ) from None


def _shown(at: Location | None, folder: str) -> Location | None:
    return at and at._replace(file=os.path.relpath(os.path.join(folder, at.file)))
