"""How fast a briefing is read: `python -m benchmarks.speed [FILE …]`, the samples by default.

Processor time of one core: how many texts a second in the best of several rounds, and what one
text takes over all of them. Beside each rate stands its ratio to a reference measured in the same
run, dateutil's fuzzy parser on every sentence, since absolute times mean little on shared machines.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from dateutil.parser import ParserError, parse

from benchmarks.machine import in_ms, print_machine
from bot import resources
from bot.app import open_catalogue
from bot.extraction import names, sentences, times
from bot.extraction.page import furniture, head, open_page
from bot.extraction.reading import read
from bot.model import Page

ROUNDS = 20
Step = Callable[[str, Page], object]
KEPT = (furniture._is_furniture, head._byline)
LATER = date(2026, 1, 1)


def main(arguments: Sequence[str]) -> int:
    """Print the table."""
    files = [Path(name) for name in arguments] or list(resources.samples())
    texts = [file.read_text(encoding="utf-8") for file in files]
    told = [(text, open_page(text, pasted_on=LATER)) for text in texts]
    catalogue = open_catalogue()
    steps: dict[str, Step] = {
        "dateutil, fuzzy, by sentence (reference)": lambda text, page: _fuzzy(page),
        "page": lambda text, page: open_page(text, pasted_on=LATER),
        "sentences": lambda text, page: sentences.split(page.body),
        "times": lambda text, page: times.find(page.body, page.day or LATER),
        "names": lambda text, page: names.find(
            page.title, page.body, sentences.split(page.body), catalogue
        ),
        "whole reading": lambda text, page: read(text, catalogue, pasted_on=LATER),
    }
    print_machine()
    size = sum(map(len, texts)) // len(texts)
    print(f"one core, {len(texts)} texts of {size} characters on average, {ROUNDS} rounds\n")
    print(f"{'step':42} {'a second':>9} {'ratio':>7}  each text")
    reference = 0.0
    for name, step in steps.items():
        rounds = _rounds(step, told)
        rate = len(texts) / min(map(sum, rounds))
        reference = reference or rate
        each = in_ms([spent for one in rounds for spent in one])
        print(f"{name:42} {rate:9.0f} {rate / reference:7.2f}  {each}", flush=True)
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


def _rounds(step: Step, told: Sequence[tuple[str, Page]]) -> list[list[float]]:
    """Seconds of processor time of each text in each round; a first one warms up and does not
    count."""
    rounds = []
    for _ in range(ROUNDS + 1):
        for kept in KEPT:  # a text comes once: what was kept of it in a round before is no help
            kept.cache_clear()
        rounds.append([_spent(step, text, page) for text, page in told])
    return rounds[1:]


def _spent(step: Step, text: str, page: Page) -> float:
    began = time.process_time()
    step(text, page)
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
