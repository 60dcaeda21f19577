"""Dated events as a calendar (RFC 5545), each over whole days."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from bot.model import Status, StoredBriefing, StoredEvent

_STATUS = {
    Status.PAST: "CONFIRMED",
    Status.PLANNED: "TENTATIVE",
    Status.DELAYED: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
}

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""What a calendar's texts may not hold."""
_LINK = re.compile(r"https?://[!-~]+\Z")


def beginning() -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Briefing Desk//Dated events//EN")
    calendar.add("version", "2.0")
    return bytes(calendar.to_ical()).removesuffix(_END)


def ending() -> bytes:
    return _END


_END = b"END:VCALENDAR\r\n"


def entry_of(briefing: StoredBriefing, stored: StoredEvent, number: int) -> bytes:
    """One event; `number` tells it from the others of its briefing. What is due "by" a day stands
    on that day, all else on all days on which it can lie."""
    event, quote = stored.event, stored.quote
    first = event.days.latest if event.deadline else event.days.earliest
    entry = Event()
    entry.add("uid", _uid(briefing, number))
    entry.add("dtstamp", datetime(*briefing.ref.day.timetuple()[:3], tzinfo=UTC))
    entry.add("dtstart", first)
    if event.days.latest < date.max:  # else its first day alone: an end has to lie behind it
        entry.add("dtend", event.days.latest + timedelta(days=1))
    entry.add("summary", _one_line(quote.text))
    entry.add("description", _told(briefing, stored))
    entry.add("categories", [event.status.value])
    entry.add("status", _STATUS[event.status])
    entry.add("transp", "TRANSPARENT")  # a firm's plan makes nobody busy
    if _LINK.match(briefing.ref.url):
        entry.add("url", briefing.ref.url)
    return bytes(entry.to_ical())


def _uid(briefing: StoredBriefing, number: int) -> str:
    """The same for the same event of the same text, whichever library it stands in."""
    ref = briefing.ref
    told = "\0".join((ref.day.isoformat(), ref.title, ref.url, briefing.body))
    digest = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
    return f"{digest}-{number}@briefing-desk"


def _told(briefing: StoredBriefing, stored: StoredEvent) -> str:
    ref = briefing.ref
    told = (part for part in (ref.title, ref.author, ref.source) if part)
    source = f"— reported {' · '.join((ref.day.isoformat(), *told))}"
    return "\n".join(map(_one_line, (stored.quote.sentence_text, source)))


def _one_line(text: str) -> str:
    return " ".join(_CONTROLS.sub("", text).split())
