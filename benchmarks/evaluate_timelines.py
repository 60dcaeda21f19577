"""Timelines of topics over documents, in the words of the public evaluator's contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from bot.app import open_catalogue
from bot.extraction.companies.catalogue import search_key
from bot.extraction.events.happenings import Happening, lay_out, tell
from bot.extraction.text import Text

_catalogue = cache(open_catalogue)


def answer(request: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """One line a topic: every sentence of the documents that tells of it, with its days."""
    texts = {
        document["id"]: lay_out(document["text"], date.fromisoformat(document["date"]))
        for document in request["documents"]
    }
    for topic in request["topics"]:
        yield {"topic": topic, "events": list(_events(texts, topic))}


def _aliases(topic: str) -> tuple[str, ...]:
    """The names that the catalogue has for a topic, if it has it at all."""
    catalogue = _catalogue()
    for key in catalogue.index.get(search_key(topic), ())[:1]:
        listed = catalogue.entries[key].topic
        return (listed.name, *listed.aliases)
    return ()


def _events(texts: dict[str, Text], topic: str) -> Iterator[dict[str, Any]]:
    aliases = _aliases(topic)
    for name, text in texts.items():
        for happening in tell(text, topic, aliases):
            yield _event(name, happening)


def _event(document: str, happening: Happening) -> dict[str, Any]:
    days = happening.days
    return {
        "doc": document,
        "start": happening.span.start,
        "end": happening.span.end,
        "earliest": days.earliest.isoformat() if days else None,
        "latest": days.latest.isoformat() if days else None,
    }
