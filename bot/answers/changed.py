"""What differs between two revisions of a briefing: the words that stood there, and those that
stand there now. Both are cut out of the stored revisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bot.answers.values import Difference
from bot.answers.wording import say_day
from bot.model import Revision, Span
from bot.translations import gettext, gettext_noop

_WORD = re.compile(r"\S+")
_AROUND = 3
"""Words told on either side of a change, so that a figure keeps its noun."""
_MOST = 240  # characters of either side that are told


def differences(old: Revision, new: Revision) -> tuple[Difference, ...]:
    """The title, the date and the author first, then the text, in its order."""
    return (*_heads(old, new), *_in_text(old.body, new.body))


def _heads(old: Revision, new: Revision) -> Iterator[Difference]:
    if old.title != new.title:
        yield Difference(gettext_noop("title"), old.title, new.title)
    if old.day and new.day and old.day != new.day:
        yield Difference(gettext_noop("date"), say_day(old.day), say_day(new.day))
    if old.author != new.author:
        yield Difference(gettext_noop("author"), old.author, new.author)


def _in_text(old: str, new: str) -> Iterator[Difference]:
    if old == new:
        return
    left, right = _words(old), _words(new)
    for first, last, begin, end in _stretches(old, new, left, right):
        wide = max(0, first - _AROUND), min(len(left), last + _AROUND)
        there = max(0, begin - (first - wide[0])), min(len(right), end + (wide[1] - last))
        yield Difference(
            "", _cut(old, left, *wide), _cut(new, right, *there), _stretch(left, first, last)
        )


def _words(text: str) -> list[Span]:
    return [Span(*found.span()) for found in _WORD.finditer(text)]


def _stretches(
    old: str, new: str, left: Sequence[Span], right: Sequence[Span]
) -> list[tuple[int, int, int, int]]:
    """The changed words of either side; changes that share their neighbours are one."""
    sides = [span.of(old) for span in left], [span.of(new) for span in right]
    joined: list[tuple[int, int, int, int]] = []
    for tag, *found in SequenceMatcher(None, *sides, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        first, last, begin, end = found
        if joined and first - joined[-1][1] < 2 * _AROUND:
            earlier = joined.pop()
            first, begin = earlier[0], earlier[2]
        joined.append((first, last, begin, end))
    return joined


def _stretch(words: Sequence[Span], first: int, last: int) -> Span:
    """Where nothing was taken out, the two words between which something was put in."""
    if not words:
        return Span(0, 0)
    begin = min(first, len(words) - 1)
    if first == last:
        return Span(words[max(0, first - 1)].start, words[begin].end)
    return Span(words[begin].start, words[last - 1].end)


def _cut(text: str, words: Sequence[Span], first: int, last: int) -> str:
    if first >= last:
        return ""
    found = text[words[first].start : words[last - 1].end].replace("\n", " ")
    if len(found) <= _MOST:
        return found
    whole = found.rfind(" ", 0, _MOST - 1)  # no word is cut, but one that is longer than all
    return found[: whole if whole > 0 else _MOST - 2] + " …"


def say_difference(one: Difference) -> str:
    """“$40 million” → “$50 million”, its kind before it where it is no word of the text."""
    nothing = gettext("nothing")
    before, after = (f"“{side}”" if side else nothing for side in (one.before, one.after))
    return f"{gettext(one.what)}: {before} → {after}" if one.what else f"{before} → {after}"
