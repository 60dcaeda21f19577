"""How fast a timeline is drawn: `python -m benchmarks.picture`.

Wall-clock time from the answer to the PNG file and its alt text, through the gallery as the bot
asks it, but with nothing kept; beside it what another task of the event loop had to wait at most
meanwhile. The reference is the picture of one event: what any picture costs.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from datetime import date, timedelta

from benchmarks.machine import in_ms, print_machine
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

ROUNDS = 100
NUMBERS = (1, 8, 25, 60)
TODAY = date(2025, 12, 9)
WORDS = (
    "Tallowbrook Motors opened a battery line in Ashcombe that will employ about 300 people from "
    "Ludlow and Pemberlock, and Škoda's Jiří Novák said that a second one is to follow."
)


def main() -> int:
    """Print the table."""
    print_machine()
    print(f"{ROUNDS} pictures of each\n")
    first, *_ = asyncio.run(_drawn(timeline(25)))
    print(f"25 events, the first of the process: {first * 1e3:.0f} ms\n")
    print(f"{'events':>6} {'kB':>5} {'over one':>9}  drawn{'':30}loop held up")
    reference = 0.0
    for number in NUMBERS:
        runs = [asyncio.run(_drawn(timeline(number))) for _ in range(ROUNDS)]
        spent, held, size = zip(*runs, strict=True)
        reference = reference or statistics.median(spent)
        ratio = statistics.median(spent) / reference
        kilobytes = statistics.median(size) / 1000
        drawn, waited = in_ms(spent), in_ms(held)
        print(f"{number:6} {kilobytes:5.0f} {ratio:9.1f}  {drawn:35}{waited}", flush=True)
    return 0


async def _drawn(answer: TimelineAnswer) -> tuple[float, float, int]:
    """Seconds for a picture, the longest wait of a task meanwhile, and the file's bytes."""
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
    return spent, max(waits, default=0.0), len(picture.png)


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
