"""JSON lines in, JSON lines out: `python -m benchmarks.evaluate MODE`.

Each mode lives in a module of its own, `evaluate_MODE`, with one function: `answer(request)` takes
the decoded object of a line and returns the objects to be written for it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

MODES = ("times", "briefings", "timelines")

Answer = Callable[[dict[str, Any]], Iterable[dict[str, Any]]]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluate", description=__doc__)
    parser.add_argument("mode", choices=MODES)
    options = parser.parse_args(arguments)
    module = importlib.import_module(f"benchmarks.evaluate_{options.mode}")
    run(module.answer)
    return 0


def run(answer: Answer) -> None:
    """Answers every line of standard input as soon as it is read; UTF-8 on both sides."""
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        for row in answer(json.loads(line)):
            sys.stdout.buffer.write(json.dumps(row).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
