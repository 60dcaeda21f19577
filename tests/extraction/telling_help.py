"""Reads a body with the real steps, as far as the facts need it."""

from __future__ import annotations

from datetime import date

from bot.extraction import names, quantities, sentences, times
from bot.extraction.companies import Catalogue
from bot.extraction.text import Text

DAY = date(2026, 3, 10)
"""A Tuesday."""


def text_of(body: str, catalogue: Catalogue, title: str = "") -> Text:
    split, found = sentences.split(body), times.find(body, DAY)
    return Text(
        title=title,
        body=body,
        day=DAY,
        sentences=split,
        times=found,
        names=names.find(title, body, split, catalogue),
        quantities=quantities.find(body, found),
    )
