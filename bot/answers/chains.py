"""One line for one story: a plan with what later briefings said of it.

A later briefing's happening goes on an earlier plan when both are of one kind (a start, a deal, an
end, money) and share enough that is their own: a place or product, telling words, the very days.
Sure before many: what is not plainly the same stays a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.answers.values import TimelineLine
from bot.extraction.word_sets import word_set
from bot.model import FIRM_KINDS, Precision, Status, StoredEvent

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
    stories: list[list[StoredEvent]] = []
    for event in sorted(events, key=_by_report):
        story = max(stories, key=lambda one: _bond(one[-1], event), default=None)
        if story is not None and _bond(story[-1], event):
            story.append(event)
        else:
            stories.append([event])
    return tuple(sorted(map(_line, stories), key=_by_days))


def _by_report(item: StoredEvent) -> tuple[object, ...]:
    return item.quote.briefing.day, item.quote.briefing.id, item.event.span


def _by_days(line: TimelineLine) -> tuple[object, ...]:
    days = line.event.event.days
    return days.earliest, -days.latest.toordinal(), *_by_report(line.event)


def _line(story: Sequence[StoredEvent]) -> TimelineLine:
    """The story as it stands: the first who told its present days, who told them again, and how
    it stood before."""
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


def _bond(earlier: StoredEvent, later: StoredEvent) -> int:
    """How sure it is that `later` tells on what `earlier` told; 0: another story."""
    if earlier.quote.briefing.id == later.quote.briefing.id:
        return 0  # the reading of one briefing has already told its happenings apart
    same_days = earlier.event.days == later.event.days
    if earlier.event.status in (Status.PAST, Status.CANCELLED):
        return _alike(earlier, later) if same_days else 0
    if later.event.status is Status.PAST and not _came_true(earlier, later):
        return 0
    if not _kinds(earlier) & _kinds(later):
        return 0
    score = 1 + _shared(earlier, later) + _on_the_days(earlier, same_days=same_days)
    return score if score >= (_SURE_ON_THE_DAYS if same_days else _SURE) else 0


def _came_true(plan: StoredEvent, later: StoredEvent) -> bool:
    """A past happening fulfils a plan if it came after it was told, and is the thing itself, not
    somebody's word about it nor its being moved."""
    after = later.event.days.earliest >= plan.quote.briefing.day
    return after and not _ONLY_SAID.search(later.quote.text)


def _alike(earlier: StoredEvent, later: StoredEvent) -> int:
    """The same day told twice: half of the telling words agree."""
    ours, theirs = _stems(earlier), _stems(later)
    alike = len(ours & theirs)
    return alike if alike and alike >= len(ours | theirs) / 2 else 0


def _shared(earlier: StoredEvent, later: StoredEvent) -> int:
    """A place or product in common weighs as two telling words; three words at most count."""
    things = _things(earlier) & _things(later)
    return (2 if things else 0) + min(3, len(_stems(earlier) & _stems(later)))


def _on_the_days(earlier: StoredEvent, *, same_days: bool) -> int:
    if not same_days:
        return 0
    return 1 if earlier.event.precision in (Precision.YEAR, Precision.DECADE) else 2


def _things(item: StoredEvent) -> frozenset[str]:
    """Places and products, and other proper names within the line but for those of firms."""
    keys = {topic.name.casefold() for topic in item.topics if topic.kind not in FIRM_KINDS}
    names = {found.casefold() for found in _PROPER.findall(item.quote.text)}
    return frozenset(keys | {name for name in names if name not in _EMPTY} - _firm_words(item))


def _firm_words(item: StoredEvent) -> set[str]:
    return {
        word
        for topic in item.topics
        if topic.kind in FIRM_KINDS
        for word in _WORD.findall(topic.name.casefold())
    }


def _kinds(item: StoredEvent) -> frozenset[str]:
    words = {word[:_STEM] for word in _WORD.findall(item.quote.text.casefold())}
    return frozenset(kind for kind, stems in _KINDS.items() if words & stems)


def _stems(item: StoredEvent) -> frozenset[str]:
    """Telling words by their first letters; names of the firms tell nothing apart."""
    names = {word[:_STEM] for word in _firm_words(item)}
    words = _WORD.findall(item.quote.text.casefold())
    stems = {word[:_STEM] for word in words if len(word) >= _STEM and word not in _EMPTY}
    return frozenset(stems - names)
