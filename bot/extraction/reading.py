"""The whole reading of a text: every step in its order, each on what the ones before found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

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


class Dated(NamedTuple):
    """A clean page that holds a text, the day as of which it is read, and whom we know."""

    page: Page
    day: date
    catalogue: Catalogue


def read_pages(
    pages: Sequence[Page], catalogue: Catalogue, *, day: date | None = None
) -> tuple[Reading, ...]:
    """Every briefing of opened pages, as `read_all`."""
    return tuple(annotate_all(dated(pages, catalogue, day=day)))


def dated(
    pages: Sequence[Page], catalogue: Catalogue, *, day: date | None = None
) -> tuple[Dated, ...]:
    """Those of opened pages that are to be read. Raises `BadBriefing` as `read_all`."""
    told = [page for page in pages if page.body]
    if not told:
        raise BadBriefing(
            "There is no sentence in it but a page's furniture; paste the text itself.",
            reason="furniture",
        )
    return tuple([Dated(page, _day_of(page, day), catalogue) for page in told])


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
    return annotate_all([Dated(page, day, catalogue)])[0]


def annotate_all(told: Sequence[Dated]) -> list[Reading]:
    """Read pages, each for itself, but all of them by one step before the next step begins: the
    code and the words of all steps together are more than a core's nearest caches hold, so that
    of some dozen texts each is read in a fifth less time than alone."""
    texts = _texts(told)
    ranked = list(map(facts.rank, texts))
    happened = list(map(events.find, texts))
    summed_up = list(map(summary.pick, texts, ranked))
    return [
        Reading(
            page=one.page,
            day=one.day,
            sentences=text.sentences,
            times=text.times,
            topics=text.names.topics,
            subjects=text.names.subjects,
            mentions=text.names.mentions,
            quantities=text.quantities,
            facts=its_facts,
            events=its_events,
            summary=its_summary,
        )
        for one, text, its_facts, its_events, its_summary in zip(
            told, texts, ranked, happened, summed_up, strict=True
        )
    ]


def _texts(told: Sequence[Dated]) -> list[Text]:
    bodies, days = [one.page.body for one in told], [one.day for one in told]
    split = list(map(sentences.split, bodies))
    found_times = list(map(times.find, bodies, days))
    named = [
        names.find(one.page.title, one.page.body, its_split, one.catalogue)
        for one, its_split in zip(told, split, strict=True)
    ]
    figures = list(map(quantities.find, bodies, found_times))
    titles = [one.page.title for one in told]
    return list(map(Text, titles, bodies, days, split, found_times, named, figures))
