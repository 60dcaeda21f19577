"""The line that each table begins with."""

from __future__ import annotations

import os
import platform


def print_machine() -> None:
    """Cores, processor and Python."""
    print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
