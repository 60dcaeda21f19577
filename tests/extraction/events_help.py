"""A small invented world for events: its firms, and a reading of one text of theirs."""

from __future__ import annotations

from datetime import date

from bot.extraction import events, names, quantities, times
from bot.extraction.companies import Catalogue
from bot.extraction.sentences import split
from bot.extraction.text import Text
from bot.model import Event

DAY = date(2025, 3, 13)
"""A Thursday."""

CATALOGUE = Catalogue.parse(
    "\n".join(
        f'[[company]]\nid = "{name.split()[0].lower()}"\nname = "{name}"\ntype = "company"\n'
        'sector = "Makers and their brands"\n'
        for name in ("Arden", "Brisk Cells", "Calder", "Dunmore", "Ellwood")
    )
)


def lay_out(body: str, day: date = DAY) -> Text:
    sentences, found = split(body), times.find(body, day)
    return Text(
        title="",
        body=body,
        day=day,
        sentences=sentences,
        times=found,
        names=names.find("", body, sentences, CATALOGUE),
        quantities=quantities.find(body, found),
    )


def told(body: str, day: date = DAY) -> tuple[Event, ...]:
    return events.find(lay_out(body, day))


def brief(body: str, event: Event) -> str:
    """ "2026-01-01..2026-12-31 planned arden": the days, the standing and who."""
    days = event.days
    when = str(days.earliest) if days.earliest == days.latest else f"{days.earliest}..{days.latest}"
    firms = ",".join(key for key in event.topics if not key.startswith("~"))
    return f"{when} {event.status.value} {firms}".strip()


def briefs(body: str, day: date = DAY) -> list[str]:
    return [brief(body, event) for event in told(body, day)]
