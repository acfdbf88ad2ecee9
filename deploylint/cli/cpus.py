"""How many CPUs this process may use."""

import os

QUOTA = "/sys/fs/cgroup/cpu.max"
"""What a container may use: https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files."""


def usable_cpus() -> int:
    """Return the number of CPUs, at least 1: those it may run on, within what a container gets."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS
    cpus = len(allowed(0)) if allowed else os.cpu_count() or 1
    return max(1, min(cpus, _quota() or cpus))


def _quota() -> int | None:
    """Return how many CPUs a container gets, rounded up, None when nothing limits it."""
    try:
        with open(QUOTA, encoding="ascii") as file:
            share, _, period = file.read(100).partition(" ")
        return -(-int(share) // int(period))
    except (OSError, ValueError, ZeroDivisionError):
        return None
