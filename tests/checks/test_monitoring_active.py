"""What the check monitoring-active says."""

import pytest

from deploylint.checks.monitoring_active import Params, check
from tests.checks.plans import lines, plan, written

CASES = [
    pytest.param(
        "",
        Params(),
        "fail unproven: the plan does not say how the release is watched",
        id="not-stated",
    ),
    pytest.param(
        """
        monitoring:
          duration: 30m
          watch: [error_rate, latency_p95, cpu, memory]
          alerts: ['error rate > 1 %']
          dashboards: [https://grafana.example.com]
        """,
        Params(),
        """
        pass: the release is watched: for 30 min; metrics: error_rate, latency_p95, cpu and
              memory; 1 alert; 1 link [plan 4:3]
        """,
        id="structured",
    ),
    pytest.param(
        """
        monitoring:
          duration: 1h
          watch: [Taux d'erreur, Temps de réponse, CPU/Mémoire]
          alerts: [toute 5xx]
          logs: kubectl logs -f deployment/app
        """,
        Params(),
        """
        pass: the release is watched: for 1 h; metrics: Taux d'erreur, Temps de réponse and
              CPU/Mémoire; 1 alert; 1 link [plan 4:3]
        """,
        id="in-french",
    ),
    pytest.param(
        "monitoring: dashboards are watched",
        Params(),
        """
        fail violated: the monitoring states no `duration`; not watched: error_rate, latency,
              cpu and memory; the monitoring names no `alerts`; the monitoring links neither
              `dashboards` nor `logs`
          4:15 the monitoring states no `duration`
          4:15 not watched: error_rate, latency, cpu and memory
          4:15 the monitoring names no `alerts`
          4:15 the monitoring links neither `dashboards` nor `logs`
        """,
        id="text-where-structure-is-needed",
    ),
    pytest.param(
        """
        monitoring:
          duration: 10m
          watch: [error_rate, latency_p95, cpu, memory]
          alerts: ['error rate > 1 %']
          dashboards: [https://grafana.example.com]
        """,
        Params(),
        """
        fail violated: the release is watched for 10 min; the policy asks for 30 min
          5:5 the release is watched for 10 min; the policy asks for 30 min
        """,
        id="too-short",
    ),
    pytest.param(
        """
        monitoring:
          duration: 30m
          watch: [error_rate, latency_p95, cpu]
          alerts: ['error rate > 1 %']
          dashboards: [https://grafana.example.com]
        """,
        Params(),
        """
        fail violated: not watched: memory
          6:5 not watched: memory
        """,
        id="metric-not-watched",
    ),
    pytest.param(
        """
        monitoring:
          duration: 30m
          watch: [error_rate, latency_p95, cpu, memory]
          dashboards: [https://grafana.example.com]
        """,
        Params(),
        """
        fail violated: the monitoring names no `alerts`
          4:3 the monitoring names no `alerts`
        """,
        id="no-alerts",
    ),
    pytest.param(
        """
        monitoring:
          duration: 30m
          watch: [error_rate, latency_p95, cpu, memory]
          alerts: ['error rate > 1 %']
        """,
        Params(),
        """
        fail violated: the monitoring links neither `dashboards` nor `logs`
          4:3 the monitoring links neither `dashboards` nor `logs`
        """,
        id="no-links",
    ),
    pytest.param(
        """
        monitoring:
          duration: 30m
          watch: [error_rate, latency_p95, cpu, queue_depth]
          alerts: ['error rate > 1 %']
          dashboards: [https://grafana.example.com]
        """,
        Params(watch=("error_rate", "queue")),
        """
        pass: the release is watched: for 30 min; metrics: error_rate, latency_p95, cpu and
              queue_depth; 1 alert; 1 link [plan 4:3]
        """,
        id="other-metrics",
    ),
    pytest.param(
        "monitoring: Grafana is watched for 30 min",
        Params(structured=False),
        """
        pass: the plan says how the release is watched: "Grafana is watched for 30 min" [plan
              4:15]
        """,
        id="text",
    ),
    pytest.param(
        "monitoring: none",
        Params(structured=False),
        """
        fail violated: `monitoring` says nothing about what is watched
          4:3 `monitoring` says nothing about what is watched
        """,
        id="text-says-nothing",
    ),
    pytest.param(
        "monitoring: {duration: 30m, watch: errors}",
        Params(structured=False),
        "pass: the release is watched: for 30 min; metrics: errors [plan 4:3]",
        id="record-where-a-text-is-enough",
    ),
    pytest.param(
        "monitoring: {duration: 30m}",
        Params(structured=False),
        "pass: the release is watched: for 30 min [plan 4:3]",
        id="duration-where-a-text-is-enough",
    ),
    pytest.param(
        "monitoring: {watch: errors}",
        Params(structured=False),
        """
        fail unproven: the plan does not say for how long the release is watched (`duration`)
          4:3 the plan does not say for how long the release is watched (`duration`)
        """,
        id="record-without-duration",
    ),
    pytest.param(
        "monitoring: {watch: []}",
        Params(structured=False),
        """
        fail violated: `monitoring` says nothing about what is watched
          4:3 `monitoring` says nothing about what is watched
        """,
        id="empty-record",
    ),
    pytest.param(
        "monitoring: {duration: 5m}",
        Params(structured=False),
        """
        fail violated: the release is watched for 5 min; the policy asks for 30 min
          4:16 the release is watched for 5 min; the policy asks for 30 min
        """,
        id="too-short-anyway",
    ),
]


@pytest.mark.parametrize(("text", "params", "expected"), CASES)
def test_the_release_is_watched(text: str, params: Params, expected: str) -> None:
    assert written(check(plan(text), params)) == lines(expected)
