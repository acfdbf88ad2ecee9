"""Whether pages and bundles stay within their budgets, by the reports that were found."""

from typing import NamedTuple

from deploylint.evidence.weigh import Weighed, proven, together, violated
from deploylint.facts.budgets import Budgets, Limit, Page
from deploylint.facts.source import Piece
from deploylint.model.verdict import Finding, Verdict
from deploylint.model.wording import counted, quoted


class Demands(NamedTuple):
    """The least score for performance, from 0 to 100, and the most milliseconds to paint."""

    performance: int
    lcp: int


def judge(found: Weighed[Budgets], demands: Demands) -> Verdict:
    """Return whether everything stays within its budget; there is one report at least."""
    problems = [finding for piece in found.counted for finding in _problems(piece, demands)]
    if problems:
        return violated(found, together(problems), *problems)
    notes = [finding for piece in found.counted for finding in _warnings(piece)]
    return proven(found, _summary(found.contents), *notes)


def _problems(piece: Piece[Budgets], demands: Demands) -> list[Finding]:
    content, source = piece.content, piece.source
    if content is None:
        return []
    messages = []
    if source.run is not None and source.run.exit_code != 0:
        command = quoted(" ".join(source.run.command))
        messages.append(f"was written by {command}, which ended with {source.run.exit_code}")
    if content.error is not None:
        messages.append(f"says that nothing could be measured: {quoted(content.error)}")
    elif not content.pages and not any(limit.binding for limit in content.limits):
        messages.append("holds no limit that had to be kept, so nothing was judged")
    messages.extend(text for page in content.pages for text in _slow(page, demands))
    messages.extend(_said(limit) for limit in content.limits if limit.binding and not limit.holds)
    return [Finding(f"{source.path}: {message}", source.at) for message in messages]


def _slow(page: Page, demands: Demands) -> list[str]:
    """Return what is wrong with a page; what was not measured is wrong."""
    name = quoted(page.url) if page.url else "a page without address"
    if page.error is not None:
        return [f"{name} could not be measured: {quoted(page.error)}"]
    if page.score is None:
        return [f"{name} has no score for performance; let Lighthouse measure that category"]
    messages = []
    if page.score < demands.performance * 100:
        least = demands.performance
        messages.append(f"{name} has the score {_points(page.score)}; {least} is demanded")
    if page.lcp is None:
        messages.append(f"of {name} the Largest Contentful Paint was not measured")
    elif page.lcp >= demands.lcp:
        paints = f"paints its largest content after {int(page.lcp)} ms"
        messages.append(f"{name} {paints}; it has to be less than {demands.lcp} ms")
    return messages


def _points(score: int) -> str:
    """Return a score as `89` or `89.5`, rounded down."""
    points, rest = divmod(score, 100)
    return f"{points}.{rest // 10}" if rest >= 10 else str(points)  # noqa: PLR2004  # a tenth


def _said(limit: Limit) -> str:
    return f"{quoted(limit.name)} {limit.said}"


def _warnings(piece: Piece[Budgets]) -> list[Finding]:
    """Return the limits that are exceeded, but that the project only wants to be warned of."""
    limits = piece.content.limits if piece.content is not None else ()
    source = piece.source
    return [
        Finding(f"{source.path}: {_said(limit)} (a warning)", source.at)
        for limit in limits
        if not limit.holds
    ]


def _summary(contents: list[Budgets]) -> str:
    pages = [page for content in contents for page in content.pages]
    limits = [limit for content in contents for limit in content.limits if limit.binding]
    parts = []
    if limits:
        parts.append(f"{counted(len(limits), 'limit')} of {_tools(contents)} kept")
    if pages:
        slowest = max(int(page.lcp or 0) for page in pages)
        least = _points(min(page.score or 0 for page in pages))
        parts.append(
            f"{counted(len(pages), 'page')} measured: largest content after {slowest} ms at most,"
            f" score {least} at least"
        )
    return "; ".join(parts)


def _tools(contents: list[Budgets]) -> str:
    return " and ".join(sorted({quoted(one.tool).strip('"') for one in contents if one.limits}))
