"""Names that the catalogue lists, where a text means them and not a word, a person or a place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from enum import Enum, auto
from itertools import compress, count
from typing import NamedTuple

from bot.extraction.companies.catalogue import Catalogue, Form
from bot.extraction.names.scene import Hit, Scene
from bot.extraction.names.words import (
    ADJECTIVES,
    FIRM_HAS,
    FIRM_HEADS,
    FIRST_NAMES,
    MONTHS,
    OTHER_HEADS,
    PLACE_NOUNS,
    PLACES,
    REGIONS,
    SAME_HEADS,
    SUFFIXES,
    TITLES,
    VERBS,
    WEEKDAYS,
)
from bot.extraction.word_sets import word_set
from bot.model import TopicKind

_TICKER_BEFORE = re.compile(r"[A-Z]{2,}: ?$")
_INITIAL_BEFORE = re.compile(r"(?:\w (?:[A-Z]\. ?){1,2}|\b(?:Mrs?|Ms|Dr|Sen|Gov|Rep|Prof)\. ?)$")
_TOWN = re.compile(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?)")
_NO_FIRM_ENDS = PLACE_NOUNS | OTHER_HEADS
_CAREFUL = frozenset({"person", "shared"})
_WORDY = frozenset({"word", "long-first"})
_SON = frozenset({"Jr", "Sr", "II", "III"})
_ARTICLES = frozenset({"the", "The", "a", "A", "an", "An"})
_BEFORE_MONTH = word_set(
    """
    in by since until till of from to through last next this early late mid every on during before
    after In By Since Until From Last Next This Early Late and
    """
)
_NOT_NOUNS = VERBS | frozenset(
    "and or but of in on at by for from to with as than that which who when while if".split()
)
_KNOWN_CAPITALS = PLACES.union(MONTHS, WEEKDAYS, ADJECTIVES)
_AT_PLACES = frozenset({"in", "at", "near", "In", "At", "Near"})


class Verdict(Enum):
    YES = auto()
    NO = auto()
    NAMED = auto()
    """Only where the text surely names the same entry elsewhere."""
    LONG = auto()
    """Only where a longer form of the same entry stands in the text."""
    MAKER = auto()
    """Only where the text names the maker of the model."""


_YES, _NO, _NAMED, _LONG, _MAKER = Verdict
_PRODUCT = TopicKind.PRODUCT
"""At hand, as the verdicts are: to ask an enumeration for a member takes as long as a rule."""


class _Found(NamedTuple):
    hit: Hit
    form: Form
    verdict: Verdict


def find_listed(scene: Scene, catalogue: Catalogue, known: Container[str] = ()) -> list[Hit]:
    """Every listed name of the text, the longest form first, none overlapping another.

    `known` are keys that the text surely names elsewhere (for a title: those of its body)."""
    openings = catalogue.openings
    opening = openings.keys() & scene.words
    if not opening:
        return []
    found: list[_Found] = []
    free = 0
    for index in compress(count(), map(opening.__contains__, scene.words)):
        if index < free:
            continue
        for form in openings[scene.words[index]]:
            if not scene.text.startswith(form.text, scene.starts[index]):
                continue
            one = _try(scene, form, index, follows=free > 0 and index == free)
            if one:
                found.append(one)
                if one.verdict is not _MAKER:
                    free = one.hit.last + 1
                    break
    return _settle(scene, found, known)


def _try(scene: Scene, form: Form, first: int, follows: bool) -> _Found | None:
    start = scene.starts[first]
    end = start + len(form.text)
    if not _stands_alone(scene.text, start, end):
        return None
    last = first
    while last + 1 < len(scene.words) and scene.starts[last + 1] < end:
        last += 1
    verdict = judge(scene, form, first, last, follows)
    if verdict is _NO:
        return None
    return _Found(Hit(first, last, start, end, form.key, form.kind, form.rule), form, verdict)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Neither inside a longer word nor in an address, a handle or another's ticker."""
    left, right = text[max(0, start - 1) : start], text[end : end + 2]
    if left in ("", " ") and right[:1] in ("", " ", ","):
        return left == "" or text[start - 2 : start - 1] != ":" or not _is_ticker(text, start)
    if left and (left.isalnum() or left in "_@&\\"):
        return False
    if right and (right[0].isalnum() or right[0] == "_"):
        return False
    if right[:1] in (".", "&", "-") and right[1:].isalnum():
        return right[0] == "-" and not ("-" in text[start:end] and right[1:].isupper())
    if left == "." and text[max(0, start - 2) : start - 1].isalnum():
        return False
    return not _is_ticker(text, start)


def _is_ticker(text: str, start: int) -> bool:
    return _TICKER_BEFORE.search(text, max(0, start - 12), start) is not None


def judge(scene: Scene, form: Form, first: int, last: int, follows: bool) -> Verdict:
    """Whether the words mean the entry of this form, by what stands around them; `follows`: the
    word before belongs to another name, so that it is nobody's first name."""
    if form.shouted and (not scene.shouts(first) and form.guards):
        return _NO
    before, after = scene.before(first), scene.after(last)
    banned = form.not_after
    blocked = banned and (before in banned or before.lower() in banned)
    if after in form.not_before or (blocked and not (before in _ARTICLES and after in FIRM_HAS)):
        return _NO
    if form.kind is _PRODUCT:
        return _judge_model(scene, form, first, last, follows)
    if first == last:
        if after in _NO_FIRM_ENDS or (after in FIRM_HEADS and not scene.heading(first)):
            return _NO
        if not follows and before in FIRST_NAMES and before != "Will":
            return _NO
    return _judge_firm(scene, form, first, last, follows) if form.guards else _YES


def _judge_firm(scene: Scene, form: Form, first: int, last: int, follows: bool) -> Verdict:
    guards = form.guards
    if "person" in guards and _is_town_or_first_name(scene, form, last):
        return _NO
    if not follows and not guards.isdisjoint(_CAREFUL) and _is_person(scene, first, last):
        return _NO
    return _YES if guards.isdisjoint(_WORDY) else _judge_word(scene, form, first, last)


def _judge_model(scene: Scene, form: Form, first: int, last: int, follows: bool) -> Verdict:
    if not form.guards:
        return _YES
    if not follows and _is_person(scene, first, last):
        return _NO
    alone = scene.opens[first] or scene.heading(first)
    return _NO if alone else _MAKER


def _judge_word(scene: Scene, form: Form, first: int, last: int) -> Verdict:
    """A form that is an ordinary word, too: its capital must mean the name, and not the place in
    the sentence, a month, a model year or a figure."""
    before, after = scene.before(first), scene.after(last)
    if form.shouted or form.text.islower() or before.isdigit():
        return _NO
    acts = scene.acts(last)
    if form.text in MONTHS and (before in _BEFORE_MONTH or after.isdigit() or not acts):
        return _NO
    if "long-first" in form.guards:
        sure = form.text.isupper() and len(form.text) > 3 and acts and not scene.heading(first)
        sure = sure or (scene.opens[first] and scene.goes_on_relative(last))
        return _YES if sure else _LONG
    if scene.heading(first):
        return _NAMED
    if scene.opens[first]:
        return _YES if acts or _is_firms(scene, last) else _NAMED
    if before == "of" and scene.before(first - 1)[:1].isupper():
        return _NO
    if before in _ARTICLES and not _is_modifier(after):
        return _NAMED
    return _YES


def _is_firms(scene: Scene, last: int) -> bool:
    """At a sentence's start: joined to another name, or before what only a firm has."""
    after = scene.after(last)
    return after in FIRM_HAS or (after == "and" and scene.after(last + 1)[:1].isupper())


def _is_modifier(after: str) -> bool:
    """Whether "the Seat ..." goes on with a noun, a model's name or its number."""
    return bool(after) and after not in _NOT_NOUNS and not after.endswith("ed")


def _is_person(scene: Scene, first: int, last: int) -> bool:
    """A first name, a title or an initial stands before, "Jr." behind, or an unknown capital word
    that no preposition of place leads in ("at Oakville Ford builds")."""
    if scene.after(last) in _SON or _is_after_initial(scene.text, scene.starts[first]):
        return True
    before = scene.before(first)
    if not before[:1].isupper():
        return False
    if before == "Will" and scene.opens[first - 1]:
        return False
    if before in TITLES or before in FIRST_NAMES:
        return True
    if scene.opens[first - 1] or scene.heading(first) or before.isupper():
        return False
    return not (before in _KNOWN_CAPITALS or scene.before(first - 1) in _AT_PLACES)


def _is_after_initial(text: str, start: int) -> bool:
    near = text[max(0, start - 9) : start]
    return "." in near[-2:] and _INITIAL_BEFORE.search(text, start - len(near), start) is not None


def _is_town_or_first_name(scene: Scene, form: Form, last: int) -> bool:
    """ "Lordstown, Ohio", or a first name before a surname ("Ola Källenius")."""
    town = _TOWN.match(scene.text, scene.ends[last])
    if town and (town[1] in PLACES or town[1].split()[0] in REGIONS):
        return True
    after = scene.after(last)
    surname = after[:1].isupper() and after not in SAME_HEADS and after not in SUFFIXES
    return form.text in FIRST_NAMES and surname


def _settle(scene: Scene, found: list[_Found], known: Container[str]) -> list[Hit]:
    """Decide what hung on the rest of the text, and drop what overlaps something decided."""
    plain = [one for one in found if one.verdict is _YES]
    sure = {one.form.key for one in plain}
    long = {one.form.key for one in plain if one.hit.last > one.hit.first}
    kept: list[Hit] = []
    for one in found:
        if one.verdict is _YES:
            wanted = True
        elif one.verdict is _MAKER:
            wanted = one.form.maker in sure or one.form.maker in known
        else:
            told = sure if one.verdict is _NAMED else long
            wanted = one.form.key in told or one.form.key in known
        if wanted and (not kept or one.hit.first > kept[-1].last):
            kept.append(_which(scene, one, long))
    return kept


def _which(scene: Scene, one: _Found, long: Iterable[str]) -> Hit:
    """The entry meant by a form that two entries share: the one named in full, else by context."""
    instead = one.form.instead
    if instead is None:
        return one.hit
    line = scene.line[one.hit.first]
    near = [scene.line[at] for at in scene.near(one.hit.first, instead.words)]
    if line in near:
        other = True
    elif one.form.key in long or instead.entry in long:
        other = one.form.key not in long
    else:
        paragraph = scene.sentences[line].paragraph
        other = any(scene.sentences[at].paragraph == paragraph for at in near)
    return one.hit._replace(key=instead.entry, rule="instead") if other else one.hit
