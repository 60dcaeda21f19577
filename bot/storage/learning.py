"""What is read out of published briefings is written here, many of them in one go.

Briefings of one transaction name the same firms: each counter is then changed once. And the
full-text index is told of them by rising number: at each step backwards SQLite writes what it has
gathered as a piece of its own (`sqlite3Fts5IndexBeginWrite`), which later have to be merged again
and again.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from bot.extraction.companies import search_key
from bot.model import AHEAD, Event, Fact, Mention, Reading, Sentence, Topic
from bot.storage.live import Shelved
from bot.storage.rows import (
    Column,
    as_json,
    insert,
    is_storable,
    run,
    run_many,
    storable,
    texts_json,
)

_Rows = Iterable[tuple[Column, ...]]


class Lesson(NamedTuple):
    """A briefing that stands, and the reading of its newest revision."""

    at: Shelved
    reading: Reading


def learn(connection: sqlite3.Connection, lessons: Sequence[Lesson]) -> None:
    """Make the readings answer questions. All are of one library, no briefing comes twice, and
    none is learnt already."""
    if lessons:
        _Learner(connection, lessons).learn()


class _Told:
    """One reading, with what several of its tables ask for."""

    def __init__(self, lesson: Lesson) -> None:
        self.at, self.reading = lesson
        self.sentences = {sentence.ordinal: sentence for sentence in self.reading.sentences}
        self.topics = _in_text_order(self.reading)
        self.forms = tuple(map(_forms, self.topics))
        self.numbers: dict[str, int] = {}
        """Of the topics, by their keys."""

    def texts(self) -> Iterator[str]:
        """All that its rows are made of, but for lists of our own."""
        page = self.reading.page
        return chain((page.title, page.body, page.author, page.source), *self.forms)

    def numbers_of(self, keys: Sequence[str]) -> list[int]:
        return [self.numbers[key] for key in dict.fromkeys(keys) if key in self.numbers]


class _Learner:
    """Writes what some readings tell. Their texts are made storable one by one only where a page
    holds anything that is not: all of them come from there, or from lists of our own."""

    def __init__(self, connection: sqlite3.Connection, lessons: Sequence[Lesson]) -> None:
        self._connection = connection
        self._library = lessons[0].at.library
        self._told = list(map(_Told, lessons))
        self._clean = is_storable("".join(chain.from_iterable(one.texts() for one in self._told)))

    def learn(self) -> None:
        run(self._connection, _SO_MANY_MORE, len(self._told), self._library)
        self._many(_LEARNT, ((one.at.briefing,) for one in self._told))
        self._learn_topics()
        self._learn_forms()
        self._each(_NEW_MENTION, _mentions)
        self._each(_NEW_FACT, _facts)
        self._each(_NEW_EVENT, _events)
        self._each(_NEW_EVENT_TOPIC, _event_topics)
        self._each(_NEW_PLAN, _plans)
        # Last: the index holds who is mentioned, too.
        self._many(_TO_SEARCH, ((place,) for place in sorted(one.at.place for one in self._told)))

    def _many(self, sql: str, rows: _Rows) -> None:
        if self._clean:
            self._connection.executemany(sql, rows)
        else:
            run_many(self._connection, sql, rows)

    def _each(self, sql: str, rows: Callable[[_Told], _Rows]) -> None:
        self._many(sql, chain.from_iterable(map(rows, self._told)))

    def _learn_topics(self) -> None:
        """Those that the library knows are told again, the others get the next numbers. A name is
        kept as the last briefing tells it."""
        named = [(storable(topic.key), topic) for one in self._told for topic in one.topics]
        times = Counter([key for key, _ in named])
        latest = dict(named)
        numbers = self._known_topics(times)
        again = [
            (*_naming(latest[key]), times[key], self._library, number)
            for key, number in numbers.items()
        ]
        self._many(_TOLD_AGAIN, again)
        new = [key for key in times if key not in numbers]
        if new:
            ((first,),) = run(self._connection, _NEXT_TOPIC).fetchall()
            numbers |= {key: first + at for at, key in enumerate(new)}
        rows = [
            (self._library, numbers[key], key, *_naming(latest[key]), times[key]) for key in new
        ]
        self._many(_NEW_TOPIC, rows)
        for one in self._told:
            one.numbers = {topic.key: numbers[storable(topic.key)] for topic in one.topics}

    def _known_topics(self, keys: Iterable[str]) -> dict[str, int]:
        return dict(run(self._connection, _KNOWN_TOPICS, self._library, as_json(list(keys))))

    def _learn_forms(self) -> None:
        times = Counter(
            (one.numbers[topic.key], storable(form))
            for one in self._told
            for topic, told in zip(one.topics, one.forms, strict=True)
            for form in told
        )
        rows = [
            (self._library, number, form, search_key(form), count)
            for (number, form), count in times.items()
        ]
        self._many(_LEARN_FORM, rows)


_SO_MANY_MORE = (
    "UPDATE library SET briefings = briefings + ?1, changed = changed + ?1 WHERE id = ?2"
)
_LEARNT = """
UPDATE briefing SET learnt = (SELECT changed FROM library WHERE library.id = briefing.library)
WHERE id = ?
"""
_TO_SEARCH = """
INSERT INTO search (rowid, title, body, marks)
SELECT place, title, body, marks FROM newest WHERE place = ?
"""
_KNOWN_TOPICS = """
SELECT t.key, t.id FROM json_each(?2) AS asked
CROSS JOIN topic AS t ON t.library = ?1 AND t.key = asked.value
"""
_NEXT_TOPIC = "SELECT coalesce(max(id), 0) + 1 FROM topic"
_TOLD_AGAIN = """
UPDATE topic SET name = ?, kind = ?, listed = ?, briefings = briefings + ?
WHERE library = ? AND id = ?
"""
_NEW_TOPIC = insert("topic", "library, id, key, name, kind, listed, briefings")
_ONE_MORE_EACH = "DO UPDATE SET briefings = briefings + excluded.briefings"
_LEARN_FORM = f"""
{insert("topic_form", "library, topic, form, sought, briefings")}
ON CONFLICT (library, topic, form) {_ONE_MORE_EACH}
"""


# --- rows of one reading -------------------------------------------------------------------------


def _mentions(told: _Told) -> Iterator[tuple[Column, ...]]:
    subjects = {key: rank for rank, key in enumerate(told.reading.subjects)}
    telling = _telling_mentions(told.reading, told.sentences)
    briefing, _, day, _ = told.at
    for order, topic in enumerate(told.topics):
        yield (
            *(told.numbers[topic.key], day, briefing, order, subjects.get(topic.key)),
            texts_json(told.forms[order]),
            *_place(telling.get(topic.key), told.sentences),
        )


def _facts(told: _Told) -> Iterator[tuple[Column, ...]]:
    for rank, fact in enumerate(told.reading.facts):
        yield (told.at.briefing, rank, *_spans(fact, told.sentences), *_fact(fact))


def _events(told: _Told) -> Iterator[tuple[Column, ...]]:
    for order, event in enumerate(told.reading.events):
        place = (told.at.briefing, order, *_spans(event, told.sentences))
        yield *place, *_days(event), *_event(event)


def _event_topics(told: _Told) -> Iterator[tuple[Column, ...]]:
    briefing, _, day, _ = told.at
    for order, event in enumerate(told.reading.events):
        days = _days(event)
        for number in told.numbers_of(event.topics):
            yield number, *days, day, briefing, order


def _plans(told: _Told) -> Iterator[tuple[Column, ...]]:
    briefing, library, _, _ = told.at
    for order, event in enumerate(told.reading.events):
        if event.status in AHEAD:
            yield library, event.days.latest.isoformat(), briefing, order


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
_NEW_PLAN = insert("plan", "library, latest, briefing, ordinal")
_NEW_EVENT = insert(
    "event",
    'briefing, ordinal, "start", "end", sentence, sentence_start, sentence_end, earliest, latest, '
    '"precision", value, status, topics, time_start, time_end, deadline, reported, rule',
)
_NEW_EVENT_TOPIC = insert("event_topic", "topic, earliest, latest, day, briefing, ordinal")


def _naming(topic: Topic) -> tuple[Column, ...]:
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


def _days(event: Event) -> tuple[str, str]:
    return event.days.earliest.isoformat(), event.days.latest.isoformat()


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
