"""What is read out of a published briefing: learnt when it is put, forgotten when it goes.

Both keep the counters (`briefings` of library, topic, topic_form and neighbour) in the same
transaction, so that a question for them never counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, permutations, product
from typing import NamedTuple

from bot.extraction.companies import search_key
from bot.model import AHEAD, Event, Fact, Mention, Reading, Sentence, Span, Topic
from bot.storage.rows import (
    Column,
    as_json,
    insert,
    is_storable,
    run,
    run_many,
    storable,
    texts,
    texts_json,
)


class Shelved(NamedTuple):
    """Where a briefing stands: what every live row of it repeats."""

    briefing: int
    library: int
    day: str
    place: int


def check_spans(reading: Reading) -> None:
    """No span, no fact: a reading that points outside its body, or into a sentence that it does
    not have, is a bug, and is refused before anything is written."""
    size = len(reading.body)
    for start, end in _all_spans(reading):
        if not 0 <= start < end <= size:
            raise ValueError(f"{Span(start, end)} is no stretch of a body of {size} characters")
    sentences = _by_ordinal(reading)
    for item in _lines(reading):
        if item.sentence not in sentences:
            raise ValueError(f"{item.span} stands in a sentence {item.sentence} that is not there")


def _lines(reading: Reading) -> Iterator[Mention | Fact | Event]:
    return chain(reading.mentions, reading.facts, reading.events)


def _all_spans(reading: Reading) -> Iterator[Span]:
    yield from reading.summary
    yield from [sentence.span for sentence in reading.sentences]
    yield from [item.span for item in _lines(reading)]
    yield from [event.time for event in reading.events if event.time is not None]


# --- learning ----------------------------------------------------------------------------------


class _Learner:
    """Writes what one reading tells. Its texts are made storable one by one only where the page
    holds anything that is not: all of them come from there, or from lists of our own."""

    def __init__(self, connection: sqlite3.Connection, at: Shelved, reading: Reading) -> None:
        self._connection = connection
        self._at = at
        self._reading = reading
        self._sentences = _by_ordinal(reading)
        self._topics = _in_text_order(reading)
        self._forms = tuple(map(_forms, self._topics))
        self._clean = _is_clean(reading, self._forms)
        self._numbers: dict[str, int] = {}
        """Of the topics, by their keys."""

    def learn(self) -> None:
        run(self._connection, _ONE_MORE, self._at.library)
        run(self._connection, _LEARNT, self._at.briefing)
        self._learn_topics()
        self._learn_forms()
        run(self._connection, _LEARN_NEIGHBOURS, as_json(sorted(self._numbers.values())))
        self._learn_mentions()
        self._learn_facts()
        self._learn_events()
        run(self._connection, _TO_SEARCH, self._at.place)  # last: it looks up who is mentioned

    def _many(self, sql: str, rows: Iterable[tuple[Column, ...]]) -> None:
        if self._clean:
            self._connection.executemany(sql, rows)
        else:
            run_many(self._connection, sql, rows)

    def _learn_topics(self) -> None:
        """Those that the library knows are told again, the others get the next numbers."""
        library, known = self._at.library, self._known_topics()
        again = [topic for topic in self._topics if topic.key in known]
        self._many(_TOLD_AGAIN, [(*_told(one), library, known[one.key]) for one in again])
        new = [topic for topic in self._topics if topic.key not in known]
        ((first,),) = run(self._connection, _NEXT_TOPIC).fetchall() if new else ((0,),)
        rows = [(library, first + at, one.key, *_told(one)) for at, one in enumerate(new)]
        self._many(_NEW_TOPIC, rows)
        self._numbers = known | {one.key: first + at for at, one in enumerate(new)}

    def _known_topics(self) -> dict[str, int]:
        keys = {storable(topic.key): topic.key for topic in self._topics}
        found = run(self._connection, _KNOWN_TOPICS, self._at.library, texts_json(keys))
        return {keys[key]: number for key, number in found.fetchall()}

    def _learn_forms(self) -> None:
        rows = [
            (self._at.library, self._numbers[topic.key], form, search_key(form))
            for topic, told in zip(self._topics, self._forms, strict=True)
            for form in told
        ]
        self._many(_LEARN_FORM, rows)

    def _learn_mentions(self) -> None:
        subjects = {key: rank for rank, key in enumerate(self._reading.subjects)}
        telling = _telling_mentions(self._reading, self._sentences)
        _, _, day, _ = at = self._at
        rows = [
            (
                *(self._numbers[topic.key], day, at.briefing, order, subjects.get(topic.key)),
                texts_json(self._forms[order]),
                *_place(telling.get(topic.key), self._sentences),
            )
            for order, topic in enumerate(self._topics)
        ]
        self._many(_NEW_MENTION, rows)

    def _learn_facts(self) -> None:
        at, facts = self._at, self._reading.facts
        rows = [
            (at.briefing, rank, *_spans(fact, self._sentences), *_fact(fact))
            for rank, fact in enumerate(facts)
        ]
        self._many(_NEW_FACT, rows)
        links = [
            (number, at.day, at.briefing, rank)
            for rank, fact in enumerate(facts)
            for number in self._numbers_of(fact.topics)
        ]
        self._many(_NEW_FACT_TOPIC, links)

    def _learn_events(self) -> None:
        at, events = self._at, self._reading.events
        days = [(event.days[0].isoformat(), event.days[1].isoformat()) for event in events]
        rows = [
            (at.briefing, order, *_spans(event, self._sentences), *days[order], *_event(event))
            for order, event in enumerate(events)
        ]
        self._many(_NEW_EVENT, rows)
        links = [
            (number, *days[order], at.day, at.briefing, order)
            for order, event in enumerate(events)
            for number in self._numbers_of(event.topics)
        ]
        self._many(_NEW_EVENT_TOPIC, links)
        plans = [
            (at.library, days[order][1], at.briefing, order)
            for order, event in enumerate(events)
            if event.status in AHEAD
        ]
        self._many(_NEW_PLAN, plans)

    def _numbers_of(self, keys: Sequence[str]) -> list[int]:
        return [self._numbers[key] for key in dict.fromkeys(keys) if key in self._numbers]


def learn(connection: sqlite3.Connection, at: Shelved, reading: Reading) -> None:
    """Make the reading of the newest revision answer questions."""
    _Learner(connection, at, reading).learn()


def _is_clean(reading: Reading, forms: Iterable[Iterable[str]]) -> bool:
    page = reading.page
    told = chain((page.title, page.body, page.author, page.source), *forms)
    return is_storable("".join(told))


_ONE_MORE = "UPDATE library SET briefings = briefings + 1, changed = changed + 1 WHERE id = ?"
_LEARNT = """
UPDATE briefing SET learnt = (SELECT changed FROM library WHERE library.id = briefing.library)
WHERE id = ?
"""
_ONE_LESS = "UPDATE library SET briefings = briefings - 1, changed = changed + 1 WHERE id = ?"
_TO_SEARCH = """
INSERT INTO search (rowid, title, body, marks)
SELECT place, title, body, marks FROM newest WHERE place = ?
"""
# All pairs in one statement: a briefing of nine topics has seventy-two of them.
_LEARN_NEIGHBOURS = """
INSERT INTO neighbour (topic, other, briefings)
SELECT one.value, other.value, 1
FROM json_each(?1) AS one CROSS JOIN json_each(?1) AS other WHERE one.value <> other.value
ON CONFLICT (topic, other) DO UPDATE SET briefings = briefings + 1
"""
_KNOWN_TOPICS = """
SELECT t.key, t.id FROM json_each(?2) AS asked
CROSS JOIN topic AS t ON t.library = ?1 AND t.key = asked.value
"""
_NEXT_TOPIC = "SELECT coalesce(max(id), 0) + 1 FROM topic"
_TOLD_AGAIN = """
UPDATE topic SET name = ?, kind = ?, listed = ?, briefings = briefings + 1
WHERE library = ? AND id = ?
"""
_NEW_TOPIC = """
INSERT INTO topic (library, id, key, name, kind, listed, briefings) VALUES (?, ?, ?, ?, ?, ?, 1)
"""
_LEARN_FORM = """
INSERT INTO topic_form (library, topic, form, sought, briefings) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (library, topic, form) DO UPDATE SET briefings = briefings + 1
"""
_NEW_MENTION = insert(
    "mention",
    'topic, day, briefing, ordinal, subject, forms, "start", "end", sentence, '
    "sentence_start, sentence_end, carried, rule",
)
_NEW_FACT = insert(
    "fact",
    'briefing, rank, "start", "end", sentence, sentence_start, sentence_end, kind, value, unit, '
    'qualifier, "when", earliest, latest, topics, score, rule',
)
_NEW_FACT_TOPIC = insert("fact_topic", "topic, day, briefing, rank")
_NEW_PLAN = insert("plan", "library, latest, briefing, ordinal")
_NEW_EVENT = insert(
    "event",
    'briefing, ordinal, "start", "end", sentence, sentence_start, sentence_end, earliest, latest, '
    '"precision", value, status, topics, time_start, time_end, deadline, reported, rule',
)
_NEW_EVENT_TOPIC = insert("event_topic", "topic, earliest, latest, day, briefing, ordinal")


def _told(topic: Topic) -> tuple[Column, ...]:
    return topic.name, topic.kind.value, int(topic.listed)


def _in_text_order(reading: Reading) -> list[Topic]:
    first: dict[str, int] = {}
    for mention in reading.mentions:
        start = mention.span[0]
        if start < first.get(mention.topic, len(reading.body)):
            first[mention.topic] = start
    topics = {topic.key: topic for topic in reading.topics}.values()
    return sorted(topics, key=lambda topic: first.get(topic.key, len(reading.body)))


def _forms(topic: Topic) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (topic.name, *topic.aliases))))


def _telling_mentions(reading: Reading, sentences: Mapping[int, Sentence]) -> dict[str, Mention]:
    """For each topic the first sentence that names it outright, else the first where a carried
    word stands for it; a heading is no sentence to be shown."""
    shown = [item for item in reading.mentions if not sentences[item.sentence].heading]
    telling: dict[str, Mention] = {}
    for mention in sorted(shown, key=lambda item: (item.carried, item.span[0])):
        telling.setdefault(mention.topic, mention)
    return telling


def _by_ordinal(reading: Reading) -> dict[int, Sentence]:
    return {sentence.ordinal: sentence for sentence in reading.sentences}


def _place(mention: Mention | None, sentences: Mapping[int, Sentence]) -> tuple[Column, ...]:
    if mention is None:
        return (None,) * 7
    return (*_spans(mention, sentences), int(mention.carried), mention.rule)


def _spans(item: Mention | Fact | Event, sentences: Mapping[int, Sentence]) -> tuple[int, ...]:
    return (*item.span, item.sentence, *sentences[item.sentence].span)


def _fact(fact: Fact) -> tuple[Column, ...]:
    return (
        *(fact.kind, fact.value, fact.unit, fact.qualifier, fact.when),
        fact.days and fact.days.earliest.isoformat(),
        fact.days and fact.days.latest.isoformat(),
        *(texts_json(fact.topics), fact.score, fact.rule),
    )


def _event(event: Event) -> tuple[Column, ...]:
    return (
        *(event.precision.value, event.value, event.status.value, texts_json(event.topics)),
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
