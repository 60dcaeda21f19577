"""Which topic a reader's words mean: exact forms first, then slips of typing, else suggestions.

Fuzziness answers only where nothing else is near; where it is unsure it suggests. A name of three
letters or fewer has too many neighbours to be guessed at ("Nio", "Niu", "NEO"), and a slip at the
first letter is rare ("Ceres" is no misspelt "Seres").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.extraction.companies.catalogue import SUFFIX, Catalogue, search_key
from bot.model import KnownTopic, Topic, TopicKind

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


@dataclass(frozen=True, slots=True)
class _Names:
    """Topics by the key of each of their forms; those of the library stand before all others."""

    known: Mapping[str, tuple[Topic, ...]]
    listed: Mapping[str, tuple[Topic, ...]]

    @property
    def firms(self) -> Mapping[str, tuple[Topic, ...]]:
        """The listed ones without models, whose short names are near to too many words."""
        return {
            form: topics
            for form, topics in self.listed.items()
            if topics[0].kind is not TopicKind.PRODUCT
        }

    def of(self, form: str) -> tuple[Topic, ...]:
        return _distinct((*self.known.get(form, ()), *self.listed.get(form, ())))

    def forms(self) -> list[str]:
        return list({**self.known, **self.listed})


def look_up(query: str, known: Sequence[KnownTopic], catalogue: Catalogue) -> LookUp:
    """The topic that `query` means. `known` are the library's topics; they come before entries of
    the catalogue that no briefing names. Any string is a valid query."""
    asked = " ".join(query[: 4 * LONGEST].split()).strip("\"'“”‘’`«»*?!.,;: ")
    if not asked or len(asked) > LONGEST:
        return LookUp()
    by_symbol = _by_ticker(asked, catalogue)
    if by_symbol:
        return LookUp(by_symbol[0], by_symbol[1:], exact=True)
    names = _names(known, catalogue)
    wanted = search_key(_POSSESSIVE.sub("", asked))
    return _exact(wanted, names) or _near(wanted, names, catalogue)


def _by_ticker(asked: str, catalogue: Catalogue) -> tuple[Topic, ...]:
    match = _TICKER.fullmatch(asked)
    if not match:
        return ()
    keys = catalogue.symbols.get((match[1] or match[2]).upper(), ())
    return tuple(catalogue.entries[key].topic for key in keys)


def _names(known: Sequence[KnownTopic], catalogue: Catalogue) -> _Names:
    held: dict[str, list[Topic]] = {}
    for item in sorted(known, key=lambda item: -item.briefings):
        topic = item.topic
        entry = catalogue.entry(topic.key)
        listed = (entry.topic.name, *entry.topic.aliases) if entry else ()
        for name in (topic.name, *topic.aliases, *listed):
            held.setdefault(search_key(name), []).append(topic)
    return _Names(
        known={
            form: _named_so_first(form, _distinct(topics)) for form, topics in held.items() if form
        },
        listed={
            form: tuple(catalogue.entries[key].topic for key in keys)
            for form, keys in catalogue.index.items()
        },
    )


def _named_so_first(form: str, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
    """Whose very name it is comes before whose alias it is."""
    return tuple(sorted(topics, key=lambda topic: search_key(topic.name) != form))


def _distinct(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    return tuple({topic.key: topic for topic in reversed(tuple(topics))}.values())[::-1]


def _exact(wanted: str, names: _Names) -> LookUp | None:
    for form in _spellings(wanted):
        found = names.of(form)
        if found:
            return LookUp(found[0], found[1 : 1 + SUGGESTIONS], exact=True)
    return None


def _spellings(wanted: str) -> Iterable[str]:
    """The words as typed, then without a legal form, then without an article."""
    yield wanted
    words = wanted.split()
    while len(words) > 1 and words[-1] in SUFFIX:
        words = words[:-1]
        yield " ".join(words)
    if len(words) > 1 and words[0] == "the":
        yield " ".join(words[1:])


def _near(wanted: str, names: _Names, catalogue: Catalogue) -> LookUp:
    tight = wanted.replace(" ", "")
    if len(tight) <= 3:
        bare = catalogue.symbols.get(tight.upper(), ())
        return LookUp(None, tuple(catalogue.entries[key].topic for key in bare)[:SUGGESTIONS])
    forms = names.forms()
    found = _same_letters(tight, forms, names) or _begun(wanted, names) or _slip(tight, names)
    nearest = _suggested(wanted, forms, names)
    if found is None:
        return LookUp(None, nearest)
    rest = tuple(topic for topic in nearest if topic.key != found.key)
    return LookUp(found, rest)


def _same_letters(tight: str, forms: Iterable[str], names: _Names) -> Topic | None:
    """Word breaks typed differently: "f150", "mercedesbenz"."""
    same = [form for form in forms if form.replace(" ", "") == tight]
    return names.of(same[0])[0] if same else None


def _begun(wanted: str, names: _Names) -> Topic | None:
    """The first whole words of a name ("harley"), where only one topic is called so."""
    if len(wanted) < 5:
        return None
    for side in (names.known, names.listed):
        topics = _distinct(
            topic
            for form, found in side.items()
            if form.startswith(wanted + " ")
            for topic in found
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
        for form, topics in side.items():
            distance = _slips(tight, form.replace(" ", ""))
            if distance is not None:
                for topic in topics[:1]:
                    near[topic.key] = min(
                        near.get(topic.key, (9, topic)), (distance, topic), key=lambda item: item[0]
                    )
        if near:
            least = min(distance for distance, _ in near.values())
            best = [topic for distance, topic in near.values() if distance == least]
            return best[0] if len(best) == 1 else None
    return None


def _slips(typed: str, form: str) -> int | None:
    """How many letters were mistyped, None where it is another word.

    One slip in 4 to 8 letters, two in more. A word of up to five letters with one letter replaced
    is mostly another word ("Canon", "Canoo"): there only a letter missing, doubled or swapped.
    """
    if len(form) <= 3 or typed[0] != form[0] or abs(len(typed) - len(form)) > 2:
        return None
    allowed = 1 if max(len(typed), len(form)) <= 8 else 2
    distance: int = OSA.distance(typed, form, score_cutoff=allowed)
    if distance > allowed:
        return None
    replaced = len(typed) == len(form) and sorted(typed) != sorted(form)
    return None if replaced and len(form) <= 5 else distance


def _suggested(wanted: str, forms: Sequence[str], names: _Names) -> tuple[Topic, ...]:
    scored = process.extract(wanted, forms, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=12)
    begun = [form for form in forms if form.startswith(wanted)][:12]
    topics = _distinct(
        topic for form in (*begun, *(hit[0] for hit in scored)) for topic in names.of(form)
    )
    held = {topic.key for found in names.known.values() for topic in found}
    return tuple(sorted(topics, key=lambda topic: topic.key not in held))[:SUGGESTIONS]
