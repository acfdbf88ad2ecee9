"""Public holidays by country, from the `holidays` package, kept on disk between runs."""

from collections.abc import Iterable

from deploylint.collect.holidaycache import Wanted, load, store
from deploylint.errors import UserError
from deploylint.model.location import Location
from deploylint.model.windows import HolidayCalendar, HolidayDates

SPAN = 5
"""Years are asked for in blocks of five, so that a cached answer serves for long."""

ADDED = "holiday added by the policy"


def collect_holidays(
    calendar: HolidayCalendar, country: str, years: tuple[int, int]
) -> HolidayDates:
    """Return the holidays of `country` from the first through the last of `years`, or for longer.

    Holidays are observed as in that country: some move to a working day. Raises UserError with the
    nearest code when country or subdivision is not known.
    """
    first, last = years[0] // SPAN * SPAN, years[1] // SPAN * SPAN + SPAN - 1
    wanted = Wanted(
        country=country.upper() if len(country) == len("FR") else country,
        subdivision=calendar.subdivision,
        first_year=max(first, 1),
        last_year=min(last, 9999),
    )
    known = load(wanted)
    if known is None:
        known = _ask(wanted, calendar.at if calendar.country or calendar.subdivision else None)
        store(wanted, known)
    added = {day: ADDED for day in calendar.add if day not in known.names}
    together = {**known.names, **added}
    names = {day: name for day, name in together.items() if day not in calendar.remove}
    return known._replace(names=names, estimated=known.estimated & names.keys())


def _ask(wanted: Wanted, where: Location | None) -> HolidayDates:
    """Ask the library, which takes 0.1 s to import and to load every country."""
    import holidays

    known = holidays.list_supported_countries()
    if wanted.country not in known:
        raise _unknown("country", wanted.country, known, where)
    plain = holidays.country_holidays(wanted.country)
    parts = (*plain.subdivisions, *plain.subdivisions_aliases)
    if wanted.subdivision is not None and wanted.subdivision not in parts:
        raise _unknown(f"subdivision of {wanted.country}", wanted.subdivision, parts, where)
    found = holidays.country_holidays(
        wanted.country,
        subdiv=wanted.subdivision,
        years=range(wanted.first_year, wanted.last_year + 1),
        expand=False,
        language="en_US",
    )
    return HolidayDates(
        first_year=max(wanted.first_year, found.start_year),
        last_year=min(wanted.last_year, found.end_year),
        names=dict(sorted(found.items())),
        estimated=frozenset(day for day, name in found.items() if "estimated" in name),
    )


def _unknown(what: str, word: str, known: Iterable[str], where: Location | None) -> UserError:
    """Return an error with the code that looks most like `word`."""
    # only a mistake pays for difflib
    from difflib import get_close_matches

    codes = sorted(known)
    close = get_close_matches(word.upper(), codes, n=1) or get_close_matches(word, codes, n=1)
    few = 30
    listed = ", ".join(codes) if len(codes) <= few else "ISO 3166 codes such as FR, DE or US"
    hint = f"did you mean `{close[0]}`?" if close else f"known: {listed or 'none'}"
    message = f"the public holidays of the {what} `{word}` are not known"
    return UserError(message, where or "country in the settings", hint)
