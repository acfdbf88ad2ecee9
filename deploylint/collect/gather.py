"""Collects the facts that rules ask for, each once, side by side where they wait for git or disks.

The fact in `facts/NAME.py` is collected by `collect(around)` in `collect/NAME.py`: the folder is
the registry.
"""

from collections.abc import Iterable
from importlib import import_module

from deploylint.collect.around import Around
from deploylint.errors import UnavailableError, UserError
from deploylint.model.verdict import Verdict, errored, unproven

Found = dict[type, object]


def gather(needed: Iterable[type], around: Around) -> Found:
    """Return each fact of `needed`, or the verdict that stands in its place.

    A fact that is not to be had is `unproven`; one whose collector breaks is an `error`.
    """
    wanted = sorted(needed, key=lambda fact: fact.__name__)
    found: Found = {}
    if len(wanted) == 1:
        found[wanted[0]] = _collect(wanted[0], around)
        return found
    # several collectors wait for git at the same time
    from threading import Thread

    def work(fact: type) -> None:
        found[fact] = _collect(fact, around)

    threads = [Thread(target=work, args=(fact,), daemon=True) for fact in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _collect(fact: type, around: Around) -> object | Verdict:
    name = fact.__module__.rpartition(".")[2]
    try:
        found: object = import_module(f"deploylint.collect.{name}").collect(around)
    except UnavailableError as error:
        return unproven(str(error))
    except UserError as error:
        return errored(str(error))
    except Exception as error:  # noqa: BLE001  # a broken collector is a failing item, not the end
        kind = type(error).__name__
        return errored(f"the evidence could not be collected ({kind}: {error}); please report it")
    return found
