"""Places, people and models: kept only where the words around them leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.extraction.companies.catalogue import search_key_of, slug, slug_of
from bot.extraction.companies.folding import folded
from bot.extraction.names.runs import Run
from bot.extraction.names.scene import Hit, Scene
from bot.extraction.names.unlisted import Opened
from bot.extraction.names.words import (
    FIRM_HEADS,
    FIRST_NAMES,
    OTHER_HEADS,
    PERSON_ROLES,
    PLACE_NOUNS,
    PLACES,
    PLAIN,
    SAME_HEADS,
    SUFFIXES,
    VEHICLE_NOUNS,
)
from bot.model import FIRM_KINDS, Topic, TopicKind

_PERSON, _PLACE, _PRODUCT = TopicKind.PERSON, TopicKind.PLACE, TopicKind.PRODUCT
"""At hand: to ask an enumeration for a member takes as long as a rule."""
_FIRM_ENDS = FIRM_HEADS | SUFFIXES
_IN = frozenset({"in", "near", "outside", "at", "In", "Near", "Outside", "At"})
_OWN = frozenset({"the", "The", "its", "their", "Its", "Their"})
_NO_PLACE = PLAIN.union(
    "Congress Parliament Senate Court Chapter Phase Stage Level Tier Group Series Formula Q1 Q2 Q3 "
    "Q4 H1 H2 English German French Chinese Spanish Japanese Korean".split()
)
_SITE = re.compile(
    r" (?:assembly |cell |battery |engine |car |truck |vehicle |stamping |paint )?"
    r"(?:plant|plants|factory|factories|works|site|gigafactory|foundry|mine|refinery|paint shop)\b"
)
_WHOLE = re.compile(
    r"[,.;:!?)]|$|\n| (?:and|or|in|on|by|for|from|to|that|which|will|is|was|has|with|since|"
    r"until|next|last|this|before|after|without|as|at|but|while|when|where|it|the)\b"
)
_STATE = re.compile(r", ((?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+)")
_PERSON_AFTER = re.compile(
    r", (?:who\b|(?:[\w']{1,20} ){1,5}?(?:"
    + "|".join(sorted(PERSON_ROLES, key=len, reverse=True))
    + r")\b)"
)
_POSTS = PERSON_ROLES | {"CEO", "Chairman", "President"}
_OPENING_VERBS = frozenset({"Will", "Mark", "Sue", "Pat", "Grace", "Dawn", "Frank"})
_MODEL = re.compile(r"(?:'s)? (?=((?:#\d|[A-Z][A-Za-z]{0,5}\.?-?\d{1,4}[A-Za-z]{0,3}))(?![\w-]))")
_NO_SURNAME = FIRM_HEADS | SAME_HEADS | SUFFIXES | PLACE_NOUNS | OTHER_HEADS
_NO_MODEL = _NO_SURNAME | PLAIN | PLACES


def find_others(scene: Scene, firms: Sequence[Hit], free: Sequence[Run]) -> Opened:
    """People, models and places of the runs that are `free`: no firm covers them."""
    found = Opened()
    makers = {hit.last: hit for hit in firms if hit.kind in FIRM_KINDS}
    for run in free:
        kind, part = _kind(scene, run, makers)
        if kind:
            _add(scene, found, part, kind)
    text = scene.text
    for hit in makers.values():
        end = hit.end
        if text[end : end + 1] == " " and text[end + 1 : end + 2].islower():
            continue  # as most: no code begins so
        code = _MODEL.match(text, end)
        if code:
            _model_code(scene, found, hit, code)
    _surnames(scene, found, free)
    found.hits.sort()
    return found


def _kind(scene: Scene, run: Run, makers: dict[int, Hit]) -> tuple[TopicKind | None, Run]:
    if scene.text[run.start : run.end] in PLACES:
        return _PLACE, run
    part = _person(scene, run) if len(run.words) > 1 else None
    if part:
        return _PERSON, part
    if run.first - 1 in makers and _is_model(scene, run):
        return _PRODUCT, Run.of(scene, run.first, run.first)
    return (_PLACE, run) if _is_place(scene, run) else (None, run)


def _person(scene: Scene, run: Run) -> Run | None:
    """A first name and a surname; two capital words with a person's role beside them."""
    words = run.words
    if not _NO_SURNAME.isdisjoint(words[1:]):
        return None
    start = 1 if words[0] in _POSTS else 0
    part = Run.of(scene, run.first + start, run.last) if start else run
    words = part.words
    if not 2 <= len(words) <= 4 or any(word.isupper() and len(word) > 2 for word in words):
        return None
    if words[0] in FIRST_NAMES:
        opening = scene.opens[part.first] and words[0] in _OPENING_VERBS
        return None if opening else part
    role = scene.before(part.first) in PERSON_ROLES or start
    told = len(words) == 2 and _PERSON_AFTER.match(scene.text, run.end)
    return part if (role or told) and words[0] not in PLAIN else None


def _is_model(scene: Scene, run: Run) -> bool:
    """ "the VW Tarok pickup": a capital word between a maker and a kind of vehicle."""
    word = scene.words[run.first]
    if run.last != run.first or scene.gaps[run.first] != " " or word in _NO_MODEL:
        return False
    return scene.after(run.last) in VEHICLE_NOUNS


def _is_place(scene: Scene, run: Run) -> bool:
    words, end = run.words, run.end
    if len(words) > 3 or words[-1] in _FIRM_ENDS or not _NO_PLACE.isdisjoint(words):
        return False
    letters = "".join(words)
    if not letters.isalpha() or (letters.isupper() and all(map(str.isupper, words))):
        return False
    before = scene.before(run.first)
    if before in _IN and _is_whole(scene, end):
        return True
    if before in _OWN and _SITE.match(scene.text, end):
        return True
    state = _STATE.match(scene.text, end)
    return state is not None and _leading_place(state[1])


def _leading_place(text: str) -> bool:
    words = text.split()
    return any(" ".join(words[:count]) in PLACES for count in range(len(words), 0, -1))


def _is_whole(scene: Scene, end: int) -> bool:
    """No noun follows that the name only modifies ("in Delphi code"), and no number."""
    return _WHOLE.match(scene.text[end : end + 12]) is not None


def _model_code(scene: Scene, found: Opened, hit: Hit, match: re.Match[str]) -> None:
    """A maker and a code of letters and figures: "Leapmotor T03", "Rivian's R2"."""
    if match[1][:2].upper() in {"Q1", "Q2", "Q3", "Q4", "H1", "H2"}:
        return
    start, end = match.span(1)
    first = next(
        (
            at
            for at in range(hit.last + 1, min(hit.last + 4, len(scene.words)))
            if scene.ends[at] > start
        ),
        None,
    )
    if first is None:
        return
    last = first
    while last + 1 < len(scene.words) and scene.starts[last + 1] < end:
        last += 1
    key = "~" + slug(match[1])
    if key == "~":
        return
    if key not in found.topics:
        found.topics[key] = Topic(key, match[1], _PRODUCT, listed=False)
    found.hits.append(Hit(first, last, start, end, key, _PRODUCT, "model code"))


def _add(scene: Scene, found: Opened, run: Run, kind: TopicKind) -> None:
    name = scene.told(run.start, run.end)
    key = "~" + slug_of(search_key_of(name, run.words))
    if key == "~":
        return
    if key not in found.topics:
        found.topics[key] = Topic(key, name, kind, False)
    found.hits.append(Hit(run.first, run.last, run.start, run.end, key, kind, "open " + kind))


def _surnames(scene: Scene, found: Opened, free: Sequence[Run]) -> None:
    """A person who was named in full goes on under the surname."""
    people = {
        folded(found.topics[hit.key].name).split()[-1]: (hit.key, hit.end)
        for hit in reversed(found.hits)
        if hit.kind is _PERSON
    }
    if not people:
        return
    done = {hit.first for hit in found.hits}
    for run in free:
        word = run.words[0]
        alone = run.first == run.last and run.first not in done
        if alone and word in people and run.start > people[word][1]:
            found.hits.append(scene.hit(run.first, run.last, people[word][0], _PERSON, "surname"))
