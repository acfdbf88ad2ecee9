"""What is measured about a running service, and the words people use for it.

Error rate, response time, CPU, memory, sessions and users, and what usually stands beside them.
"""

from collections.abc import Iterable, Mapping

from deploylint.model.statements import folded, mentions

METRICS: Mapping[str, tuple[str, ...]] = {
    "error_rate": ("error*", "erreur*", "5xx", "failure rate", "failed request*", "exception*"),
    "latency": (
        *("latenc*", "response time*", "temps de reponse", "p50", "p90", "p95", "p99", "ttfb"),
        *("slow request*", "apdex"),
    ),
    "cpu": ("cpu", "processor", "processeur"),
    "memory": ("memory", "memoire", "ram", "heap", "rss", "oom"),
    "traffic": ("traffic", "trafic", "throughput", "debit", "rps", "requests per second"),
    "sessions": ("session*", "active users", "utilisateurs actifs"),
    "availability": ("availab*", "disponib*", "uptime"),
    "disk": ("disk", "disque"),
    "queue": ("queue*", "file d attente", "backlog"),
}
"""Canonical names, and folded words that stand for each; `latenc*` accepts any ending."""


def metrics_in(text: str) -> list[str]:
    """Return the canonical names of the metrics that `text` speaks of."""
    return [name for name, words in METRICS.items() if mentions(text, words)]


def covered(metric: str, texts: Iterable[str]) -> bool:
    """Say whether one of `texts` speaks of `metric`; an unknown one is looked up by its words."""
    known = metrics_in(metric)
    words = METRICS[known[0]] if known else (folded(metric),)
    return any(mentions(text, words) for text in texts)
