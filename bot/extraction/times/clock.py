"""Times of day: "8 a.m.", "16:08 UTC", "noon", "Friday at 9:30 p.m."."""

from __future__ import annotations

from bot.extraction.times.context import Hit, Rule, Sense, needs, starts
from bot.extraction.times.tokens import pattern
from bot.extraction.times.weekdays import weekday_near
from bot.extraction.times.words import WEEKDAY
from bot.model import Days, TimeType


def read_clock(hit: Hit) -> Sense | None:
    token = hit.low("clock")
    digits = token.partition("o")[0].rstrip("apm. \u00a0\u202f")
    parts = digits.replace(".", ":").split(":")
    hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    half = "p" if "p" in token else "a" if "a" in token else ""
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 24 or minute > 59 or (not half and _is_score(hit)):
        return None
    return _at(hit, f"{hour:02d}:{minute:02d}")


def _is_score(hit: Hit) -> bool:
    """ "a 3:20 ratio" is no time of day: without a.m. or a zone it wants "at" or "by" before."""
    return not hit.has("zone") and hit.before() not in (
        "at", "by", "until", "from", "to", "about", "around", "before", "after", "since",
    )  # fmt: skip


def _at(hit: Hit, time: str) -> Sense | None:
    anchor = hit.context.anchor
    day = hit.day
    named = hit.last + hit.tokens.is_(hit.last, "on", "comma")
    if hit.tokens.is_(named, "weekday"):
        day = weekday_near(hit, WEEKDAY[hit.tokens.low(named)])
    elif anchor and anchor.days.earliest == anchor.days.latest and _same_sentence(hit):
        day = anchor.days.earliest
    zone = "Z" if hit.has("zone") and hit.low("zone") in ("utc", "gmt") else ""
    return Sense(TimeType.TIME, f"{day.isoformat()}T{time}{zone}", Days(day, day))


def _same_sentence(hit: Hit) -> bool:
    return hit.first - hit.context.last_end <= 12


def read_noon(hit: Hit) -> Sense | None:
    return _at(hit, "12:00" if hit.low("noon") == "noon" else "24:00")


def read_military(hit: Hit) -> Sense | None:
    """ "0800 UTC"."""
    token = hit.low("n")
    if len(token) != 4 or not token.isdigit() or int(token[:2]) > 24 or int(token[2:]) > 59:
        return None
    return _at(hit, f"{token[:2]}:{token[2:]}")


_ZONE = "(?P<zone>{zone})"

RULES = (
    Rule(
        "clock",
        pattern(
            "(?P<clock>{clockap|clock})(?: {open}? (?P<zone>{zone}) (?:{plus|hy}{day})?{shut}? )?"
        ),
        read_clock,
        starts("clockap|clock"),
        needs("clock|clockap"),
    ),
    Rule(
        "military",
        pattern(f"(?P<n>{{num|year}}){_ZONE}"),
        read_military,
        starts("num|year"),
        needs("zone"),
    ),
    Rule("noon", pattern("(?P<noon>{noon})"), read_noon, starts("noon"), needs("noon")),
)
