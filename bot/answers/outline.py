"""An answer as cards of lines: what is shown, in what order, before any front paints it.

Both fronts paint these same cards, so that a reader in Discord and one at a terminal are told the
same. A `Block` holds lines that belong together (a quoted line and its source): a front may turn
the page between blocks, never inside one. All wording of cards lives here and in `wording`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.answers.values import (
    CARD_COMPANIES,
    CARD_FACTS,
    Answer,
    CompanyAnswer,
    NothingFound,
    ReceiptAnswer,
    TimelineAnswer,
    TimelineLine,
    TodayAnswer,
)
from bot.answers.wording import (
    say_count,
    say_coverage,
    say_day,
    say_source,
    say_status,
    say_weekday,
    say_when,
)
from bot.model import (
    FIRM_KINDS,
    CatalogueEntry,
    Quote,
    Span,
    Status,
    StoredBriefing,
    StoredEvent,
    Topic,
)


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
    `quote` is the stretch behind words of a briefing, for whoever asks where they come from;
    `bold` the stretch of `text` itself that stands out."""

    kind: LineKind
    text: str
    mark: str = ""
    aside: str = ""
    url: str = ""
    quote: Quote | None = None
    bold: Span | None = None


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


def outline(answer: Answer) -> tuple[Card, ...]:
    """The cards of an answer, at least one."""
    match answer:
        case TodayAnswer():
            return _today(answer)
        case CompanyAnswer():
            return (_company(answer),)
        case TimelineAnswer():
            return (_timeline(answer),)
        case ReceiptAnswer():
            from bot.answers.receipt import receipt_card  # it is made of this module's lines

            return (receipt_card(answer),)
        case NothingFound():
            return (_nothing(answer),)


def quoted(quote: Quote) -> str:
    """The span as it stands in the body, an elision marked on either side."""
    before = "… " if quote.elided_before else ""
    return before + quote.text + (" …" if quote.elided_after else "")


def _text(words: str) -> Block:
    return Block((Line(LineKind.TEXT, words),))


def _quote(quote: Quote) -> Line:
    return Line(LineKind.QUOTE, quoted(quote), quote=quote)


def _source(quote: Quote, before: str = "") -> Line:
    ref = quote.briefing
    return Line(LineKind.SOURCE, before + say_source(ref), url=ref.url)


def _some(*sections: Section) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.blocks)


# --- today -------------------------------------------------------------------------------------


def _today(answer: TodayAnswer) -> tuple[Card, ...]:
    if answer.shown is None:
        return (_no_briefing(answer),)
    instead = f"No briefing for {_day_asked(answer)} yet. This is the latest."
    notes = (_text(instead),) if answer.is_latest_instead else ()
    first, *rest = answer.briefings
    return (_briefing(first, notes), *(_briefing(item, ()) for item in rest))


def _day_asked(answer: TodayAnswer) -> str:
    return say_weekday(answer.day) + (f" ({answer.zone})" if answer.zone else "")


def _no_briefing(answer: TodayAnswer) -> Card:
    held = (
        "The library holds only later ones."
        if answer.coverage.briefings
        else "The library is empty: a moderator takes the first briefing in with ingest."
    )
    words = f"No briefing for {_day_asked(answer)} or before. {held}"
    return Card(
        "No briefing yet", "", (Section("", (_text(words),)),), say_coverage(answer.coverage)
    )


def _briefing(item: StoredBriefing, notes: tuple[Block, ...]) -> Card:
    ref = item.ref
    summary = tuple(Block((_quote(quote),)) for quote in item.summary)
    facts = tuple(
        Block((Line(LineKind.ITEM, quoted(fact.quote), mark=str(number), quote=fact.quote),))
        for number, fact in enumerate(item.facts[:CARD_FACTS], 1)
    )
    return Card(
        title=ref.title,
        subtitle=" · ".join(
            part for part in (say_weekday(ref.day), ref.author, ref.source) if part
        ),
        sections=_some(
            Section("", notes),
            Section("", summary),
            Section("Key facts", facts),
            Section("Companies", _firm_names(item.topics)),
        ),
        foot=f"Every line is quoted from briefing {ref.id}",
    )


def _firm_names(topics: Iterable[Topic]) -> tuple[Block, ...]:
    names = [_name(topic) for topic in topics if topic.kind in FIRM_KINDS]
    if not names:
        return ()
    rest = len(names) - CARD_COMPANIES
    more = f" and {rest} more" if rest > 0 else ""
    return (_text(" · ".join(names[:CARD_COMPANIES]) + more),)


def _name(topic: Topic) -> str:
    return topic.name if topic.listed else f"{topic.name} (unlisted)"


# --- company -----------------------------------------------------------------------------------


def _company(answer: CompanyAnswer) -> Card:
    neighbours = " · ".join(f"{item.topic.name} ({item.briefings})" for item in answer.named_with)
    held = say_coverage(answer.coverage)
    return Card(
        title=_name(answer.topic),
        subtitle=_read_as(answer.asked, answer.topic),
        sections=_some(
            Section("", _from_catalogue(answer.entry)),
            Section("Who it is", _sourced(answer.about)),
            Section("Latest", _sourced(item.quote for item in answer.latest)),
            Section("Key figures", _sourced(item.quote for item in answer.figures)),
            Section("Planned", tuple(_event(item, answer.today) for item in answer.planned)),
            Section("Named with", (_text(neighbours),) if neighbours else ()),
        ),
        foot=f"Named in {say_count(answer.briefings, 'briefing')}; searched {held}",
    )


def _read_as(asked: str, topic: Topic) -> str:
    if asked.casefold() == topic.name.casefold():
        return topic.kind.value
    return f"{topic.kind.value} · you asked for “{asked[:60]}”"


def _from_catalogue(entry: CatalogueEntry | None) -> tuple[Block, ...]:
    if entry is None:
        return ()
    told = (
        f"part of {', '.join(entry.parents)}" if entry.parents else "",
        f"brands {', '.join(entry.brands)}" if entry.brands else "",
        ", ".join(entry.tickers),
        entry.country,
    )
    words = "; ".join(part for part in told if part) or entry.sector or entry.topic.name
    return (Block((Line(LineKind.CATALOGUE, f"From the catalogue, no briefing: {words}"),)),)


def _sourced(quotes: Iterable[Quote]) -> tuple[Block, ...]:
    """Quoted lines, each once, each with its source."""
    once = {(quote.briefing.id, quote.span): quote for quote in quotes}
    return tuple(Block((_quote(quote), _source(quote))) for quote in once.values())


# --- timeline ----------------------------------------------------------------------------------


def _timeline(answer: TimelineAnswer) -> Card:
    ahead = [line for line in answer.lines if line.event.event.days.earliest > answer.today]
    so_far = answer.lines[: len(answer.lines) - len(ahead)]
    past = tuple(_timeline_line(line, answer.today) for line in so_far)
    nothing = (_text("The briefings name it, but tell nothing dated about it."),)
    return Card(
        title=f"Timeline: {_name(answer.topic)}",
        subtitle=_read_as(answer.asked, answer.topic),
        sections=_some(
            Section("", past or (() if ahead else nothing)),
            Section(
                f"after today, {say_day(answer.today)}",
                tuple(_timeline_line(line, answer.today) for line in ahead),
                divider=True,
            ),
        ),
        foot=f"Searched {say_coverage(answer.coverage)}",
    )


def _timeline_line(line: TimelineLine, today: date) -> Block:
    block = _event(line.event, today)
    history = [Line(LineKind.SOURCE, _stood(item), quote=item.quote) for item in line.before]
    if line.repeats:
        days = ", ".join(say_day(item.quote.briefing.day) for item in line.repeats)
        history.append(Line(LineKind.SOURCE, f"told again {days}"))
    return Block((*block.lines, *history))


def _stood(item: StoredEvent) -> str:
    """How a story stood when an earlier briefing told it."""
    said = say_day(item.quote.briefing.day)
    return f"before: {say_when(item.event)}, {item.event.status.value}, told {said}"


def _event(item: StoredEvent, today: date) -> Block:
    event = item.event
    head = Line(
        LineKind.WHEN, say_when(event), mark=MARKS[event.status], aside=say_status(item, today)
    )
    return Block((head, _quote(item.quote), _source(item.quote, "reported ")))


# --- nothing -----------------------------------------------------------------------------------


def _nothing(answer: NothingFound) -> Card:
    name = answer.topic.name if answer.topic else f"“{answer.asked[:60]}”"
    near = " · ".join(topic.name for topic in answer.suggestions)
    words = f"No briefing names {name}. Searched {say_coverage(answer.coverage)}."
    return Card(
        title="Nothing found",
        subtitle="",
        sections=_some(
            Section("", (_text(words),)),
            Section("", _from_catalogue(answer.entry)),
            Section("Near", (_text(near),) if near else ()),
        ),
        foot="Try another name, or !today",
    )
