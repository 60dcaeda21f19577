"""Runs of capital words that no listed name covers: what the rules for open names look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import itemgetter
from string import ascii_lowercase, ascii_uppercase

from bot.extraction.names.scene import Hit, Scene
from bot.extraction.names.words import PLACES, PLAIN, ROLE_NOUNS, SUFFIXES

_LONGEST = 6
"""Words of a run at most: names are shorter, and shouting has no end."""
_JOINTS = frozenset({" ", "-", "&", " & ", "+"})
_CAPITAL = 1
_INITIALS = bytes(
    _CAPITAL if chr(code) in ascii_uppercase else 2 * (chr(code) not in ascii_lowercase)
    for code in range(256)
)
"""By a word's first sign: 0 where it is a small letter, 1 a capital, 2 where more is to be seen."""
_COMMA_SUFFIXES = frozenset({"Inc", "LLC", "Ltd", "Corp", "Co"})


@dataclass(slots=True)
class Run:
    """Words `first` to `last`, all capital, in one sentence; characters `start` to `end`."""

    first: int
    last: int
    start: int
    end: int
    words: list[str]

    @classmethod
    def of(cls, scene: Scene, first: int, last: int) -> Run:
        words = scene.words[first : last + 1]
        return cls(first, last, scene.starts[first], scene.ends[last], words)


def taken(scene: Scene, hits: Sequence[Hit]) -> bytearray:
    """1 for each word that a hit covers."""
    covered = bytearray(len(scene.words))
    cover(covered, hits)
    return covered


def cover(covered: bytearray, hits: Iterable[Hit]) -> None:
    for first, last, *_ in hits:
        covered[first : last + 1] = b"\1" * (last + 1 - first)


def runs(scene: Scene, covered: bytearray) -> list[Run]:
    """All runs of uncovered words, in the text's order; the lines of capitals have none."""
    found: list[Run] = []
    words, gaps, opens = scene.words, scene.gaps, scene.opens
    initials = _initials(scene)
    free, size = 0, len(words)
    for index in compress(count(), initials):
        if index < free or covered[index]:
            continue
        if initials[index] != _CAPITAL and (words[index].isdigit() or not is_capital(words[index])):
            continue  # mostly for a plain number, which needs no rule to be told
        if scene.heading(index) or (opens[index] and _opens_plainly(scene, index)):
            continue
        free = index + 1
        while free < size and free <= index + _LONGEST and not covered[free] and not opens[free]:
            initial = initials[free]
            if not initial and words[free] not in SUFFIXES:
                break
            if (initial != _CAPITAL or gaps[free] not in _JOINTS) and not _joined(
                words[free - 1], gaps[free], words[free]
            ):
                break
            free += 1
        start, end = scene.starts[index], scene.ends[free - 1]
        found.append(Run(index, free - 1, start, end, words[index:free]))
    return found


def _initials(scene: Scene) -> bytes:
    """0 for each word that a small English letter begins: no capital, and most words of a text."""
    if not scene.starts:
        return b""
    initials = "".join(itemgetter(*scene.starts)(scene.text))
    return initials.encode("ascii", "replace").translate(_INITIALS)


def uncovered(found: Sequence[Run], covered: bytearray) -> list[Run]:
    """The runs of which no word is covered."""
    return [run for run in found if 1 not in covered[run.first : run.last + 1]]


def _opens_plainly(scene: Scene, index: int) -> bool:
    """Whether a sentence's first word has its capital from there, and begins no place's name."""
    word = scene.words[index]
    plain = word in PLAIN or word.lower() in ROLE_NOUNS
    return plain and f"{word} {scene.after(index)}" not in PLACES


def is_capital(word: str) -> bool:
    """ "Kestrel", "MN8", "24M"; no plain number."""
    return word[0].isupper() or (word[0].isdigit() and word[-1].isupper())


def _joined(before: str, gap: str, word: str) -> bool:
    """Whether a word goes on the run that the word before it belongs to."""
    if gap in _JOINTS:
        return is_capital(word) or word in SUFFIXES
    if gap in (". ", "."):
        return is_capital(word) and (len(before) == 1 or before == "St")
    return gap == ", " and word in _COMMA_SUFFIXES
