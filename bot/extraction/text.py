"""The annotated text that the later steps of a reading work on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model import Mention, Quantity, Sentence, TimeExpression, Topic


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what a text names. `topics` holds every topic that a mention points to, in the order
    of first mention; `subjects` the keys of those that the piece is about, the first first."""

    topics: tuple[Topic, ...] = ()
    subjects: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """A clean body with all that the first steps found in it; every span is one of `body`.

    `times`, `names.mentions` and `quantities` are in text order and do not overlap among
    themselves; but where words stand for several firms ("the two companies"), a carried mention
    of each has the same span.
    """

    title: str
    body: str
    day: date
    sentences: tuple[Sentence, ...]
    times: tuple[TimeExpression, ...]
    names: Names
    quantities: tuple[Quantity, ...]
