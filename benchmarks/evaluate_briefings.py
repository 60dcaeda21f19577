"""What is read of whole briefings, in the words of the public evaluator's contract.

Every list is whole and in the order the readings have; nothing is chosen for the measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from bot.app import open_catalogue
from bot.errors import BadBriefing
from bot.extraction.companies import Catalogue
from bot.extraction.reading import read_all
from bot.model import FIRM_KINDS, Event, Fact, Reading, TextKind, TimeExpression

_catalogue = cache(open_catalogue)


def answer(request: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """One line for a text, or one for each entry of a feed with the ids "<id>#1", "<id>#2" …"""
    kind = TextKind(request["kind"]) if "kind" in request else None
    readings = _readings(request, kind, _catalogue())
    for number, reading in enumerate(readings, 1):
        name = f"{request['id']}#{number}" if kind is TextKind.FEED else request["id"]
        yield {"id": name, **_row(reading)}
    if not readings:
        yield {"id": request["id"]}


def _readings(
    request: dict[str, Any], kind: TextKind | None, catalogue: Catalogue
) -> tuple[Reading, ...]:
    """The readings; of a text without a day those as of the day of pasting."""
    pasted = date.fromisoformat(request["pasted_on"]) if "pasted_on" in request else None
    try:
        return read_all(request["text"], catalogue, kind=kind, pasted_on=pasted)
    except BadBriefing as error:
        if error.reason != "undated":
            return ()
    return read_all(
        request["text"], catalogue, kind=kind, pasted_on=pasted, day=pasted or date(2000, 1, 1)
    )


def _row(reading: Reading) -> dict[str, Any]:
    page, names = reading.page, {topic.key: topic.name for topic in reading.topics}
    return {
        "title": page.title,
        "date": page.day.isoformat() if page.day else "",
        "author": page.author,
        "body": page.body,
        "summary": [span.of(page.body) for span in reading.summary],
        "companies": list(_companies(reading)),
        "facts": [_fact(page.body, fact) for fact in reading.facts],
        "events": [_event(page.body, names, event) for event in reading.events],
        "times": [_time(page.body, time) for time in reading.times],
    }


def _companies(reading: Reading) -> Iterator[str]:
    named = {mention.topic for mention in reading.mentions if not mention.carried}
    for topic in reading.topics:
        if topic.kind in FIRM_KINDS and topic.key in named:
            yield topic.name


def _fact(body: str, fact: Fact) -> dict[str, Any]:
    value = _said_days(fact) if fact.kind == "date" else fact.value
    return {"text": fact.span.of(body), "value": f"{value} {fact.unit}"}


def _said_days(fact: Fact) -> str:
    """A date as exact as it was read: TIMEX3's "2028" alone would lose "early"."""
    days = fact.days
    return f"{days.earliest.isoformat()}/{days.latest.isoformat()}" if days else fact.when


def _event(body: str, names: dict[str, str], event: Event) -> dict[str, Any]:
    return {
        "date": event.value,
        "earliest": event.days.earliest.isoformat(),
        "latest": event.days.latest.isoformat(),
        "text": event.span.of(body),
        "companies": [names[key] for key in event.topics if key in names],
        "status": event.status.value,
    }


def _time(body: str, time: TimeExpression) -> dict[str, Any]:
    days = time.days
    return {
        "text": time.span.of(body),
        "start": time.span.start,
        "end": time.span.end,
        "earliest": days.earliest.isoformat() if days else None,
        "latest": days.latest.isoformat() if days else None,
        "value": time.value,
        "type": time.type.value,
    }
