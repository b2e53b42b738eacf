"""The tables of the results, in Markdown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.bulk import TITLES
from benchmarks.cases import CASES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.bulk import Whole
    from benchmarks.measure import Result, Sample

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


def ratios(results: Sequence[Result], letters: Sequence[str]) -> str:
    """CPU of the first, in µs, and how many times as much the others take."""
    ours, *others = results
    head = ["CPU per request", ours.name, *[other.name for other in others]]
    rows = []
    for letter in letters:
        own = ours.samples[letter]
        cells = [_times(other.samples.get(letter), own) for other in others]
        rows.append([CASES[letter].title, f"{_figure(own.total_us)} µs", *cells])
    rows.append(["memory", *[f"{result.memory_mb:.0f} MB" for result in results]])
    return _markdown(head, rows)


def details(results: Sequence[Result], letters: Sequence[str]) -> str:
    """Every figure: CPU of the server and of the database, and the latencies."""
    rows = [
        [CASES[letter].title, result.name, *_figures(result.samples[letter])]
        for letter in letters
        for result in results
        if letter in result.samples
    ]
    return _markdown(["case", "who", "server µs", "database µs", "p50 ms", "p99 ms"], rows)


def wholes(results: Sequence[Whole]) -> str:
    """What many rows at once took."""
    rows = [
        [
            TITLES[result.letter],
            result.name,
            *[f"{seconds:.2f}" for seconds in (result.wall_s, result.server_s, result.database_s)],
            _figure(result.megabytes),
        ]
        for result in results
    ]
    return _markdown(["many rows", "who", "wall s", "server CPU s", "database CPU s", "MB"], rows)


def not_run(reasons: Mapping[str, str]) -> str:
    """Who is missing, and why."""
    return "".join(f"- {name} was not run: {reason}.\n" for name, reason in reasons.items())


def write(path: Path, text: str) -> None:
    """Put `text` between the markers of the file. Raises `ValueError` where it has none."""
    before, begin, rest = path.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{path} has no markers")
    path.write_text(f"{before}{BEGIN}\n{text.strip()}\n{END}{after}")


def _times(other: Sample | None, own: Sample) -> str:
    """`3.1x`; fewer digits where they say nothing."""
    if other is None:
        return "-"
    times = other.total_us / own.total_us
    return f"{times:.1f}x" if times < 10 else f"{times:.0f}x"


def _figures(sample: Sample) -> list[str]:
    latencies = ["-" if math.isnan(ms) else f"{ms:.1f}" for ms in (sample.p50_ms, sample.p99_ms)]
    return [_figure(sample.server_us), _figure(sample.database_us), *latencies]


def _figure(value: float) -> str:
    return f"{value:,.0f}"


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Numbers stand right, below each other."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
