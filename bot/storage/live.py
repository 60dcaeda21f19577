"""Where a published briefing stands, and how what was read out of it is forgotten.

Learning (`learning`) and forgetting keep the counters (`briefings` of library, topic and
topic_form) in the same transaction, so that a question for them never counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain, product
from typing import NamedTuple

from bot.model import Event, Fact, Mention, Reading, Span
from bot.storage.rows import run, run_many, texts


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
    sentences = {sentence.ordinal for sentence in reading.sentences}
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


# --- forgetting --------------------------------------------------------------------------------


def forget(connection: sqlite3.Connection, at: Shelved) -> None:
    """Take a published briefing out of all answers; to be called before its row changes, since
    the full-text index is told first what it held."""
    run(connection, _OUT_OF_SEARCH, at.place)
    run(connection, _ONE_LESS, at.library)
    named = run(connection, "SELECT topic, forms FROM mention WHERE briefing = ?", at.briefing)
    forms = {topic: texts(told) for topic, told in named.fetchall()}
    _forget_links(connection, at, forms)
    for table in ("mention", "fact", "plan", "event"):
        run(connection, f"DELETE FROM {table} WHERE briefing = ?", at.briefing)
    for topic, told in forms.items():
        _forget_topic(connection, at.library, topic, told)


_ONE_LESS = "UPDATE library SET briefings = briefings - 1, changed = changed + 1 WHERE id = ?"
_OUT_OF_SEARCH = """
INSERT INTO search (search, rowid, title, body, marks)
SELECT 'delete', place, title, body, marks FROM newest WHERE place = ?
"""


def _forget_links(connection: sqlite3.Connection, at: Shelved, topics: Iterable[int]) -> None:
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
