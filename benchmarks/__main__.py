"""CPU per request of Jetway on the demo's shop, beside the cheapest answer the same web server can give.

Each case runs in short rounds, interleaved with the others, and the median round counts, so that a busy
machine disturbs all alike. CPU is that of the server's process, its database (SQLite, in process) included,
read from /proc: Linux only.
"""

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROUNDS = 5
ROUND_S = 1.5
CLIENTS = 8
TICKS = os.sysconf("SC_CLK_TCK")

ANCHOR = """
import uvicorn
body = b'{"ok": true}' * 8
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"96")]})
    await send({"type": "http.response.body", "body": body})
uvicorn.run(app, port=PORT, lifespan="off", log_level="error", access_log=False)
"""

CASES = {
    "anchor: 96 constant bytes": "/",
    "get by key": "/api/models/orders/777/",
    "list 25, filter and sort": "/api/models/orders/?status=paid&_order_by=-placed_at&_count=none",
    "list 25 with a related row": "/api/models/orders/?_select=number,total,customer.name&_count=none",
    "list 100 with exact count": "/api/models/orders/?status=paid&_per_page=100",
    "group by status": "/api/models/orders/group/?_y_func=sum&_y_column=total&_x_column=status",
}


@dataclass
class Case:
    """One kind of request and what each round of it cost."""

    name: str
    port: int
    pid: int
    request: bytes
    cpu_us: list[float] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)


def cpu_s(pid: int) -> float:
    """User and system time of a process and its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def ask(case: Case, until_s: float, took_ms: list[float]) -> None:
    """Requests one after the other on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", case.port)
    while time.perf_counter() < until_s:
        started_s = time.perf_counter()
        writer.write(case.request)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))
        took_ms.append((time.perf_counter() - started_s) * 1000)
    writer.close()
    await writer.wait_closed()


async def run_round(case: Case) -> None:
    """One round; its CPU per request and its latencies."""
    took_ms: list[float] = []
    before_s = cpu_s(case.pid)
    until_s = time.perf_counter() + ROUND_S
    await asyncio.gather(*(ask(case, until_s, took_ms) for _ in range(CLIENTS)))
    case.cpu_us.append((cpu_s(case.pid) - before_s) / len(took_ms) * 1e6)
    case.ms.append(statistics.median(took_ms))


def main() -> None:
    """Start the servers, run the rounds, print the table."""
    jetway = [sys.executable, "-m", "jetway"]
    with tempfile.TemporaryDirectory() as state:
        start = [*jetway, "demo", "--port", "0", "--state", state]
        server = subprocess.Popen(start, stdout=subprocess.PIPE, text=True)
        address = next(found[1] for line in server.stdout if (found := re.search(r"Open (\S+)", line)))
        token = subprocess.check_output([*jetway, "token", "create", "--state", state, "--role", "owner"])
        port = urlsplit(address).port
        anchor = subprocess.Popen([sys.executable, "-c", ANCHOR.replace("PORT", str(port + 1))])
        try:
            pids = (server.pid, anchor.pid)
            cases = [make(name, path, token.decode().strip(), port, pids) for name, path in CASES.items()]
            asyncio.run(run(cases))
            report(cases, server.pid)
        finally:
            for process in (server, anchor):
                process.terminate()
                process.wait()


async def run(cases: list[Case]) -> None:
    """All rounds, one case after the other in each."""
    await asyncio.sleep(1)
    for _ in range(ROUNDS):
        for case in cases:
            await run_round(case)


def make(name: str, path: str, token: str, port: int, pids: tuple[int, int]) -> Case:
    """A case, addressed to the anchor or to Jetway."""
    is_anchor = name.startswith("anchor")
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Token {token}\r\n\r\n"
    return Case(name, port + is_anchor, pids[is_anchor], request.encode())


def report(cases: list[Case], pid: int) -> None:
    """The table, and the memory of the server."""
    base = statistics.median(cases[0].cpu_us)
    print("| case | CPU µs per request | times the anchor | median ms |")
    print("|---|---|---|---|")
    for case in cases:
        cpu = statistics.median(case.cpu_us)
        print(f"| {case.name} | {cpu:.0f} | {cpu / base:.1f} | {statistics.median(case.ms):.1f} |")
    resident = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    print(f"\nResident memory of Jetway: {int(resident[1]) // 1024} MB. {CLIENTS} connections.")


main()
