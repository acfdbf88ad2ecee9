"""Several documents on one pull or merge request, put together."""

from collections.abc import Iterable

from deploylint.facts.reviews import Opinion, Request, RequestState

Identity = tuple[str, str]


def combined(requests: Iterable[Request]) -> tuple[Request, ...]:
    """Return one request for all documents that speak of the same one.

    They do when they have the same number, or one has none and the heads are the same. What the
    first does not say is taken from the next; where they differ, the worse is believed.
    """
    found: dict[Identity, Request] = {}
    by_head: dict[Identity, Identity] = {}
    for one in sorted(requests, key=lambda one: not one.key):
        identity = (one.platform.value, one.key)
        at_head = (one.platform.value, one.head or "")
        if not one.key:
            identity = by_head.get(at_head, ("", one.head or ""))
        found[identity] = _merged(found[identity], one) if identity in found else one
        if one.head:
            by_head.setdefault(at_head, identity)
    return tuple(one._replace(opinions=_opinions(one.opinions)) for one in found.values())


def _merged(first: Request, second: Request) -> Request:
    said = second._asdict()
    filled = {
        name: said[name] if value is None or value == () else value
        for name, value in first._asdict().items()
    }
    merged = Request(**filled)
    closed = RequestState.CLOSED in (first.state, second.state)
    return merged._replace(
        draft=True if second.draft else merged.draft,
        state=RequestState.CLOSED if closed else merged.state,
        opinions=first.opinions + second.opinions,
        complete=first.complete or second.complete,
        local=first.local or second.local,
    )


def _opinions(opinions: tuple[Opinion, ...]) -> tuple[Opinion, ...]:
    """Return each opinion once, as the document has it that says more, in the order of time."""
    found: dict[tuple[object, ...], Opinion] = {}
    for one in opinions:
        same = (one.person.casefold(), one.stance, one.time)
        known = found.get(same, one)
        found[same] = one._replace(
            commit=known.commit or one.commit, bot=known.bot or one.bot, person=known.person
        )
    dated = [one for one in found.values() if one.time is not None]
    undated = [one for one in found.values() if one.time is None]
    return (*undated, *sorted(dated, key=lambda one: one.time))  # type: ignore[arg-type,return-value]  # all have a time
