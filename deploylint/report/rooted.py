"""The files of answers as they are called from the root of the repository.

Who reads a report for machines stands there, and not in the folder in which the plans were judged.
"""

from collections.abc import Callable, Iterable, Iterator

from deploylint.model.location import Location, Places
from deploylint.model.plan import Plan
from deploylint.model.report import Answer, Item, Refusal, Report
from deploylint.model.verdict import Evidence
from deploylint.report.style import Style, same


def rooted(answers: Iterable[Answer], style: Style) -> tuple[Iterator[Answer], Style]:
    """Return the answers with every file from the root, and a style that leaves those as they are.

    The policy is among them, and so are the commands that name it.
    """
    turn = style.from_root
    if turn is same:
        return iter(answers), style
    return (_answer(answer, turn) for answer in answers), style._replace(from_root=same)


def _answer(answer: Answer, turn: Callable[[str], str]) -> Answer:
    files = _Files(turn)
    if isinstance(answer, Refusal):
        troubles = (one._replace(at=files.at(one.at)) for one in answer.troubles)
        return Refusal(files[answer.file], tuple(troubles))
    return _report(answer, files)


class _Files(dict[str, str]):
    """Files by how they are shown; few have many places, and to look for one takes a while."""

    def __init__(self, turn: Callable[[str], str]) -> None:
        super().__init__()
        self._turn = turn

    def __missing__(self, file: str) -> str:
        self[file] = turned = self._turn(file)
        return turned

    def at(self, at: Location | None) -> Location | None:
        return None if at is None else self.place(at)

    def place(self, at: Location) -> Location:
        return at._replace(file=self[at.file])


def _report(report: Report, files: _Files) -> Report:
    policy = (file._replace(name=files[file.name]) for file in report.policy_files)
    file = report.plan.file
    return report._replace(
        plan=_plan(report.plan, files),
        policy_files=tuple(policy),
        items=tuple(_item(item, file, files) for item in report.items),
    )


def _plan(plan: Plan, files: _Files) -> Plan:
    places = plan.places
    file = files[places.file]
    if file != places.file:
        places = Places(file, places.root, places.marks, places.start, places.source)
    return plan._replace(file=files[plan.file], at=files.place(plan.at), places=places)


def _item(item: Item, plan: str, files: _Files) -> Item:
    return item._replace(
        findings=tuple(one._replace(at=files.at(one.at)) for one in item.findings),
        evidence=tuple(_evidence(one, plan, files) for one in item.evidence),
        origin=files.at(item.origin),
    )


def _evidence(evidence: Evidence, plan: str, files: _Files) -> Evidence:
    """Return evidence whose source is a line of the plan with its file; other sources vary."""
    if not plan or not evidence.source.startswith(f"{plan}:"):
        return evidence
    return evidence._replace(source=files[plan] + evidence.source.removeprefix(plan))
