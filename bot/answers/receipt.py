"""`!why 12:120-180`: where a shown line comes from, re-read from the stored body.

A line is named by its briefing and its characters, "12:120-180", as `--json` tells them; with
"12.1:120-180" it is the line as revision 1 had it. The briefing may have changed since: then its
very words are looked for in the newest revision, and shown only where they still stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.card import Block, Card, Line, LineKind, Section, topic_name
from bot.answers.values import Context, ReceiptAnswer
from bot.answers.wording import say_standing, say_weekday, say_when
from bot.errors import BadQuestion
from bot.model import (
    BriefingRef,
    Event,
    Fact,
    Passage,
    Quote,
    Span,
    Standing,
    StoredEvent,
    StoredFact,
    Topic,
)
from bot.storage.protocol import Shelf
from bot.translations import gettext

_REFERENCE = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,9}))?:([0-9]{1,9})[-–]([0-9]{1,9})")


def reference(quote: Quote) -> str:
    """How a shown line is asked for: "12.1:120-180"."""
    ref, span = quote.briefing, quote.span
    return f"{ref.id}.{ref.revision}:{span.start}-{span.end}"


def receipt(shelf: Shelf, context: Context, asked: str) -> ReceiptAnswer:
    """What stands behind the line that `asked` names. Raises `BadQuestion` where nothing does: one
    line for what is not there and for what is another server's."""
    found = _REFERENCE.fullmatch(asked.strip())
    if found is None:
        raise BadQuestion(
            gettext(
                "Which line? Write the briefing and the line's characters, such as why 12:120-180."
            )
        )
    number, revision, start, end = (int(part or 0) for part in found.groups())
    passage = shelf.passage(context.libraries, number, Span(start, end), revision)
    if passage is None:
        raise BadQuestion(
            gettext(
                "No line stands there: {line} is in none of your briefings.", line=asked.strip()
            )
        )
    return ReceiptAnswer(asked, passage, shelf.coverage(context.libraries))


# --- the card ----------------------------------------------------------------------------------


def receipt_card(answer: ReceiptAnswer) -> Card:
    """The line in bold in its sentence, between its neighbours; its briefing; how it was read."""
    passage = answer.passage
    sections = (
        Section("", _notes(passage)),
        Section("", _sentences(passage)),
        Section(gettext("Briefing"), _briefing(passage)),
        Section(gettext("How it was read"), tuple(_text(words) for words in _readings(passage))),
    )
    return Card(
        title=gettext("Where this line comes from"),
        subtitle="",
        sections=tuple(section for section in sections if section.blocks),
        foot=_foot(passage),
    )


def _text(words: str) -> Block:
    return Block((Line(LineKind.TEXT, words),))


def _notes(passage: Passage) -> tuple[Block, ...]:
    told = {"number": passage.ref.id, "then": passage.asked, "now": passage.ref.revision}
    match passage.standing:
        case Standing.STANDS:
            return ()
        case Standing.REVISED:
            words = gettext(
                "Briefing {number} has been revised since this line was shown (revision {then}). "
                "Its very words still stand in revision {now}:",
                **told,
            )
        case Standing.GONE:
            words = gettext(
                "Briefing {number} has been revised since this line was shown (revision {then}). "
                "Its words stand there no more.",
                **told,
            )
        case Standing.WITHDRAWN:
            words = gettext(
                "Briefing {number} has been withdrawn; its lines are shown no more.", **told
            )
    return (_text(words),)


def _sentences(passage: Passage) -> tuple[Block, ...]:
    quote = passage.quote
    if quote is None:
        return ()
    start = quote.sentence.start
    inside = Span(quote.span.start - start, quote.span.end - start)
    around = (
        passage.before and Line(LineKind.QUOTE, passage.before.text),
        Line(LineKind.QUOTE, quote.sentence_text, bold=(inside,)),
        passage.after and Line(LineKind.QUOTE, passage.after.text),
    )
    return tuple(Block((line,)) for line in around if line)


def _briefing(passage: Passage) -> tuple[Block, ...]:
    if passage.standing is Standing.WITHDRAWN:
        return ()
    ref = passage.ref
    told = (say_weekday(ref.day), ref.author, ref.source)
    lines = (
        Line(LineKind.TEXT, " · ".join(part for part in told if part)),
        Line(LineKind.SOURCE, ref.title, url=ref.url),
    )
    return (Block(tuple(line for line in lines if line.text.strip())),)


def _foot(passage: Passage) -> str:
    ref, quote = passage.ref, passage.quote
    if quote is None:
        return gettext(
            "Briefing {number}, revision {revision}", number=ref.id, revision=passage.asked
        )
    return _place(ref, quote.span)


def _place(ref: BriefingRef, span: Span) -> str:
    return gettext(
        "Briefing {number}, revision {revision}, characters {first}–{last}",
        number=ref.id,
        revision=ref.revision,
        first=span.start,
        last=span.end,
    )


# --- the rules ---------------------------------------------------------------------------------


def _readings(passage: Passage) -> Iterator[str]:
    """What the very stretch was read as, each with its rule; else what shares words with it."""
    if passage.quote is None:
        return
    span = passage.quote.span
    facts = [item for item in passage.facts if item.quote.span == span]
    events = [item for item in passage.events if item.quote.span == span]
    if passage.summary:
        yield gettext("A sentence of the summary. Rule: summary, whole sentences")
    yield from _tagged(facts, events)
    for topic, mention in passage.named:
        told = {"name": topic_name(topic), "rule": mention.mention.rule}
        if mention.mention.carried:
            yield gettext("Names {name} in other words. Rule: name {rule}", **told)
        else:
            yield gettext("Names {name}. Rule: name {rule}", **told)
    if passage.summary or facts or events or passage.named:
        return
    near = list(_tagged(passage.facts, passage.events))
    for words in near:
        yield gettext("Shares words with a line read as: {reading}", reading=words)
    if not near:
        yield gettext("No rule tagged it: it is shown as words of the briefing.")


def _tagged(
    facts: list[StoredFact] | tuple[StoredFact, ...],
    events: list[StoredEvent] | tuple[StoredEvent, ...],
) -> Iterator[str]:
    for fact in facts:
        yield gettext(
            "Fact, {figure}{about}. Rule: fact {rule}",
            figure=_figure(fact.fact),
            about=_about(fact.topics),
            rule=fact.fact.rule,
        )
    for event in events:
        yield gettext(
            "Event, {when}{about}. Rule: event {rule}",
            when=_when(event.event),
            about=_about(event.topics),
            rule=event.event.rule,
        )


def _figure(fact: Fact) -> str:
    """ "money: 2,000,000,000 USD (“more than”)", "date: 2028-Q1"."""
    told = [fact.when] if fact.value is None else [f"{fact.value:,.12g}", fact.unit]
    figure = " ".join(part for part in told if part)
    qualifier = f" (“{fact.qualifier}”)" if fact.qualifier else ""
    when = f", {fact.when}" if fact.value is not None and fact.when else ""
    return f"{fact.kind}: {figure}{qualifier}{when}"


def _when(event: Event) -> str:
    """ "by 30 April 2026, planned"."""
    told = {"when": say_when(event), "standing": say_standing(event.status)}
    if event.reported:
        return gettext("{when} (the day of the briefing), {standing}", **told)
    return gettext("{when}, {standing}", **told)


def _about(topics: tuple[Topic, ...]) -> str:
    names = ", ".join(map(topic_name, topics))
    return gettext("; about {names}", names=names) if topics else ""
