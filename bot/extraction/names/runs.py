"""Runs of capital words that no listed name covers: what the rules for open names look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot.extraction.names.scene import Hit, Scene
from bot.extraction.names.words import PLACES, PLAIN, ROLE_NOUNS, SUFFIXES

_LONGEST = 6
"""Words of a run at most: names are shorter, and shouting has no end."""
_JOINTS = frozenset({" ", "-", "&", " & ", "+"})
_COMMA_SUFFIXES = frozenset({"Inc", "LLC", "Ltd", "Corp", "Co"})


class Run(NamedTuple):
    """Words `first` to `last`, all capital, in one sentence."""

    first: int
    last: int

    def words(self, scene: Scene) -> list[str]:
        return scene.words[self.first : self.last + 1]

    def text(self, scene: Scene) -> str:
        return scene.text[scene.starts[self.first] : scene.ends[self.last]]

    def told(self, scene: Scene) -> str:
        """As the body writes it, accents and all."""
        return scene.told(scene.starts[self.first], scene.ends[self.last])


def taken(scene: Scene, hits: Sequence[Hit]) -> bytearray:
    """1 for each word that a hit covers."""
    covered = bytearray(len(scene.words))
    for hit in hits:
        cover(covered, hit)
    return covered


def cover(covered: bytearray, hit: Hit) -> None:
    covered[hit.first : hit.last + 1] = b"\x01" * (hit.last + 1 - hit.first)


def runs(scene: Scene, covered: bytearray) -> list[Run]:
    """All runs of uncovered words, in the text's order; the lines of capitals have none."""
    found: list[Run] = []
    free, count = 0, len(scene.words)
    for index, low in enumerate(map(str.islower, scene.words)):
        if low or index < free or covered[index] or not is_capital(scene.words[index]):
            continue
        if scene.heading(index) or (scene.opens[index] and _opens_plainly(scene, index)):
            continue
        free = index + 1
        end = min(count, free + _LONGEST)
        while free < end and not covered[free] and _joined(scene, free):
            free += 1
        found.append(Run(index, free - 1))
    return found


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


def _joined(scene: Scene, index: int) -> bool:
    """Whether word `index` goes on the run that the word before it belongs to."""
    if scene.opens[index]:
        return False
    word, gap = scene.words[index], scene.gaps[index]
    if gap in _JOINTS:
        return is_capital(word) or word in SUFFIXES
    if gap in (". ", "."):
        before = scene.words[index - 1]
        return is_capital(word) and (len(before) == 1 or before == "St")
    return gap == ", " and word in _COMMA_SUFFIXES
