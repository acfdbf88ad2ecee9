"""What a run judges by, besides the plans and what is gathered about them."""

import os
from collections.abc import Iterator

from deploylint.load.library import PREFIX
from deploylint.load.settings import Settings
from deploylint.model.policy import Policy
from deploylint.model.timespecs import IcsSpec


def judged_by(settings: Settings, policy: Policy) -> Iterator[str]:
    """Yield the files by which every plan is judged."""
    if settings.file is not None:
        yield settings.file
    yield from (file.name for file in policy.files if not file.name.startswith(PREFIX))
    if policy.windows is None:
        return
    calendars = [freeze.time for freeze in policy.windows.freezes]
    for one in (*calendars, policy.windows.on_call.ics):
        if isinstance(one, IcsSpec):
            yield os.path.relpath(os.path.join(settings.root, one.file))
