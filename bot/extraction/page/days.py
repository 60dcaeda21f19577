"""Days on a page's head: full dates in all usual orders, ages counted back, no year told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.extraction.letters import has_any

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"),
            ("may",), ("june", "jun"), ("july", "jul"), ("august", "aug"),
            ("september", "sept", "sep"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?:the\s+)?)?"
)
_TIME = r"(?:,?\s*(?:[|·-]\s*)?(?:at\s+)?\d{1,2}:\d\d.{0,14}?)?"

_FULL = [
    re.compile(rf"\b{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", re.I),
    re.compile(rf"\b{_WEEKDAY}{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}\b", re.I),
    re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(
        r"(?<![\d/])(?P<year>(?:19|20)\d\d)[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?!\d)"
    ),
]
_IN_FIGURES = _FULL[2:]
_MONTH_NAMED = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_MONTH_AND_FIGURE = re.compile(rf"(?:{_MONTH_NAMED.pattern})[^\s\d]{{0,9}}\s+\d")
"""Signs, in a folded line, that it may name a month, and that it may tell a full date with it."""
_SLASHED = re.compile(r"(?<![\d/.])(\d{1,2})([/.])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_NO_YEAR = re.compile(
    rf"(?:\W*(?:last )?(?:updated|published|posted)\W+(?:on )?)?{_WEEKDAY}"
    rf"(?:{_MONTH}\s+{_DAY}|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>[a-z]{{3,9}}))"
    r"(?:,? (?:at )?\d{1,2}(?::\d\d)?\s?(?:[ap]\.?m\.?)?.{0,5})?\W*",
    re.I,
)
_AGO = re.compile(
    r"\b(\d{1,3}|an?|one|two|three)\s+(minute|min|hour|hr|day|week|month|year)s?\s+ago\b"
)
_SHORT_AGO = re.compile(r"\W*(\d{1,3}) ?([mhdw])(?: ago)?\W*")
_NEAR = re.compile(
    r"\W*(?:(?:updated|published|posted)\W+)?(?:yesterday|today|just now)"
    r"(?:,? (?:at )?\d{1,2}(?::\d\d)?.{0,8})?\W*"
)
_WEEKDAY_ONLY = re.compile(
    r"\W*(?:(?:updated|published|posted)\W+)?(?:on )?"
    r"(mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?"
    r"(?:,? (?:at )?\d{1,2}:\d\d.{0,8})?\W*"
)
_PARTS = re.compile(r"[:|,–—-]\s")
_DIGIT = re.compile(r"\d")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}


def full_day(text: str, pasted_on: date | None) -> date | None:
    """The first full date in `text`; of "03/04/2025" the reading that is not after the paste."""
    head = text[:400]
    if not _may_tell_year(head):
        return None
    for pattern in _full(head):
        for found in pattern.finditer(head):
            day = _of_parts(found["year"], found["month"], found["day"])
            if day is not None:
                return day
    slashed = _SLASHED.search(head)
    return _of_slashes(slashed, pasted_on) if slashed else None


def _may_tell_year(text: str) -> bool:
    """No full date goes without one: most lines need no pattern to be told from it."""
    return "20" in text or "19" in text


def _full(text: str) -> Sequence[re.Pattern[str]]:
    """The patterns of full dates: without a month's name those in figures will do."""
    return _FULL if _MONTH_AND_FIGURE.search(text.casefold()) else _IN_FIGURES


def _of_parts(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.get(month.casefold(), 0)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _of_slashes(found: re.Match[str], pasted_on: date | None) -> date | None:
    """A number over twelve tells the order; else the American month comes first with a slash and
    the European day with a dot, unless that lies ahead of the paste."""
    first, mark, second, year = found.groups()
    day_first = _of_parts(year, second, first)
    month_first = _of_parts(year, first, second)
    order = (month_first, day_first) if mark == "/" else (day_first, month_first)
    told = [day for day in order if day is not None]
    past = [day for day in told if pasted_on is None or day <= pasted_on]
    return next(iter(past or told), None)


def relative_day(line: str, pasted_on: date | None) -> date | None:
    """ "3 hours ago", "1 day ago", "yesterday", counted back from the paste."""
    if pasted_on is None or len(line) > 60:
        return None
    folded = line.casefold()
    if "ago" in folded and (found := _AGO.search(folded)):
        count = _COUNTS.get(found[1]) or int(found[1])
        return pasted_on - timedelta(days=_UNITS.get(found[2], 0) * count)
    if found := _SHORT_AGO.fullmatch(folded):
        return pasted_on - timedelta(days={"d": 1, "w": 7}.get(found[2], 0) * int(found[1]))
    if _NEAR.fullmatch(folded):
        return pasted_on - timedelta(days="yesterday" in folded)
    if found := _WEEKDAY_ONLY.fullmatch(folded):
        named = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(found[1])
        return pasted_on - timedelta(days=(pasted_on.weekday() - named) % 7)
    return None


def day_without_year(line: str, pasted_on: date | None) -> date | None:
    """ "Updated Mar 7": the last such day up to the paste."""
    if pasted_on is None or len(line) > 40 or not _DIGIT.search(line):
        return None
    for part in (line, *_PARTS.split(line, maxsplit=4)):
        found = _NO_YEAR.fullmatch(part.strip())
        if found is None:
            continue
        month = (found["month"] or found["month2"] or "").casefold()
        number = _MONTHS.get(month)
        if number is None:
            continue
        for year in (pasted_on.year, pasted_on.year - 1):
            day = _of_parts(str(year), str(number), found["day"] or found["day2"])
            if day is not None and day <= pasted_on:
                return day
    return None


_LONGEST = 150  # letters of a date with all that may stand around it
_LABELS = re.compile(r"\W*(?:published|posted|updated|date|on|last)\b\W*", re.I)
_LABEL = re.compile("publ|post|date|on|last")  # a sign of one, in a folded piece
_CLOCK = re.compile(r"\d{1,2}:\d\d\s*(?:[ap]\.?m\.?)?\s*[a-z]{0,4}", re.I)
_TIME_LAST = re.compile(rf"{_TIME}\s*$", re.I)
_ORDERS = (
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY}", re.I),
    re.compile(rf"{_WEEKDAY}{_DAY}\s+{_MONTH}", re.I),
)
_SIGNS = " ,.-–—"


def is_date(piece: str) -> bool:
    """Whether a piece of a line is nothing but a date, with a weekday, a time, "Published"."""
    if len(piece) > _LONGEST:  # and patterns that would take their time over it
        return False
    if not _DIGIT.search(piece):
        return _is_signs(piece.strip())
    bare = _LABELS.sub("", piece) if _LABEL.search(piece.casefold()) else piece
    if not _may_tell_day(bare):
        return False
    if _CLOCK.fullmatch(bare):
        return True
    bare = (_TIME_LAST.sub("", bare) if ":" in bare else bare).strip()
    if _ORDERS[0].fullmatch(bare) or _ORDERS[1].fullmatch(bare):
        return True
    return bool(bare) and not strip_date(bare).strip(_SIGNS)


def _may_tell_day(piece: str) -> bool:
    """A figure is no date without a time of day, a year or a month."""
    return ":" in piece or _may_tell_year(piece) or bool(_MONTH_NAMED.search(piece.casefold()))


def _is_signs(piece: str) -> bool:
    return bool(piece) and not piece.strip(_SIGNS)


def strip_date(text: str) -> str:
    """`text` without a full date at its beginning or end."""
    if not _may_tell_year(text):
        return text
    for pattern in (*_full(text), _SLASHED):
        for found in pattern.finditer(text):
            if not text[: found.start()].strip(" -–—|·:([") or not text[found.end() :].strip(
                " ]).,"
            ):
                return text[: found.start()] + text[found.end() :]
    return text


_DASHES = tuple("-–—")
_WIRE = re.compile(
    rf"[A-Z][\w .,'’-]{{2,60}}?,?\s+{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?\s*"
    r"(?:/[^/]{2,40}/|\([^()]{2,40}\))?\s*(?:--|—|–|-)\s",
    re.I,
)


_DASH = re.compile(r"\s*(?:--|—|–|-|:|\|)\s+")


def heads_a_wire(line: str) -> bool:
    """A press wire's dateline: "DETROIT, Dec. 9, 2025 /NEWSWIRE/ -- ..."."""
    return _wire(line) is not None


def _wire(line: str) -> re.Match[str] | None:
    """The dateline at a line's beginning. It ends in a dash, which few lines have at all."""
    head = line[:200]
    return _WIRE.match(head) if has_any(head, _DASHES) else None


def without_wire(line: str) -> str:
    """A line without the dateline or the date at its beginning."""
    found = _wire(line)
    return line[found.end() if found else _opening(line)[1] :]


def wire_day(line: str) -> date | None:
    """The day of a dateline, or of a date alone and a dash: "December 9, 2025 - Ford said …"."""
    found = _wire(line)
    return full_day(found.group(), None) if found else _opening(line)[0]


def _opening(line: str) -> tuple[date | None, int]:
    """The day that a line opens with, and where what it tells begins; None and 0 without one."""
    head = line[:60]
    if not _may_tell_year(head):
        return None, 0
    for pattern in _full(head):
        found = pattern.match(head)
        dash = found and _DASH.match(line, found.end())
        if found and dash:
            return _of_parts(found["year"], found["month"], found["day"]), dash.end()
    return None, 0
