"""How the time of a reading grows with hostile input: `python -m benchmarks.linear [LARGEST]`.

For each text, every step is timed on a sixteenth and on the whole of LARGEST characters (1,048,576
by default); the table holds the seconds for the whole, and the exponent e of the growth, where
time ~ size^e. Linear is 1; a step that took less than `FLOOR` has none. The garbage collector
rests meanwhile, whose own work grows with all that a process holds.
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from bot.app import open_catalogue
from bot.extraction import events, facts, names, quantities, sentences, summary, times
from bot.extraction.companies import Catalogue
from bot.extraction.page import open_pages
from bot.extraction.reading import read
from bot.extraction.text import Text

T = TypeVar("T")
LARGEST = 1 << 20
STEEPEST = 1.2
FLOOR = 0.1
"""Seconds below which a growth is noise."""
DAY = date(2025, 12, 9)

HOSTILE = {
    "digits": "1234567890",
    "hyphens": "-",
    "dashes": "— ",
    "capitals": "A",
    "capital words": "Zorblax ",
    "brackets": "([{",
    "quotes": '"',
    "nested quotes": "“a ‘b ",
    "zero-width": "\u200ba",
    "sums": "$1 ",
    "millions": "2.5 million ",
    "day ranges": "Feb 20-21 ",
    "years": "In 2027; ",
    "weekdays": "Monday ",
    "one name": "Volvo ",
    "said": "said Ford ",
    "unknown names": "Ab, ",
    "initials": "J. ",
    "abbreviations": "Jan. ",
    "pronouns": "It said. ",
    "one long line": "word ",
    "short lines": "a b.\n",
    "news lines": "Ford Motor Co. opened 3 plants in May 2024.\n",
    "news, one line": "Ford said in May it will build. ",
    "tags": "<p>",
}
"""Each is repeated to the size wanted."""

HEAD = "A Title\n\nDecember 9, 2025\n\nFord said so in May. "


def hostile(unit: str, size: int) -> str:
    """A page of about `size` characters whose body is a unit repeated."""
    return HEAD + unit * (size // len(unit))


def timed(raw: str, catalogue: Catalogue) -> dict[str, float]:
    """Seconds of processor time of each step of a reading, and of the whole in one go."""
    spent: dict[str, float] = {}
    gc.collect()
    gc.disable()

    def run(name: str, step: Callable[[], T]) -> T:
        start = time.process_time()
        result = step()
        spent[name] = time.process_time() - start
        return result

    page = run("page", lambda: open_pages(raw, pasted_on=DAY)[0])
    body = page.body
    split = run("sentences", lambda: sentences.split(body))
    found = run("times", lambda: times.find(body, DAY))
    named = run("names", lambda: names.find(page.title, body, split, catalogue))
    figures = run("quantities", lambda: quantities.find(body, found))
    text = Text(page.title, body, DAY, split, found, named, figures)
    ranked = run("facts", lambda: facts.rank(text))
    run("events", lambda: events.find(text))
    run("summary", lambda: summary.pick(text, ranked))
    run("whole", lambda: read(raw, catalogue, pasted_on=DAY, day=DAY))
    gc.enable()
    return spent


def exponents(part: Mapping[str, float], whole: Mapping[str, float]) -> dict[str, float | None]:
    """How each step grew from a sixteenth of the size to the whole of it."""
    return {
        step: math.log(spent / max(part[step], 1e-4), 16) if spent >= FLOOR else None
        for step, spent in whole.items()
    }


def main(arguments: Sequence[str]) -> int:
    """Print the table. Ends with 1 where a step's time grows faster than size^1.2."""
    largest = int(arguments[0]) if arguments else LARGEST
    catalogue, worst = open_catalogue(), 0.0
    print(f"Seconds for {largest:,} characters; behind each, e of time ~ size^e\n")
    for name, unit in HOSTILE.items():
        part, whole = (timed(hostile(unit, size), catalogue) for size in (largest // 16, largest))
        grown = exponents(part, whole)
        if not worst:
            print(f"{'':16}" + "".join(f"{step:>14}" for step in whole))
        worst = max(worst, 0.01, *(e for e in grown.values() if e is not None))
        print(f"{name:16}" + "".join(_cell(whole[step], grown[step]) for step in whole), flush=True)
    print(f"\nThe fastest growth: {worst:.2f}")
    return int(worst > STEEPEST)


def _cell(spent: float, grown: float | None) -> str:
    return f"{spent:8.2f} {'' if grown is None else f'{grown:.2f}':>5}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
