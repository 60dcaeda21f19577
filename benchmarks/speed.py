"""How fast a briefing is read: `python -m benchmarks.speed [FILE …]`, the samples by default.

Processor time of one core, best of several rounds; beside each rate its ratio to a reference
measured in the same run, dateutil's fuzzy parser on every sentence, since absolute times mean
little on shared machines.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from dateutil.parser import ParserError, parse

from bot import resources
from bot.app import open_catalogue
from bot.extraction import names, sentences, times
from bot.extraction.page import furniture, head, open_page
from bot.extraction.reading import read
from bot.model import Page

ROUNDS = 7
KEPT = (furniture._is_furniture, head._byline)
LATER = date(2026, 1, 1)


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    files = [Path(name) for name in arguments] or list(resources.samples())
    texts = [file.read_text(encoding="utf-8") for file in files]
    pages = [open_page(text, pasted_on=LATER) for text in texts]
    catalogue = open_catalogue()
    steps: dict[str, Callable[[], object]] = {
        "dateutil, fuzzy, by sentence (reference)": lambda: [_fuzzy(page) for page in pages],
        "page": lambda: [open_page(text, pasted_on=LATER) for text in texts],
        "sentences": lambda: [sentences.split(page.body) for page in pages],
        "times": lambda: [times.find(page.body, page.day or LATER) for page in pages],
        "names": lambda: [
            names.find(page.title, page.body, sentences.split(page.body), catalogue)
            for page in pages
        ],
        "whole reading": lambda: [read(text, catalogue, pasted_on=LATER) for text in texts],
    }
    rates = {name: len(texts) / _best(step) for name, step in steps.items()}
    _print(rates, len(texts), sum(map(len, texts)))
    return 0


def _fuzzy(page: Page) -> int:
    found = 0
    for sentence in sentences.split(page.body):
        try:
            parse(sentence.span.of(page.body), fuzzy=True)
            found += 1
        except (ParserError, OverflowError):
            continue
    return found


def _best(step: Callable[[], object]) -> float:
    """Seconds of processor time of the best round; the first one warms up and does not count."""
    step()
    spent = []
    for _ in range(ROUNDS):
        for kept in KEPT:  # a text comes once: what was kept of it in a round before is no help
            kept.cache_clear()
        start = time.process_time()
        step()
        spent.append(time.process_time() - start)
    return min(spent)


def _print(rates: dict[str, float], count: int, size: int) -> None:
    print(f"{platform.python_implementation()} {platform.python_version()}, one core,")
    print(f"{count} texts of {size // count} characters on average, best of {ROUNDS} rounds\n")
    reference = next(iter(rates.values()))
    print(f"{'step':42} {'a second':>10} {'ratio':>7}")
    for name, rate in rates.items():
        print(f"{name:42} {rate:10.0f} {rate / reference:7.2f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
