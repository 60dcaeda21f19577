"""What the tables share: the line that each begins with, and how figures are summed up."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence


def print_machine() -> None:
    """Cores, processor and Python."""
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")


def p99(figures: Sequence[float]) -> float:
    """The 99th percentile, by nearest rank: of fewer than a hundred figures the largest."""
    return sorted(figures)[max(-(-len(figures) * 99 // 100) - 1, 0)]


def in_ms(seconds: Sequence[float]) -> str:
    """Median and 99th percentile in milliseconds."""
    return f"median {statistics.median(seconds) * 1e3:.1f} ms, p99 {p99(seconds) * 1e3:.1f} ms"
