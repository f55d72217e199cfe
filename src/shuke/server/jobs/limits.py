"""What a job's process may use at most; told to the system, which ends a process that wants more."""

from __future__ import annotations

import os
import resource
import sys

from shuke.server.jobs.table import Kind


def limit(kind: Kind) -> None:
    """Limit this process and all that it starts."""
    for what, most in (
        (resource.RLIMIT_AS, kind.memory),
        (resource.RLIMIT_CPU, kind.cpu),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (allowed, allowed))


def leave_a_core() -> None:
    """Keep off one core, where there are several, in this process and all that it starts: it is for those who look."""
    if sys.platform == "linux":
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[1:] or cores)
