"""What reading a document of somebody's may take of the machine. For a process that does nothing else."""

from __future__ import annotations

import math
import resource
from contextlib import suppress

MEMORY = 512 * 2**20
"""In bytes, of all that the process has: twice what GitHub's 9 MB of YAML take."""

CPU_S = 60
"""Of the processor, from now on. Whoever waits gives up earlier; it holds where nobody is left to."""


def confine(cpu_s: int = CPU_S) -> None:
    """Have this process end, or raise `MemoryError`, where it takes more. Not every system can."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    ends_s = math.ceil(used.ru_utime + used.ru_stime) + cpu_s
    for limit, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, ends_s)):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, resource.getrlimit(limit)[1]))
