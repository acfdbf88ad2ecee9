"""The release is watched, long enough and for what matters.

## Why
Most faults of a release show within half an hour, to those who look (at least 30
minutes; error rate, response time, CPU and memory).

## How to fix
Write `monitoring: {duration, watch, alerts, dashboards}`: at least the duration and the metrics
that the policy asks for, the alerts that reach somebody, and links to dashboards or logs.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, NamedTuple

from deploylint.model.metrics import covered
from deploylint.model.plan import Monitoring, Plan
from deploylint.model.statements import real, stated
from deploylint.model.verdict import Finding, Verdict, failed, passed, unproven
from deploylint.model.wording import counted, listed, quoted, spoken


class Params(NamedTuple):
    """What a policy may set under `with:`."""

    structured: Annotated[
        bool,
        "Whether metrics, alerts, links and a duration are needed. If not, a text is enough, or"
        " a duration.",
        "higher",
    ] = True
    duration: Annotated[timedelta, "How long the release is watched at least.", "higher"] = (
        timedelta(minutes=30)
    )
    watch: Annotated[
        tuple[str, ...], "The metrics that must be watched, such as error_rate or latency."
    ] = ("error_rate", "latency", "cpu", "memory")


def check(plan: Plan, params: Params) -> Verdict:
    """Judge what the plan says about monitoring; only a text need not say for how long."""
    monitoring = plan.monitoring
    if monitoring is None:
        return unproven("the plan does not say how the release is watched")
    gaps = list(_gaps(plan, monitoring, params) if params.structured else _empty(plan, monitoring))
    gaps = [*_too_short(plan, monitoring, params), *gaps]
    if gaps:
        return failed("; ".join([gap.message for gap in gaps]), *gaps)
    if monitoring.text is None and monitoring.duration is None:
        reason = "the plan does not say for how long the release is watched (`duration`)"
        return unproven(reason, Finding(reason, monitoring.at))
    return passed(_summary(monitoring), evidence=stated(monitoring.at))


def _too_short(plan: Plan, monitoring: Monitoring, params: Params) -> Iterator[Finding]:
    if monitoring.duration is not None and monitoring.duration < params.duration:
        planned, needed = spoken(monitoring.duration), spoken(params.duration)
        message = f"the release is watched for {planned}; the policy asks for {needed}"
        yield Finding(message, plan.where("monitoring", "duration"))


def _empty(plan: Plan, monitoring: Monitoring) -> Iterator[Finding]:
    if monitoring.duration is None and not any(real(text) for text in _texts(monitoring)):
        yield Finding("`monitoring` says nothing about what is watched", plan.where("monitoring"))


def _gaps(plan: Plan, monitoring: Monitoring, params: Params) -> Iterator[Finding]:
    if monitoring.duration is None:
        yield Finding("the monitoring states no `duration`", monitoring.at)
    unwatched = [metric for metric in params.watch if not covered(metric, monitoring.watch)]
    if unwatched:
        at = plan.where("monitoring", "watch") if monitoring.watch else monitoring.at
        yield Finding(f"not watched: {listed(unwatched)}", at)
    if not any(map(real, monitoring.alerts)):
        yield Finding("the monitoring names no `alerts`", monitoring.at)
    if not any(map(real, (*monitoring.dashboards, *monitoring.logs))):
        message = "the monitoring links neither `dashboards` nor `logs`"
        yield Finding(message, monitoring.at)


def _texts(monitoring: Monitoring) -> tuple[str | None, ...]:
    lists = (monitoring.watch, monitoring.alerts, monitoring.dashboards, monitoring.logs)
    return (monitoring.text, *[text for texts in lists for text in texts])


def _summary(monitoring: Monitoring) -> str:
    if monitoring.text is not None:
        return f"the plan says how the release is watched: {quoted(monitoring.text)}"
    parts = [f"for {spoken(monitoring.duration)}"] if monitoring.duration else []
    parts += [f"metrics: {listed(monitoring.watch)}"] if monitoring.watch else []
    parts += [counted(len(monitoring.alerts), "alert")] if monitoring.alerts else []
    links = (*monitoring.dashboards, *monitoring.logs)
    parts += [counted(len(links), "link")] if links else []
    return f"the release is watched: {'; '.join(parts)}"
