"""From the start of the process to READY, and the memory it then takes.

    python -m benchmarks.start LIBRARY [LIBRARY …]

Each bot is a new process of a new interpreter, against the loopback Discord; in turns, so that a
drift of the machine falls on all sizes. Also `--help` beside `python -c pass`, as whole processes.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import in_ms, p99, print_machine
from tests.discord_server import loopback

ROUNDS = 5
REST = 5.0
"""Seconds after READY at which memory is at rest."""
_CHILD = (
    "import sys; from pathlib import Path; from benchmarks.children import product; "
    "product(sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))"
)


async def start(library: Path, folder: Path) -> tuple[float, float]:
    """Seconds to READY, and megabytes at rest."""
    async with loopback() as here:
        here.judge.description = None
        here.guild("Readers")
        arguments = (here.url, here.token, str(library), str(folder / "report.json"))
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", _CHILD, *arguments)
        try:
            await here.connected(within=60)
            seconds = time.perf_counter() - began
            await asyncio.sleep(REST)
            memory = await asyncio.to_thread(resident, process.pid)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()
    return seconds, memory


def resident(pid: int) -> float:
    """Megabytes of a process that are in memory (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def helps() -> tuple[list[float], list[float]]:
    """Seconds of each `--help`, and of an interpreter that does nothing, in turns."""
    commands = ([sys.executable, "-m", "bot", "--help"], [sys.executable, "-c", "pass"])
    took: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS * 3):
        for command, seconds in zip(commands, took, strict=True):
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            seconds.append(time.perf_counter() - began)
    return took


def size(library: Path) -> str:
    with sqlite3.connect(f"file:{library}?mode=ro", uri=True) as held:
        (count,) = held.execute("SELECT count(*) FROM briefing").fetchone()
    each = library.stat().st_size / count
    return f"{count:>9,} briefings, {each:,.0f} bytes each"


async def measure(libraries: list[Path]) -> None:
    found: dict[Path, list[tuple[float, float]]] = {library: [] for library in libraries}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            for library in libraries:
                found[library].append(await start(library, Path(folder)))
    middles = []
    for library, rounds in found.items():
        seconds = [one for one, _ in rounds]
        memory = max(memory for _, memory in rounds)
        middles.append(statistics.median(seconds))
        told = await asyncio.to_thread(size, library)
        ready = f"READY after {middles[-1]:.2f} s (median; p99 {p99(seconds):.2f} s)"
        print(f"{told}: {ready}, {memory:.0f} MB at rest", flush=True)
    if len(middles) > 1:
        more = middles[-1] - middles[0]
        print(f"the last over the first: {middles[-1] / middles[0]:.2f}, {more:+.2f} s")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start")
    parser.add_argument("libraries", type=Path, nargs="*")
    chosen = parser.parse_args()
    print_machine()
    ours, bare = helps()
    print(f"--help             {in_ms(ours)}")
    print(f"python -c pass     {in_ms(bare)}")
    one, other = statistics.median(ours), statistics.median(bare)
    print(f"    {one / other:.1f} times, {one - other:.3f} s more")
    asyncio.run(measure(chosen.libraries))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
