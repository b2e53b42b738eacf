"""What processes cost, as the kernel counts it. Linux only."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and everything that it or its children started."""
    children = [
        int(child)
        for thread in Path(f"/proc/{pid}/task").glob("*/children")
        for child in thread.read_text().split()
    ]
    return [pid, *(one for child in children for one in tree(child))]


def cpu_s(pid: int) -> float:
    """CPU time of the tree so far, in seconds, that of processes which have ended included."""
    total_s = 0.0
    for one in tree(pid):
        with suppress(OSError):
            total_s += time.clock_gettime(_clock(one)) + _ended_s(one)
    return total_s


def pss_mb(pid: int) -> float:
    """Memory of the tree; what several processes share counts in parts."""
    total_kb = 0
    for one in tree(pid):
        with suppress(OSError):
            found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{one}/smaps_rollup").read_text(), re.MULTILINE)
            total_kb += int(found[1]) if found else 0
    return total_kb / 1024


def _clock(pid: int) -> int:
    """The clock that `clock_getcpuclockid` names: of all threads of a process, in nanoseconds."""
    return ~pid << 3 | 2


def _ended_s(pid: int) -> float:
    """CPU time of the children that the process has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[13]) + int(fields[14])) / TICKS
