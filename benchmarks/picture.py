"""How fast a timeline is drawn: `python -m benchmarks.picture`.

Wall-clock milliseconds from the answer to the PNG file and its alt text, median of 20, through the
gallery as the bot asks it, but with nothing kept; beside it what another task of the event loop
had to wait at most meanwhile, median of the same 20.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from datetime import date, timedelta

from benchmarks.machine import print_machine
from bot.answers.values import TimelineAnswer, TimelineLine
from bot.model import (
    BriefingRef,
    Coverage,
    Days,
    Event,
    Precision,
    Quote,
    Span,
    Status,
    StoredEvent,
    Topic,
    TopicKind,
)
from bot.pictures.gallery import Gallery, Picture

ROUNDS = 20
NUMBERS = (1, 8, 25, 60)
TODAY = date(2025, 12, 9)
WORDS = (
    "Tallowbrook Motors opened a battery line in Ashcombe that will employ about 300 people from "
    "Ludlow and Pemberlock, and Škoda's Jiří Novák said that a second one is to follow."
)


def main() -> int:
    """Print the table."""
    print_machine()
    print(f"median of {ROUNDS}\n")
    print(f"{'events':>8} {'ms':>8} {'kB':>8} {'loop held up, ms':>18}")
    first, *_ = asyncio.run(_drawn(timeline(25)))
    print(f"{'25 first':>8} {first:8.0f}")
    for number in NUMBERS:
        runs = [asyncio.run(_drawn(timeline(number))) for _ in range(ROUNDS)]
        spent, held, size = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"{number:8} {spent:8.0f} {size / 1000:8.0f} {held:18.0f}")
    return 0


async def _drawn(answer: TimelineAnswer) -> tuple[float, float, int]:
    """Milliseconds for a picture, the longest wait of a task meanwhile, and the file's bytes."""
    waits = [0.0]

    async def look() -> None:
        while True:
            since = time.perf_counter()
            await asyncio.sleep(0.001)
            waits.append(time.perf_counter() - since - 0.001)

    looking = asyncio.create_task(look())
    await asyncio.sleep(0.005)
    waits.clear()
    start = time.perf_counter()
    picture: Picture = await Gallery().picture_of(answer)
    spent = time.perf_counter() - start
    looking.cancel()
    return spent * 1000, max(waits, default=0.0) * 1000, len(picture.png)


def timeline(number: int) -> TimelineAnswer:
    """So many events over ten years, every third a range, the later half planned."""
    days = [TODAY + timedelta(days=(n - number // 2) * 3650 // number) for n in range(number)]
    return TimelineAnswer(
        asked="Tallowbrook",
        topic=Topic("~tallowbrook", "Tallowbrook Motors", TopicKind.COMPANY),
        entry=None,
        today=TODAY,
        coverage=Coverage(412, date(2019, 1, 3), TODAY),
        lines=tuple(_line(n, day) for n, day in enumerate(days)),
    )


def _line(number: int, day: date) -> TimelineLine:
    span = Span(0, len(WORDS))
    event = Event(
        span=span,
        sentence=0,
        days=Days(day, day + timedelta(days=89 if number % 3 == 0 else 0)),
        precision=Precision.DAY,
        value="",
        status=Status.PLANNED if day > TODAY else Status.PAST,
    )
    ref = BriefingRef(number, 0, day, "Vans")
    return TimelineLine(StoredEvent(Quote(ref, span, WORDS, span, WORDS), event))


if __name__ == "__main__":
    sys.exit(main())
