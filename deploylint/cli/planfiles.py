"""Which plans are meant where the command line names none."""

import os

from deploylint.errors import UserError
from deploylint.load.settings import Settings


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
