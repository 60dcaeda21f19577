"""The whole reading of a text: every step in its order, each on what the ones before found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.errors import BadBriefing
from bot.extraction import events, facts, names, quantities, sentences, summary, times
from bot.extraction.companies import Catalogue
from bot.extraction.page import open_pages
from bot.extraction.text import Text
from bot.model import Page, Reading, TextKind


def read(
    raw: str,
    catalogue: Catalogue,
    *,
    kind: TextKind | None = None,
    pasted_on: date | None = None,
    day: date | None = None,
) -> Reading:
    """The first briefing of `raw`; see `read_all`."""
    return read_all(raw, catalogue, kind=kind, pasted_on=pasted_on, day=day)[0]


def read_all(
    raw: str,
    catalogue: Catalogue,
    *,
    kind: TextKind | None = None,
    pasted_on: date | None = None,
    day: date | None = None,
) -> tuple[Reading, ...]:
    """Every briefing of `raw` (a feed holds several), at least one.

    `pasted_on` is the day that "1 day ago" counts back from; `day` goes before the page's own.
    Raises `BadBriefing` ("furniture" where no text is left, "undated" where no day is told).
    """
    return read_pages(open_pages(raw, kind=kind, pasted_on=pasted_on), catalogue, day=day)


def read_pages(
    pages: Sequence[Page], catalogue: Catalogue, *, day: date | None = None
) -> tuple[Reading, ...]:
    """Every briefing of opened pages, as `read_all`."""
    told = [page for page in pages if page.body]
    if not told:
        raise BadBriefing(
            "There is no sentence in it but a page's furniture; paste the text itself.",
            reason="furniture",
        )
    return tuple(annotate(page, _day_of(page, day), catalogue) for page in told)


def _day_of(page: Page, day: date | None) -> date:
    found = day or page.day
    if found is None:
        raise BadBriefing(
            f"“{page.title[:60]}” has no date; give its day with --date 2025-12-09.",
            reason="undated",
        )
    return found


def annotate(page: Page, day: date, catalogue: Catalogue) -> Reading:
    """Read a clean page as of its day."""
    split = sentences.split(page.body)
    found_times = times.find(page.body, day)
    text = Text(
        title=page.title,
        body=page.body,
        day=day,
        sentences=split,
        times=found_times,
        names=names.find(page.title, page.body, split, catalogue),
        quantities=quantities.find(page.body, found_times),
    )
    ranked = facts.rank(text)
    return Reading(
        page=page,
        day=day,
        sentences=split,
        times=found_times,
        topics=text.names.topics,
        subjects=text.names.subjects,
        mentions=text.names.mentions,
        quantities=text.quantities,
        facts=ranked,
        events=events.find(text),
        summary=summary.pick(text, ranked),
    )
