"""What `deploylint policy check` says about the windows of a policy."""

from datetime import datetime, timedelta

from deploylint.collect.schedule import Circumstances, collect_schedule
from deploylint.load.settings import Settings
from deploylint.model.location import Location
from deploylint.model.policy import Policy
from deploylint.model.policycheck import Outlook, Remark


def window_remarks(policy: Policy, settings: Settings, now: datetime) -> tuple[Remark, ...]:
    """Return what is worth saying about the windows of a policy, seen from `now`.

    Zone, country and calendar files are those that `check` would use. Raises UserError when one of
    them cannot be used.
    """
    if policy.windows is None:
        return ()
    # the checks and the time-window engine are for policies with windows
    from deploylint.collect.ignoredevents import collect_ignored
    from deploylint.windows.lint import lint
    from deploylint.windows.lintview import LOOKED

    horizon = max(policy.windows.horizon, timedelta(days=LOOKED))
    circumstances = Circumstances(
        timezone=settings.timezone, country=settings.country, root=settings.root
    )
    around = collect_schedule(policy.windows._replace(horizon=horizon), circumstances, now)
    outlook = Outlook(
        now=now,
        timezone=settings.timezone,
        country=settings.country,
        holidays=around.holidays,
        calendars=around.calendars,
        ignored={source: collect_ignored(settings.root, source) for source in around.calendars},
        places=_places(policy, settings),
    )
    return lint(policy.windows, outlook)


def _places(policy: Policy, settings: Settings) -> dict[str, Location]:
    """Return where each setting of the windows stands, and each list begins."""
    places: dict[str, Location] = {}
    for part in policy.window_parts:
        places.setdefault(part.path[0], part.at)
    zone = settings.where("timezone") if settings.timezone else None
    if zone is not None and policy.windows is not None and policy.windows.timezone is None:
        places["timezone"] = zone
    return places
