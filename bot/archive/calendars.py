"""Dated events as a calendar (RFC 5545), each over whole days.

Written here and not by a library, which took more than half of the time of an export: what is
needed of the format is a few properties, one escape and one fold. Two libraries that share no code
with it read it back in the tests.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date, timedelta

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


_FOLDED = 74
"""Octets of a piece of a line, of 75 that section 3.1 allows: the next ones begin with a blank."""


def beginning() -> bytes:
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Briefing Desk//Dated events//EN\r\n"


def ending() -> bytes:
    return b"END:VCALENDAR\r\n"


def entry_of(briefing: StoredBriefing, stored: StoredEvent, number: int) -> bytes:
    """One event; `number` tells it from the others of its briefing. What is due "by" a day stands
    on that day, all else on all days on which it can lie."""
    return b"".join(map(_folded, _properties(briefing, stored, number)))


def _properties(briefing: StoredBriefing, stored: StoredEvent, number: int) -> Iterator[str]:
    event, ref = stored.event, briefing.ref
    first = event.days.latest if event.deadline else event.days.earliest
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_text(_one_line(stored.quote.text))}"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if event.days.latest < date.max:  # else its first day alone: an end has to lie behind it
        yield f"DTEND;VALUE=DATE:{_day(event.days.latest + timedelta(days=1))}"
    yield f"DTSTAMP:{_day(ref.day)}T000000Z"
    yield f"UID:{_uid(briefing, number)}"
    yield f"CATEGORIES:{event.status.value}"
    yield f"DESCRIPTION:{_text(_told(briefing, stored))}"
    yield f"STATUS:{_STATUS[event.status]}"
    yield "TRANSP:TRANSPARENT"  # a firm's plan makes nobody busy
    if _LINK.match(ref.url):
        yield f"URL:{ref.url}"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(words: str) -> str:
    """A value of type TEXT (section 3.3.11)."""
    return _ESCAPED.sub(r"\\\g<0>", words).replace("\n", r"\n")


_ESCAPED = re.compile(r"[\\;,]")


def _folded(line: str) -> bytes:
    """A content line; one that is too long goes on behind a line break and a blank (section 3.1).
    No letter is parted and no escape, which some readers would take for two."""
    data = line.encode("utf-8", "replace")
    pieces, at = list[bytes](), 0
    while len(data) - at > _FOLDED:
        cut = at + _FOLDED
        while data[cut] & 0xC0 == 0x80:  # within a letter
            cut -= 1
        slashes = cut - at - len(data[at:cut].rstrip(b"\\"))
        cut -= slashes % 2
        pieces.append(data[at:cut])
        at = cut
    return b"\r\n ".join((*pieces, data[at:])) + b"\r\n"


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
