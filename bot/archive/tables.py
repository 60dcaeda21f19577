"""Facts as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bot.model import StoredBriefing, StoredFact

BEGIN = "\ufeff"
"""Without it, a spreadsheet on Windows takes the file for its own old code page."""

COLUMNS = (
    *("date", "title", "author", "source", "url"),
    *("kind", "value", "unit", "qualifier", "when", "earliest", "latest", "topics"),
    *("text", "sentence", "start", "end", "rule"),
)

_RISKY = tuple("=+-@\t\r\n＝＋－＠")


def header() -> str:
    return BEGIN + _lines([COLUMNS])


def rows_of(briefing: StoredBriefing) -> str:
    """The briefing's facts, a line each, the most telling first."""
    return _lines(_row(briefing, fact) for fact in briefing.facts)


def _row(briefing: StoredBriefing, stored: StoredFact) -> tuple[str, ...]:
    ref, quote, fact = briefing.ref, stored.quote, stored.fact
    value = "" if fact.value is None else format(fact.value, ".15g")
    days = ("", "") if fact.days is None else tuple(day.isoformat() for day in fact.days)
    named = "; ".join(topic.name for topic in stored.topics)
    told = (ref.day.isoformat(), ref.title, ref.author, ref.source, ref.url, fact.kind)
    words = (fact.unit, fact.qualifier, fact.when, *days, named, quote.text, quote.sentence_text)
    place = (str(quote.span.start), str(quote.span.end), fact.rule)
    # The value is a number of ours and may begin with a minus; all else might be a stranger's.
    return (*map(guarded, told), value, *map(guarded, words), *place)


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, "CSV Injection")."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_RISKY) else cell


def _lines(rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
