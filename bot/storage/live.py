"""What is read out of a published briefing: learnt when it is put, forgotten when it goes.

Both keep the counters (`briefings` of library, topic, topic_form and neighbour) in the same
transaction, so that a question for them never counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import NamedTuple

from bot.extraction.companies import search_key
from bot.model import AHEAD, Event, Fact, Mention, Reading, Sentence, Span, Topic
from bot.storage.rows import Column, as_json, insert, run, run_many, texts


class Shelved(NamedTuple):
    """Where a briefing stands: what every live row of it repeats."""

    briefing: int
    library: int
    day: str
    place: int


def check_spans(reading: Reading) -> None:
    """No span, no fact: a reading that points outside its body, or into a sentence that it does
    not have, is a bug, and is refused before anything is written."""
    whole = Span(0, len(reading.body))
    for span in _all_spans(reading):
        if not (whole.holds(span) and span.start < span.end):
            raise ValueError(f"{span} is no stretch of a body of {len(reading.body)} characters")
    sentences = _by_ordinal(reading)
    for item in _lines(reading):
        if item.sentence not in sentences:
            raise ValueError(f"{item.span} stands in a sentence {item.sentence} that is not there")


def _lines(reading: Reading) -> Iterator[Mention | Fact | Event]:
    yield from reading.mentions
    yield from reading.facts
    yield from reading.events


def _all_spans(reading: Reading) -> Iterator[Span]:
    yield from reading.summary
    yield from (sentence.span for sentence in reading.sentences)
    yield from (item.span for item in _lines(reading))
    yield from (event.time for event in reading.events if event.time is not None)


# --- learning ----------------------------------------------------------------------------------


def learn(connection: sqlite3.Connection, at: Shelved, reading: Reading) -> None:
    """Make the reading of the newest revision answer questions."""
    ((changed,),) = run(connection, _ONE_MORE, at.library).fetchall()
    run(connection, "UPDATE briefing SET learnt = ? WHERE id = ?", changed, at.briefing)
    topics = _in_text_order(reading)
    numbers = {topic.key: _learn_topic(connection, at.library, topic) for topic in topics}
    connection.executemany(_LEARN_NEIGHBOUR, permutations(sorted(numbers.values()), 2))
    _learn_mentions(connection, at, reading, topics, numbers)
    _learn_facts(connection, at, reading, numbers)
    _learn_events(connection, at, reading, numbers)
    run(connection, _TO_SEARCH, at.place)  # last: it looks up whom the briefing mentions


_ONE_MORE = """
UPDATE library SET briefings = briefings + 1, changed = changed + 1 WHERE id = ? RETURNING changed
"""
_ONE_LESS = "UPDATE library SET briefings = briefings - 1, changed = changed + 1 WHERE id = ?"
_TO_SEARCH = """
INSERT INTO search (rowid, title, body, marks)
SELECT place, title, body, marks FROM newest WHERE place = ?
"""


_LEARN_NEIGHBOUR = """
INSERT INTO neighbour (topic, other, briefings) VALUES (?, ?, 1)
ON CONFLICT (topic, other) DO UPDATE SET briefings = briefings + 1
"""


def _in_text_order(reading: Reading) -> list[Topic]:
    first: dict[str, int] = {}
    for mention in reading.mentions:
        first[mention.topic] = min(mention.span.start, first.get(mention.topic, len(reading.body)))
    topics = {topic.key: topic for topic in reading.topics}.values()
    return sorted(topics, key=lambda topic: first.get(topic.key, len(reading.body)))


def _learn_topic(connection: sqlite3.Connection, library: int, topic: Topic) -> int:
    told = (topic.name, topic.kind, int(topic.listed))
    ((number,),) = run(connection, _LEARN_TOPIC, library, topic.key, *told).fetchall()
    forms = ((library, number, form, search_key(form)) for form in _forms(topic))
    run_many(connection, _LEARN_FORM, forms)
    return int(number)


_LEARN_TOPIC = """
INSERT INTO topic (library, id, key, name, kind, listed, briefings)
VALUES (?, (SELECT coalesce(max(id), 0) + 1 FROM topic), ?, ?, ?, ?, 1)
ON CONFLICT (library, key) DO UPDATE SET name = excluded.name, kind = excluded.kind,
    listed = excluded.listed, briefings = briefings + 1
RETURNING id
"""
_LEARN_FORM = """
INSERT INTO topic_form (library, topic, form, sought, briefings) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (library, topic, form) DO UPDATE SET briefings = briefings + 1
"""


def _forms(topic: Topic) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in (topic.name, *topic.aliases) if form))


def _learn_mentions(
    connection: sqlite3.Connection,
    at: Shelved,
    reading: Reading,
    topics: Iterable[Topic],
    numbers: dict[str, int],
) -> None:
    subjects = {key: rank for rank, key in enumerate(reading.subjects)}
    telling = _telling_mentions(reading)
    sentences = _by_ordinal(reading)
    rows = (
        (
            *(numbers[topic.key], at.day, at.briefing, order, subjects.get(topic.key)),
            as_json(_forms(topic)),
            *_place(telling.get(topic.key), sentences),
        )
        for order, topic in enumerate(topics)
    )
    run_many(connection, _NEW_MENTION, rows)


_NEW_MENTION = insert(
    "mention",
    'topic, day, briefing, ordinal, subject, forms, "start", "end", sentence, '
    "sentence_start, sentence_end, carried, rule",
)


def _telling_mentions(reading: Reading) -> dict[str, Mention]:
    """For each topic the first sentence that names it outright, else the first where a carried
    word stands for it; a heading is no sentence to be shown."""
    sentences = _by_ordinal(reading)
    shown = (item for item in reading.mentions if not sentences[item.sentence].heading)
    telling: dict[str, Mention] = {}
    for mention in sorted(shown, key=lambda item: (item.carried, item.span.start)):
        telling.setdefault(mention.topic, mention)
    return telling


def _by_ordinal(reading: Reading) -> dict[int, Sentence]:
    return {sentence.ordinal: sentence for sentence in reading.sentences}


def _place(mention: Mention | None, sentences: dict[int, Sentence]) -> tuple[Column, ...]:
    if mention is None:
        return (None,) * 7
    return (*_spans(mention, sentences), int(mention.carried), mention.rule)


def _spans(item: Mention | Fact | Event, sentences: dict[int, Sentence]) -> tuple[int, ...]:
    return (*item.span, item.sentence, *sentences[item.sentence].span)


def _learn_facts(
    connection: sqlite3.Connection, at: Shelved, reading: Reading, numbers: dict[str, int]
) -> None:
    sentences = _by_ordinal(reading)
    facts = tuple(enumerate(reading.facts))
    rows = ((at.briefing, rank, *_spans(fact, sentences), *_fact(fact)) for rank, fact in facts)
    run_many(connection, _NEW_FACT, rows)
    links = (
        (number, at.day, at.briefing, rank)
        for rank, fact in facts
        for number in _told(fact.topics, numbers)
    )
    connection.executemany(_NEW_FACT_TOPIC, links)


_NEW_FACT = insert(
    "fact",
    'briefing, rank, "start", "end", sentence, sentence_start, sentence_end, kind, value, unit, '
    'qualifier, "when", earliest, latest, topics, score, rule',
)
_NEW_FACT_TOPIC = insert("fact_topic", "topic, day, briefing, rank")


def _fact(fact: Fact) -> tuple[Column, ...]:
    return (
        *(fact.kind, fact.value, fact.unit, fact.qualifier, fact.when),
        fact.days and fact.days.earliest.isoformat(),
        fact.days and fact.days.latest.isoformat(),
        *(as_json(fact.topics), fact.score, fact.rule),
    )


def _told(keys: Iterable[str], numbers: dict[str, int]) -> tuple[int, ...]:
    return tuple(numbers[key] for key in dict.fromkeys(keys) if key in numbers)


def _learn_events(
    connection: sqlite3.Connection, at: Shelved, reading: Reading, numbers: dict[str, int]
) -> None:
    sentences = _by_ordinal(reading)
    events = tuple(enumerate(reading.events))
    rows = (
        (at.briefing, order, *_spans(event, sentences), *_days(event), *_event(event))
        for order, event in events
    )
    run_many(connection, _NEW_EVENT, rows)
    links = (
        (number, *_days(event), at.day, at.briefing, order)
        for order, event in events
        for number in _told(event.topics, numbers)
    )
    connection.executemany(_NEW_EVENT_TOPIC, links)
    plans = (
        (at.library, event.days.latest.isoformat(), at.briefing, order)
        for order, event in events
        if event.status in AHEAD
    )
    connection.executemany(_NEW_PLAN, plans)


def _days(event: Event) -> tuple[str, str]:
    return event.days.earliest.isoformat(), event.days.latest.isoformat()


_NEW_PLAN = insert("plan", "library, latest, briefing, ordinal")
_NEW_EVENT = insert(
    "event",
    'briefing, ordinal, "start", "end", sentence, sentence_start, sentence_end, earliest, latest, '
    '"precision", value, status, topics, time_start, time_end, deadline, reported, rule',
)
_NEW_EVENT_TOPIC = insert("event_topic", "topic, earliest, latest, day, briefing, ordinal")


def _event(event: Event) -> tuple[Column, ...]:
    return (
        *(event.precision, event.value, event.status, as_json(event.topics)),
        *(event.time or (None, None)),
        *(int(event.deadline), int(event.reported), event.rule),
    )


# --- forgetting --------------------------------------------------------------------------------


def forget(connection: sqlite3.Connection, at: Shelved) -> None:
    """Take a published briefing out of all answers; to be called before its row changes, since
    the full-text index is told first what it held."""
    run(connection, _OUT_OF_SEARCH, at.place)
    run(connection, _ONE_LESS, at.library)
    named = run(connection, "SELECT topic, forms FROM mention WHERE briefing = ?", at.briefing)
    forms = {topic: texts(told) for topic, told in named.fetchall()}
    _forget_links(connection, at, forms)
    _forget_neighbours(connection, sorted(forms))
    for table in ("mention", "fact", "plan", "event"):
        run(connection, f"DELETE FROM {table} WHERE briefing = ?", at.briefing)
    for topic, told in forms.items():
        _forget_topic(connection, at.library, topic, told)


_OUT_OF_SEARCH = """
INSERT INTO search (search, rowid, title, body, marks)
SELECT 'delete', place, title, body, marks FROM newest WHERE place = ?
"""


def _forget_links(connection: sqlite3.Connection, at: Shelved, topics: Iterable[int]) -> None:
    topics = tuple(topics)
    facts = "DELETE FROM fact_topic WHERE topic = ? AND day = ? AND briefing = ?"
    run_many(connection, facts, ((topic, at.day, at.briefing) for topic in topics))
    events = run(
        connection,
        "SELECT earliest, latest, briefing, ordinal FROM event WHERE briefing = ?",
        at.briefing,
    ).fetchall()
    run_many(
        connection,
        "DELETE FROM event_topic "
        "WHERE topic = ? AND earliest = ? AND latest = ? AND briefing = ? AND ordinal = ?",
        ((topic, *event) for topic, event in product(topics, events)),
    )


def _forget_neighbours(connection: sqlite3.Connection, topics: Iterable[int]) -> None:
    topics = tuple(topics)
    less = "UPDATE neighbour SET briefings = briefings - 1 WHERE topic = ? AND other = ?"
    run_many(connection, less, permutations(topics, 2))
    none = "DELETE FROM neighbour WHERE topic = ? AND briefings = 0"
    run_many(connection, none, ((topic,) for topic in topics))


def _forget_topic(
    connection: sqlite3.Connection, library: int, topic: int, told: Iterable[str]
) -> None:
    forms = ((library, topic, form) for form in told)
    run_many(connection, _FORGET_FORM, forms)
    run(connection, _DROP_FORMS, library, topic)
    run(connection, "UPDATE topic SET briefings = briefings - 1 WHERE id = ?", topic)
    run(connection, "DELETE FROM topic WHERE id = ? AND briefings = 0", topic)
    run(connection, _RENAME, topic)


_FORGET_FORM = """
UPDATE topic_form SET briefings = briefings - 1 WHERE library = ? AND topic = ? AND form = ?
"""
_DROP_FORMS = "DELETE FROM topic_form WHERE library = ? AND topic = ? AND briefings = 0"
_RENAME = """
UPDATE topic SET name = (
    SELECT form FROM topic_form AS f WHERE f.library = topic.library AND f.topic = topic.id
    ORDER BY f.briefings DESC, f.form LIMIT 1
)
WHERE id = ? AND NOT EXISTS (
    SELECT 1 FROM topic_form AS f
    WHERE f.library = topic.library AND f.topic = topic.id AND f.form = topic.name
)
"""
