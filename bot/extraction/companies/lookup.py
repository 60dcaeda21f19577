"""Which topic a reader's words mean: exact forms first, then slips of typing, else suggestions.

Fuzziness answers only where nothing else is near; where it is unsure it suggests. A name of three
letters or fewer has too many neighbours to be guessed at ("Nio", "Niu", "NEO"), and a slip at the
first letter is rare ("Ceres" is no misspelt "Seres").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.extraction.companies.catalogue import SUFFIX, Catalogue, search_key
from bot.model import KnownTopic, Roll, Topic, TopicKind

LONGEST = 80
"""Longer queries are no names: they are not looked up at all."""
SUGGESTIONS = 5
_TICKER = re.compile(r"\$([A-Za-z0-9.&-]{1,10})|([A-Za-z]{2,8}:[A-Za-z0-9.&-]{1,10})")
_POSSESSIVE = re.compile(r"['’]s?$")
_NEAR = 72.0
"""rapidfuzz ratio (0-100) from which a form is worth suggesting."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """`best` answers, None where unsure; `exact`: one of its forms or tickers was typed."""

    best: Topic | None = None
    suggestions: tuple[Topic, ...] = ()
    exact: bool = False


Called = Callable[[str], Sequence[KnownTopic]]
"""The library's topics of which one form has a `search_key`, the most named first."""


def look_up(query: str, known: Sequence[KnownTopic], catalogue: Catalogue) -> LookUp:
    """The topic that `query` means. `known` are the library's topics; they come before entries of
    the catalogue that no briefing names. Any string is a valid query."""
    names = _names_of(known, catalogue)
    found = look_up_exactly(query, lambda form: names.held.get(form, ()), catalogue)
    return found or _near(_wanted(_plain(query)), names, catalogue)


def complete(
    begun: str, known: Sequence[KnownTopic], catalogue: Catalogue, most: int
) -> tuple[Topic, ...]:
    """The library's topics of which a form begins so, the most named first; where none does, those
    that `look_up` finds near. For a word that is still being typed."""
    if not begun.split():
        return tuple(item.topic for item in known[:most])
    wanted = search_key(begun)
    if not wanted:
        return ()
    names = _names_of(known, catalogue)
    forms = names.known.begun(wanted)
    begin = {item.topic.key: item for form in forms for item in names.held[form]}
    if begin:
        first = nsmallest(most, begin.values(), key=lambda item: (-item.briefings, item.topic.key))
        return tuple(item.topic for item in first)
    found = look_up(begun, known, catalogue)
    near = (found.best, *found.suggestions)
    return tuple(topic for topic in near if topic and topic.key in names.keys)


def look_up_exactly(query: str, called: Called, catalogue: Catalogue) -> LookUp | None:
    """The topic of which `query` is a form or a ticker, without a look at any other: `look_up` as
    far as that needs no list of names. None where only a slip may have been typed."""
    asked = _plain(query)
    if not asked:
        return LookUp()
    by_symbol = _by_ticker(asked, catalogue)
    if by_symbol:
        return LookUp(by_symbol[0], by_symbol[1:], exact=True)
    for form in _spellings(_wanted(asked)):
        held = _named_so_first(form, [item.topic for item in called(form)])
        found = _distinct((*held, *_listed(catalogue).get(form, ())))
        if found:
            return LookUp(found[0], found[1 : 1 + SUGGESTIONS], exact=True)
    return None


def _plain(query: str) -> str:
    """What may be a name in it, "" for what is none."""
    asked = " ".join(query[: 4 * LONGEST].split()).strip("\"'“”‘’`«»*?!.,;: ")
    return asked if len(asked) <= LONGEST else ""


def _wanted(asked: str) -> str:
    return search_key(_POSSESSIVE.sub("", asked))


def _by_ticker(asked: str, catalogue: Catalogue) -> tuple[Topic, ...]:
    match = _TICKER.fullmatch(asked)
    if not match:
        return ()
    keys = catalogue.symbols.get((match[1] or match[2]).upper(), ())
    return tuple(catalogue.entries[key].topic for key in keys)


def _named_so_first(form: str, topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Whose very name it is comes before whose alias it is."""
    return tuple(sorted(_distinct(topics), key=lambda topic: search_key(topic.name) != form))


def _distinct(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple({topic.key: topic for topic in reversed(tuple(topics))}.values())[::-1]


def _spellings(wanted: str) -> Iterable[str]:
    """The words as typed, then without a legal form, then without an article."""
    yield wanted
    words = wanted.split()
    while len(words) > 1 and words[-1] in SUFFIX:
        words = words[:-1]
        yield " ".join(words)
    if len(words) > 1 and words[0] == "the":
        yield " ".join(words[1:])


# --- all names -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Names:
    """Every form of what the library holds and of what is listed, and the ways to find one near to
    what was typed without a look at each."""

    held: Mapping[str, tuple[KnownTopic, ...]]
    known: _Side
    listed: _Side
    firms: _Side
    """The listed ones without models, whose short names are near to too many words."""
    forms: tuple[str, ...]
    keys: frozenset[str]
    """Of the topics that the library holds."""

    def of(self, form: str) -> tuple[Topic, ...]:
        return _distinct((*self.known.topics.get(form, ()), *self.listed.topics.get(form, ())))


@dataclass(frozen=True, slots=True)
class _Side:
    """Some forms with their topics: sorted, by their letters without blanks, and by the first of
    these with their number."""

    topics: Mapping[str, tuple[Topic, ...]]
    sorted: tuple[str, ...]
    tight: Mapping[str, str]
    by_shape: Mapping[tuple[str, int], tuple[str, ...]]

    @classmethod
    def of(cls, topics: Mapping[str, tuple[Topic, ...]]) -> _Side:
        tight: dict[str, str] = {}
        by_shape: dict[tuple[str, int], list[str]] = {}
        for form in topics:
            letters = form.replace(" ", "")
            tight.setdefault(letters, form)
            by_shape.setdefault((letters[:1], len(letters)), []).append(form)
        shapes = {shape: tuple(forms) for shape, forms in by_shape.items()}
        return cls(topics, tuple(sorted(topics)), tight, shapes)

    def begun(self, start: str) -> Iterator[str]:
        """The forms that begin so."""
        for at in range(bisect_left(self.sorted, start), len(self.sorted)):
            if not self.sorted[at].startswith(start):
                break
            yield self.sorted[at]

    def about_as_long(self, tight: str, most: int) -> Iterator[str]:
        """The forms with the same first letter, at most so many letters longer or shorter."""
        for length in range(len(tight) - most, len(tight) + most + 1):
            yield from self.by_shape.get((tight[:1], length), ())


@lru_cache(maxsize=16)
def _listed(catalogue: Catalogue) -> Mapping[str, tuple[Topic, ...]]:
    return {
        form: tuple(catalogue.entries[key].topic for key in keys)
        for form, keys in catalogue.index.items()
    }


@lru_cache(maxsize=16)
def _listed_sides(catalogue: Catalogue) -> tuple[_Side, _Side]:
    """All that is listed, and that without models."""
    listed = _listed(catalogue)
    firms = {
        form: topics for form, topics in listed.items() if topics[0].kind is not TopicKind.PRODUCT
    }
    return _Side.of(listed), _Side.of(firms)


def _names(known: Sequence[KnownTopic], catalogue: Catalogue) -> _Names:
    held: dict[str, list[KnownTopic]] = {}
    for item in sorted(known, key=lambda item: -item.briefings):
        topic = item.topic
        entry = catalogue.entry(topic.key)
        listed = (entry.topic.name, *entry.topic.aliases) if entry else ()
        for name in (topic.name, *topic.aliases, *listed):
            held.setdefault(search_key(name), []).append(item)
    held.pop("", None)
    topics = {
        form: _named_so_first(form, (item.topic for item in items)) for form, items in held.items()
    }
    all_listed, firms = _listed_sides(catalogue)
    return _Names(
        held={form: tuple(items) for form, items in held.items()},
        known=_Side.of(topics),
        listed=all_listed,
        firms=firms,
        forms=tuple({**topics, **all_listed.topics}),
        keys=frozenset(item.topic.key for item in known),
    )


_kept_names = lru_cache(maxsize=16)(_names)
"""A roll and a catalogue hash as the objects that they are."""


def _names_of(known: Sequence[KnownTopic], catalogue: Catalogue) -> _Names:
    return (_kept_names if isinstance(known, Roll) else _names)(known, catalogue)


# --- slips ---------------------------------------------------------------------------------------


def _near(wanted: str, names: _Names, catalogue: Catalogue) -> LookUp:
    tight = wanted.replace(" ", "")
    if len(tight) <= 3:
        bare = catalogue.symbols.get(tight.upper(), ())
        return LookUp(None, tuple(catalogue.entries[key].topic for key in bare)[:SUGGESTIONS])
    found = _same_letters(tight, names) or _begun(wanted, names) or _slip(tight, names)
    nearest = _suggested(wanted, names)
    if found is None:
        return LookUp(None, nearest)
    rest = tuple(topic for topic in nearest if topic.key != found.key)
    return LookUp(found, rest)


def _same_letters(tight: str, names: _Names) -> Topic | None:
    """Word breaks typed differently: "f150", "mercedesbenz"."""
    form = names.known.tight.get(tight) or names.listed.tight.get(tight)
    return names.of(form)[0] if form else None


def _begun(wanted: str, names: _Names) -> Topic | None:
    """The first whole words of a name ("harley"), where only one topic is called so."""
    if len(wanted) < 5:
        return None
    for side in (names.known, names.listed):
        topics = _distinct(
            topic for form in side.begun(wanted + " ") for topic in side.topics[form]
        )
        if len(topics) == 1:
            return topics[0]
        if topics:
            return None
    return None


def _slip(tight: str, names: _Names) -> Topic | None:
    """The one topic within a slip or two of typing, None where two are equally near."""
    for side in (names.known, names.firms):
        near: dict[str, tuple[int, Topic]] = {}
        for form in side.about_as_long(tight, most=_LONGER):
            distance = _slips(tight, form.replace(" ", ""))
            if distance is not None:
                for topic in side.topics[form][:1]:
                    near[topic.key] = min(
                        near.get(topic.key, (9, topic)), (distance, topic), key=lambda item: item[0]
                    )
        if near:
            least = min(distance for distance, _ in near.values())
            best = [topic for distance, topic in near.values() if distance == least]
            return best[0] if len(best) == 1 else None
    return None


_LONGER = 2
"""Letters that a slip adds or leaves out at most."""


def _slips(typed: str, form: str) -> int | None:
    """How many letters were mistyped, None where it is another word.

    One slip in 4 to 8 letters, two in more. A word of up to five letters with one letter replaced
    is mostly another word ("Canon", "Canoo"): there only a letter missing, doubled or swapped.
    """
    if len(form) <= 3 or typed[0] != form[0] or abs(len(typed) - len(form)) > _LONGER:
        return None
    allowed = 1 if max(len(typed), len(form)) <= 8 else 2
    distance: int = OSA.distance(typed, form, score_cutoff=allowed)
    if distance > allowed:
        return None
    replaced = len(typed) == len(form) and sorted(typed) != sorted(form)
    return None if replaced and len(form) <= 5 else distance


def _suggested(wanted: str, names: _Names) -> tuple[Topic, ...]:
    scored = process.extract(wanted, names.forms, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=12)
    known, listed = (islice(side.begun(wanted), 12) for side in (names.known, names.listed))
    begun = dict.fromkeys((*known, *listed))
    topics = _distinct(
        topic
        for form in (*islice(begun, 12), *(hit[0] for hit in scored))
        for topic in names.of(form)
    )
    return tuple(sorted(topics, key=lambda topic: topic.key not in names.keys))[:SUGGESTIONS]
