"""Which plans are meant where the command line names none, and what stands for none at all."""

import os

from deploylint.errors import UserError
from deploylint.load.settings import Settings
from deploylint.model.location import Location, Places
from deploylint.model.plan import Plan, Strategy


def settings_plans(settings: Settings) -> tuple[str, ...]:
    """Return the plan files that the settings name, relative to the current folder.

    Raises UserError when a pattern matches nothing: a gate that looked at nothing must not be
    green.
    """
    if not settings.plans:
        return ()
    # only settings with patterns pay for it
    import glob

    found: list[str] = []
    for pattern in settings.plans:
        matches = sorted(
            glob.glob(os.path.join(glob.escape(settings.root), pattern), recursive=True)
        )
        if not matches:
            where = settings.where("plans")
            raise UserError(f"no file matches `{pattern}`, so no plan is judged", where)
        found.extend(os.path.relpath(match) for match in matches)
    return tuple(dict.fromkeys(found))


def nothing_planned(strategy: Strategy | None = None) -> Plan:
    """Return a stand-in for the plan of a release to production of which nothing else is known.

    Its `file` is empty, by which checks know it.
    """
    return Plan(
        file="",
        document=1,
        digest="",
        version="",
        environment="production",
        data={},
        places=Places("", {}, {}, (1, 1, 1, 1)),
        at=Location("", 1, 1),
        strategy=strategy,
    )
