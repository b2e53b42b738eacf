"""`python -m benchmarks`: start Jetway and its peers on the same data, measure, print, and write the docs."""

from __future__ import annotations

import argparse
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import bulk, shop, table
from benchmarks.cases import CASES
from benchmarks.load import CLIENTS
from benchmarks.measure import Result, Rounds, measured
from benchmarks.peer import NotRun, Peer, Place, Running, install
from benchmarks.peers import PEERS

if TYPE_CHECKING:
    from benchmarks.bulk import Whole

ROOT = Path(__file__).parent.parent
ENGINES = ("PostgreSQL", "SQLite")
IN_README = ("a", "b", "c", "g")


def main() -> None:
    asked = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    asked.cache.mkdir(parents=True, exist_ok=True)
    rounds = Rounds(asked.rounds, asked.seconds)
    parts, short, missing = [], [], {}
    for engine in asked.engines:
        results, wholes, reasons = _run(engine, asked, rounds)
        missing |= {f"{name} on {engine}": reason for name, reason in reasons.items()}
        letters = [letter for letter in asked.cases if letter in results[0].samples]
        tables = [table.ratios(results, letters), table.details(results, letters)]
        tables += [table.wholes(wholes)] if wholes else []
        parts.append("\n".join([f"### {engine}\n", *tables]))
        first = [letter for letter in letters if letter in IN_README]
        short.append(f"**{engine}**\n\n{table.ratios(results, first)}")
    stamp = f"{_machine()}; {asked.rounds} rounds of {asked.seconds:g} s each, {CLIENTS} connections."
    text = "\n".join([stamp + "\n", *parts, table.not_run(missing)])
    print(text)
    if asked.write:
        table.write(ROOT / "docs" / "explanation" / "performance.md", text)
        table.write(ROOT / "README.md", "\n".join([*short, stamp]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = [peer.NAME for peer in PEERS]
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "jetway-bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--peers", nargs="*", choices=names, default=names, help="beside Jetway")
    parser.add_argument("--write", action="store_true", help="put the tables into the documentation")
    return parser.parse_args()


def _run(
    engine: str, asked: argparse.Namespace, rounds: Rounds
) -> tuple[list[Result], list[Whole], dict[str, str]]:
    """The results on one engine, Jetway's first, and who is missing."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jetway-bench-")))
        made = shop.postgresql() if engine == "PostgreSQL" else shop.sqlite(asked.cache, folder)
        data = stack.enter_context(made)
        running: dict[str, Running] = {}
        missing: dict[str, str] = {}
        for peer in PEERS:
            if engine in peer.ENGINES and (peer.NAME in asked.peers or not running):
                place = Place(peer.NAME, asked.cache, data, folder, stack)
                _start(peer, place, running, missing)
        results, left_out = measured(data, running, asked.cases, rounds)
        wholes, also_left_out = bulk.measured(data, running)
        return results, wholes, missing | left_out | also_left_out


def _start(peer: Peer, place: Place, running: dict[str, Running], missing: dict[str, str]) -> None:
    try:
        home = install(peer, place.home)
        here = Place(peer.NAME, home, place.shop, place.folder, place.stack)
        running[peer.NAME] = peer.start(here)
    except NotRun as reason:
        missing[peer.NAME] = str(reason)
    print(f"{peer.NAME}: {missing.get(peer.NAME, 'runs')}", file=sys.stderr)


def _machine() -> str:
    """When and where: the figures mean nothing elsewhere, their ratios little less."""
    cpu = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    psql = subprocess.check_output(["psql", "--version"], text=True).split()[2]
    kind = cpu[1] if cpu else platform.machine()
    on = f"{os.cpu_count()} cores of {kind}, Python {platform.python_version()}, PostgreSQL {psql}"
    return f"{datetime.now(UTC):%d %B %Y}, {on}"


if __name__ == "__main__":
    main()
