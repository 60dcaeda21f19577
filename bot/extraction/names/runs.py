"""Runs of capital words that no listed name covers: what the rules for open names look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def runs(scene: Scene, hits: Sequence[Hit]) -> list[Run]:
    """All runs of a text, in its order; the lines of capitals have none."""
    return list(_runs(scene, taken(scene, hits)))


def taken(scene: Scene, hits: Sequence[Hit]) -> bytearray:
    """1 for each word that a hit covers."""
    covered = bytearray(len(scene.words))
    for hit in hits:
        covered[hit.first : hit.last + 1] = b"\x01" * (hit.last + 1 - hit.first)
    return covered


def _runs(scene: Scene, covered: bytearray) -> Iterator[Run]:
    free, count = 0, len(scene.words)
    for index, word in enumerate(scene.words):
        if index < free or word[0].islower() or covered[index] or not is_capital(word):
            continue
        opening = scene.opens[index] and (word in PLAIN or word.lower() in ROLE_NOUNS)
        if opening and f"{word} {scene.after(index)}" in PLACES:
            opening = False
        if opening or scene.heading(index):
            continue
        last = index
        while (
            last + 1 < count
            and last - index < _LONGEST
            and not covered[last + 1]
            and _joined(scene, last + 1)
        ):
            last += 1
        yield Run(index, last)
        free = last + 1


def uncovered(found: Sequence[Run], scene: Scene, hits: Sequence[Hit]) -> list[Run]:
    """The runs that no hit touches."""
    covered = taken(scene, hits)
    return [run for run in found if not any(covered[run.first : run.last + 1])]


def is_capital(word: str) -> bool:
    """ "Kestrel", "MN8", "24M"; no plain number."""
    return word[0].isupper() or (word[0].isdigit() and word[-1].isupper())


def _joined(scene: Scene, index: int) -> bool:
    """Whether word `index` goes on the run that the word before it belongs to."""
    if scene.opens[index]:
        return False
    word, gap = scene.words[index], scene.gaps[index]
    if gap in (". ", "."):
        before = scene.words[index - 1]
        return is_capital(word) and (len(before) == 1 or before == "St")
    if gap == ", ":
        return word in _COMMA_SUFFIXES
    if gap not in _JOINTS:
        return False
    return is_capital(word) or word in SUFFIXES
