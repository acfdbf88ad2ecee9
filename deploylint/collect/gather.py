"""Collects the facts that rules ask for, each once, side by side where they wait for git.

The fact in `facts/NAME.py` is collected by `collect(around)` in `collect/NAME.py`: the folder is
the registry. A collector that looks at the versions of the plan says so with `BY_VERSION = True`;
what the others collect is the same for every plan of the same commit and evidence.
"""

from collections.abc import Callable, Iterable
from importlib import import_module

from deploylint.collect.around import Around, Question
from deploylint.collect.git import has_repository
from deploylint.errors import UnavailableError, UserError
from deploylint.model.verdict import errored, refused, unproven

Known = dict[tuple[type, Question], object]
"""What was collected already, by fact and by what it depends on."""

Job = tuple[type, Question, Callable[[Around], object]]

SIDE_BY_SIDE = 4
"""Collectors that work at the same time."""


def gather(needed: Iterable[type], around: Around, known: Known) -> dict[type, object]:
    """Return each fact of `needed`, or the verdict that stands in its place; fills `known`.

    A fact that is not to be had is `unproven`; one whose collector breaks is an `error`.
    """
    jobs = [_job(fact, around.question) for fact in sorted(needed, key=_name)]
    waiting = [job for job in jobs if job[:2] not in known]

    def work() -> None:
        while waiting:
            try:
                fact, question, collect = waiting.pop()
            except IndexError:  # another was quicker
                return
            known[fact, question] = _answer(collect, around)

    if len(waiting) > 1 and has_repository(around.root):
        _side_by_side(work)
    work()
    return {fact: known[fact, question] for fact, question, _ in jobs}


def _name(fact: type) -> str:
    return fact.__module__


def _job(fact: type, question: Question) -> Job:
    """Return what has to be done for a fact, and what its answer depends on."""
    try:
        module = import_module(f"deploylint.collect.{_name(fact).rpartition('.')[2]}")
    except Exception as error:  # noqa: BLE001  # a broken collector is a failing item, not the end
        return fact, question, _broken(error)
    if not getattr(module, "BY_VERSION", False):
        question = question._replace(version="", previous_version=None, service=None, names=())
    return fact, question, module.collect


def _broken(error: Exception) -> Callable[[Around], object]:
    def collect(_: Around) -> object:
        raise error

    return collect


def _side_by_side(work: Callable[[], None]) -> None:
    # only what waits for git is worth a thread
    from threading import Thread

    threads = [Thread(target=work, daemon=True) for _ in range(SIDE_BY_SIDE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _answer(collect: Callable[[Around], object], around: Around) -> object:
    try:
        return collect(around)
    except UnavailableError as error:
        return unproven(str(error))
    except UserError as error:
        return refused(error)
    except Exception as error:  # noqa: BLE001  # a broken collector is a failing item, not the end
        kind = type(error).__name__
        return errored(f"the evidence could not be collected ({kind}: {error}); please report it")
