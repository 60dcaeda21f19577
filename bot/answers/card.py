"""Cards of lines: what is shown, in what order, before any front paints it.

Both fronts paint these same cards, so that a reader in Discord and one at a terminal are told the
same. A `Block` holds lines that belong together (a quoted line and its source): a front may turn
the page between blocks, never inside one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.answers.values import TimelineLine
from bot.answers.wording import say_day, say_source, say_standing, say_status, say_when
from bot.model import CatalogueEntry, Quote, Span, Status, StoredEvent, Topic
from bot.translations import gettext


class LineKind(StrEnum):
    TEXT = "text"
    """Our own words."""
    QUOTE = "quote"
    """Words of a briefing, elisions marked."""
    ITEM = "item"
    """Words of a briefing in a numbered list."""
    WHEN = "when"
    """An event's date, with its mark before and its standing behind."""
    SOURCE = "source"
    """The briefing behind the quoted line above."""
    CATALOGUE = "catalogue"
    """What the catalogue says, and no briefing."""


@dataclass(frozen=True, slots=True)
class Line:
    """`mark` stands before the text, `aside` behind it; `url` is the source's address, or "".
    `quote` is the stretch behind words of a briefing, for whoever asks where they come from; `bold`
    are stretches of `text` itself that stand out. `key` is the key of what a line of our own words
    is about, which stays when the words change."""

    kind: LineKind
    text: str
    mark: str = ""
    aside: str = ""
    url: str = ""
    quote: Quote | None = None
    bold: tuple[Span, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stay together."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading; "" for none. `divider` asks for a rule with the heading in it."""

    heading: str
    blocks: tuple[Block, ...]
    divider: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    foot: str


MARKS = {Status.PAST: "●", Status.PLANNED: "○", Status.DELAYED: "◌", Status.CANCELLED: "✕"}
"""The four standings by shape; the standing is also told in words."""


def quoted(quote: Quote) -> str:
    """The span as it stands in the body, an elision marked on either side."""
    before = "… " if quote.elided_before else ""
    return before + quote.text + (" …" if quote.elided_after else "")


def text_block(words: str) -> Block:
    return Block((Line(LineKind.TEXT, words),))


def quote_line(quote: Quote) -> Line:
    return Line(LineKind.QUOTE, quoted(quote), quote=quote)


def source_line(quote: Quote) -> Line:
    return Line(LineKind.SOURCE, say_source(quote.briefing), url=quote.briefing.url)


def reported_line(quote: Quote) -> Line:
    """The source of an event, whose own date stands above."""
    words = gettext("reported {source}", source=say_source(quote.briefing))
    return Line(LineKind.SOURCE, words, url=quote.briefing.url)


def filled(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.blocks)


def topic_name(topic: Topic) -> str:
    return topic.name if topic.listed else gettext("{name} (unlisted)", name=topic.name)


def catalogue_blocks(entry: CatalogueEntry | None) -> tuple[Block, ...]:
    if entry is None:
        return ()
    told = (
        gettext("part of {groups}", groups=", ".join(entry.parents)) if entry.parents else "",
        gettext("brands {brands}", brands=", ".join(entry.brands)) if entry.brands else "",
        ", ".join(entry.tickers),
        entry.country,
    )
    words = "; ".join(part for part in told if part) or entry.sector or entry.topic.name
    said = gettext("From the catalogue, no briefing: {words}", words=words)
    return (Block((Line(LineKind.CATALOGUE, said),)),)


def sourced(quotes: Iterable[Quote]) -> tuple[Block, ...]:
    """Quoted lines, each once, each with its source."""
    once = {(quote.briefing.id, quote.span): quote for quote in quotes}
    return tuple(Block((quote_line(quote), source_line(quote))) for quote in once.values())


def story_block(line: TimelineLine, today: date) -> Block:
    block = event_block(line.event, today)
    history = [Line(LineKind.SOURCE, _stood(item), quote=item.quote) for item in line.before]
    if line.repeats:
        days = ", ".join(say_day(item.quote.briefing.day) for item in line.repeats)
        history.append(Line(LineKind.SOURCE, gettext("told again {days}", days=days)))
    return Block((*block.lines, *history))


def _stood(item: StoredEvent) -> str:
    """How a story stood when an earlier briefing told it."""
    said = say_day(item.quote.briefing.day)
    return gettext(
        "before: {when}, {standing}, told {day}",
        when=say_when(item.event),
        standing=say_standing(item.event.status),
        day=said,
    )


def event_block(item: StoredEvent, today: date) -> Block:
    event = item.event
    head = Line(
        LineKind.WHEN, say_when(event), mark=MARKS[event.status], aside=say_status(item, today)
    )
    return Block((head, quote_line(item.quote), reported_line(item.quote)))
