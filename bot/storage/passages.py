"""A stretch of a stored briefing with its neighbours and all that was read out of it: what stands
behind a shown line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from bot.model import Mention, Passage, Quote, Span, Standing, State, StoredMention, Topic
from bot.storage.companies import facts_of
from bot.storage.events import events_of
from bot.storage.rows import spans
from bot.storage.snapshot import Page, Snapshot, topic_of


def passage(
    snapshot: Snapshot, libraries: Sequence[int], number: int, span: Span, revision: int
) -> Passage | None:
    row = snapshot.row("SELECT library, state, revision FROM briefing WHERE id = ?", number)
    if row is None or row[0] not in libraries or row[1] == State.DRAFT or revision > row[2]:
        return None
    page, asked = snapshot.page(number), revision or row[2]
    if row[1] == State.WITHDRAWN:
        return Passage(page.ref, asked, Standing.WITHDRAWN)
    if asked == row[2]:
        return _cut(snapshot, page, span, asked)
    words = _words(snapshot, number, asked, span)
    if not words:
        return None
    again = _nearest(page.body, words, span.start)
    return (again and _cut(snapshot, page, again, asked)) or Passage(page.ref, asked, Standing.GONE)


def _words(snapshot: Snapshot, number: int, revision: int, span: Span) -> str:
    """What stood there in an older revision; "" for what is no stretch of it."""
    row = snapshot.row(
        "SELECT body FROM revision WHERE briefing = ? AND number = ?", number, revision
    )
    return span.of(row[0]) if row is not None and _lies_in(span, row[0]) else ""


def _lies_in(span: Span, body: str) -> bool:
    return 0 <= span.start < span.end <= len(body)


def _nearest(body: str, words: str, start: int) -> Span | None:
    """Where the very words stand, nearest to where they stood."""
    places = (body.rfind(words, 0, start + len(words)), body.find(words, start))
    found = min((at for at in places if at >= 0), key=lambda at: abs(at - start), default=None)
    return None if found is None else Span(found, found + len(words))


def _cut(snapshot: Snapshot, page: Page, span: Span, asked: int) -> Passage | None:
    """The stretch out of the newest text; None where no sentence stands."""
    around = _around(snapshot, page, span) if _lies_in(span, page.body) else None
    if around is None:
        return None
    return Passage(
        ref=page.ref,
        asked=asked,
        standing=Standing.STANDS if asked == page.ref.revision else Standing.REVISED,
        quote=page.quote(span, around.sentence),
        before=_whole(page, around.before),
        after=_whole(page, around.after),
        summary=span in spans(page.summary),
        facts=tuple(item for item in facts_of(snapshot, page) if item.quote.span.meets(span)),
        events=tuple(
            item
            for item in events_of(snapshot, (page.ref.library,), page.ref.id)
            if item.quote.span.meets(span)
        ),
        named=_named(snapshot, page, span),
    )


class _Around(NamedTuple):
    sentence: Span
    before: Span | None
    after: Span | None


def _around(snapshot: Snapshot, page: Page, span: Span) -> _Around | None:
    """The sentence that holds the stretch (from the first to the last one that it meets), and the
    nearest ones; a heading is no sentence to be shown beside it."""
    found = snapshot.row(_SENTENCES, page.ref.id)
    assert found is not None  # the page was read from there
    told = [(Span(item[0], item[1]), item[3]) for item in json.loads(found[0])]
    met = [sentence for sentence, _ in told if sentence.meets(span)]
    if not met:
        return None
    plain = [sentence for sentence, heading in told if not heading]
    sentence = Span(min(met[0].start, span.start), max(met[-1].end, span.end))
    return _Around(
        sentence,
        next((item for item in reversed(plain) if item.end <= sentence.start), None),
        next((item for item in plain if item.start >= sentence.end), None),
    )


_SENTENCES = """
SELECT r.sentences FROM briefing AS b
JOIN revision AS r ON r.briefing = b.id AND r.number = b.revision WHERE b.id = ?
"""


def _whole(page: Page, sentence: Span | None) -> Quote | None:
    return None if sentence is None else page.quote(sentence, sentence)


def _named(snapshot: Snapshot, page: Page, span: Span) -> tuple[tuple[Topic, StoredMention], ...]:
    """The topics whose telling place in the briefing lies in the stretch, in text order."""
    found = []
    for row in snapshot.rows(_MENTIONS, page.ref.id, span.start, span.end):
        start, end, sentence, first, last, carried, rule, subject, *topic = row
        mention = Mention(Span(start, end), topic[0], sentence, bool(carried), rule)
        quote = page.quote(mention.span, Span(first, last))
        found.append((topic_of(tuple(topic)), StoredMention(quote, mention, subject is not None)))
    return tuple(found)


_MENTIONS = """
SELECT m."start", m."end", m.sentence, m.sentence_start, m.sentence_end, m.carried, m.rule,
    m.subject, t.key, t.name, t.kind, t.listed
FROM mention AS m JOIN topic AS t ON t.id = m.topic
WHERE m.briefing = ? AND m."start" >= ? AND m."end" <= ? ORDER BY m."start", m.ordinal
"""
