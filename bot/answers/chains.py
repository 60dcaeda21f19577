"""One line for one story: a plan with what later briefings said of it.

A later briefing's happening goes on an earlier plan when both are of one kind (a start, a deal, an
end, money) and share enough that is their own: a place or product, telling words, the very days.
Sure before many: what is not plainly the same stays a line of its own.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from bot.answers.values import TimelineLine
from bot.extraction.word_sets import word_set
from bot.model import FIRM_KINDS, Days, Precision, Status, StoredEvent, Topic

_KINDS = {
    "start": word_set(
        "star begi bega begu open laun deli arri reac sale sell sold buil prod ente roll debu show "
        "come came due read rele serv ship comm"
    ),
    "deal": word_set(
        "sign agre buy boug acqu take took stak merg comp deal sell sold join list ipo"
    ),
    "end": word_set("clos shut end ende stop ceas cut cuts job jobs layo laid phas"),
    "money": word_set("inve spen rais lose lost earn prof reve cost paid pay fund debt"),
}
"""Kinds of happening by the first four letters of the trade's words for them."""

_EMPTY = word_set(
    "will that this with from have been their which would could after first next year years month "
    "months said says plan plans planned expected company more than into also when where there "
    "these those they them what about over under between before until since during early late end "
    "half quarter spring summer autumn fall winter today week about just still only other another "
    "january february march april june july august september october november december"
)
_ONLY_SAID = re.compile(
    r"(?<!had )\b(?:said|says|told|announced|expects?|plans?|push(?:ed)? (?:\w+ ){0,6}?back|"
    r"moved|delay\w*|"
    r"postpon\w*|cancel\w*|dropped|scrapped|reaffirmed)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_PROPER = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_STEM = 4
_SURE = 4
_SURE_ON_THE_DAYS = 3


def lines_of(events: Iterable[StoredEvent]) -> tuple[TimelineLine, ...]:
    """The lines of a timeline, by the days at which each story stands now."""
    stories = _Stories()
    for event in sorted(events, key=_by_report):
        stories.add(_Told.of(event))
    lines = (_line([told.item for told in story]) for story in stories.all)
    return tuple(sorted(lines, key=_by_days))


class _Names(NamedTuple):
    """What a line is about, in words."""

    firms: tuple[str, ...]
    others: tuple[str, ...]

    @classmethod
    def of(cls, topics: Sequence[Topic]) -> _Names:
        firms = tuple(topic.name for topic in topics if topic.kind in FIRM_KINDS)
        return cls(firms, tuple(topic.name for topic in topics if topic.kind not in FIRM_KINDS))


class _Bearing(NamedTuple):
    """What tells a line from others."""

    kinds: frozenset[str]
    stems: frozenset[str]
    things: frozenset[str]


@lru_cache(maxsize=4096)
def _bearing(text: str, names: _Names) -> _Bearing:
    """Kept, since the same lines stand in many answers, and in each again that a new briefing has
    changed elsewhere."""
    words = _words(text)
    firms = frozenset(word for name in names.firms for word in _words(name))
    return _Bearing(_kinds(words), _stems(words, firms), _things(text, names.others, firms))


class _Told(NamedTuple):
    """An event with what it is held against others by, read off once; `is_ahead`: later briefings
    may tell on, and not only tell again."""

    item: StoredEvent
    briefing: int
    days: Days
    is_ahead: bool
    kinds: frozenset[str]
    stems: frozenset[str]
    things: frozenset[str]

    @classmethod
    def of(cls, item: StoredEvent) -> _Told:
        event, quote = item.event, item.quote
        ahead = event.status not in (Status.PAST, Status.CANCELLED)
        bearing = _bearing(quote.text, _Names.of(item.topics))
        return cls(item, quote.briefing.id, event.days, ahead, *bearing)


class _Stories:
    """Stories, found again by what their last event bears: to look at all of them for each event
    would take the square of their number. What `_bond` cannot tie is not even looked at: without
    the same days, an event ahead has to share a place or product, or three telling words."""

    def __init__(self) -> None:
        self.all: list[list[_Told]] = []
        self._of_days: defaultdict[Days, set[int]] = defaultdict(set)
        self._of_thing: defaultdict[str, set[int]] = defaultdict(set)
        self._of_stem: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, told: _Told) -> None:
        best, tie = None, 0
        for number in sorted(self._near(told)):
            if (found := _bond(self.all[number][-1], told)) > tie:
                best, tie = number, found
        if best is None:
            best = len(self.all)
            self.all.append([])
        else:
            for bearing in self._bearings(self.all[best][-1]):
                bearing.discard(best)
        self.all[best].append(told)
        for bearing in self._bearings(told):
            bearing.add(best)

    def _near(self, told: _Told) -> set[int]:
        near = set(self._of_days.get(told.days, ()))
        if not told.kinds:  # then it may only tell again what was told of the same days
            return near
        for thing in told.things:
            near.update(self._of_thing.get(thing, ()))
        if len(told.stems) < _SURE - 1:
            return near
        shared = Counter(chain.from_iterable(self._of_stem.get(stem, ()) for stem in told.stems))
        return near.union([number for number, count in shared.items() if count >= _SURE - 1])

    def _bearings(self, told: _Told) -> Iterator[set[int]]:
        yield self._of_days[told.days]
        if told.is_ahead and told.kinds:
            yield from (self._of_thing[thing] for thing in told.things)
            yield from (self._of_stem[stem] for stem in told.stems)


def _by_report(item: StoredEvent) -> tuple[object, ...]:
    return item.quote.briefing.day, item.quote.briefing.id, item.event.span


def _by_days(line: TimelineLine) -> tuple[object, ...]:
    days = line.event.event.days
    return days.earliest, -days.latest.toordinal(), *_by_report(line.event)


def _line(story: Sequence[StoredEvent]) -> TimelineLine:
    """The story as it stands: the first who told its present days, who told them again, and how
    it stood before."""
    if len(story) == 1:  # as most are
        return TimelineLine(story[0])
    stands = _standing(story[-1])
    current = [item for item in story if _standing(item) == stands]
    before = [
        item
        for place, item in enumerate(story)
        if _standing(item) != stands
        and (place == 0 or _standing(item) != _standing(story[place - 1]))
    ]
    return TimelineLine(current[0], tuple(current[1:]), tuple(before))


def _standing(item: StoredEvent) -> tuple[object, ...]:
    return item.event.days, item.event.status


# --- what belongs together -----------------------------------------------------------------------


def _bond(earlier: _Told, later: _Told) -> int:
    """How sure it is that `later` tells on what `earlier` told; 0: another story."""
    if earlier.briefing == later.briefing:
        return 0  # the reading of one briefing has already told its happenings apart
    same_days = earlier.days == later.days
    if not earlier.is_ahead:
        return _alike(earlier, later) if same_days else 0
    if not earlier.kinds & later.kinds:
        return 0
    plan, news = earlier.item, later.item
    if news.event.status is Status.PAST and not _came_true(plan, news):
        return 0
    score = 1 + _shared(earlier, later) + _on_the_days(plan, same_days=same_days)
    return score if score >= (_SURE_ON_THE_DAYS if same_days else _SURE) else 0


def _came_true(plan: StoredEvent, later: StoredEvent) -> bool:
    """A past happening fulfils a plan if it came after it was told, and is the thing itself, not
    somebody's word about it nor its being moved."""
    after = later.event.days.earliest >= plan.quote.briefing.day
    return after and not _ONLY_SAID.search(later.quote.text)


def _alike(earlier: _Told, later: _Told) -> int:
    """The same day told twice: half of the telling words agree."""
    alike = len(earlier.stems & later.stems)
    return alike if alike and alike >= len(earlier.stems | later.stems) / 2 else 0


def _shared(earlier: _Told, later: _Told) -> int:
    """A place or product in common weighs as two telling words; three words at most count."""
    things = earlier.things & later.things
    return (2 if things else 0) + min(3, len(earlier.stems & later.stems))


def _on_the_days(earlier: StoredEvent, *, same_days: bool) -> int:
    if not same_days:
        return 0
    return 1 if earlier.event.precision in (Precision.YEAR, Precision.DECADE) else 2


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _things(text: str, others: Iterable[str], firms: frozenset[str]) -> frozenset[str]:
    """Places and products, and other proper names within the line but for those of firms, which
    tell their happenings apart from nothing."""
    names = {found.casefold() for found in _PROPER.findall(text)}
    return frozenset({name.casefold() for name in others} | (names - _EMPTY - firms))


def _kinds(words: frozenset[str]) -> frozenset[str]:
    starts = {word[:_STEM] for word in words}
    return frozenset(kind for kind, stems in _KINDS.items() if starts & stems)


def _stems(words: frozenset[str], firms: frozenset[str]) -> frozenset[str]:
    """Telling words by their first letters."""
    stems = {word[:_STEM] for word in words - _EMPTY if len(word) >= _STEM}
    return frozenset(stems - {word[:_STEM] for word in firms})
