"""What somebody may have meant who asked by no command of ours: by a slip of one, or in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.extraction.word_sets import word_set

_SURE, _LIKELY = 1, 2
"""Slips (a letter more, less, wrong, or two swapped) forgiven where we may not be meant, and where
we are."""
_SHORTEST, _LONG_ENOUGH = 4, 5
"""Letters from which on one slip is forgiven, and two: in fewer they make any word of any other."""
_WORD = re.compile(r"[^\W_](?:(?:[^\W_]|[.'’&-])*[^\W_])?")
_SENTENCE = 3  # words
_MOST = 8
_ASKING = word_set(
    "who whose what when where why how which much many long "
    "do does did done don't doesn't didn't is isn't are aren't was were be been am has have had "
    "will would can could should shall may might must get gets got go goes going gone went "
    "i you we he she it they me us them my your our his her its their this that these those there "
    "a an the any some all and or but not of on in at to for from by with about as than if so "
    "tell show give find know say says said let please hey hi hello thanks thank "
    "happen happens happened happening going anything something new news latest"
)
"""Words that ask, and those that stand in every sentence."""


def nearest(word: str, names: Iterable[str], *, sure: bool = False) -> str:
    """The name that `word` is a slip of, else ""; only a single slip where it has to be `sure`.

    >>> nearest("tody", ["today", "timeline"])
    'today'
    """
    stem = "".join(letter for letter in word.casefold() if letter.isalpha())
    if len(stem) < _SHORTEST:
        return ""
    most = _SURE if sure or len(stem) < _LONG_ENOUGH else _LIKELY
    near = min(names, key=lambda name: OSA.distance(stem, name), default="")
    return near if near and OSA.distance(stem, near) <= most else ""


def as_search(line: str) -> str:
    """The words of a sentence that are its own, as a search for them; "" for less than a sentence,
    or one that holds none.

    >>> as_search("when does the Renault 5 go on sale?")
    'search Renault 5 sale'
    """
    words = _WORD.findall(line.replace("’", "'"))
    telling = [word for word in words if word.casefold().removesuffix("'s") not in _ASKING]
    if len(words) < _SENTENCE or not telling:
        return ""
    return f"search {' '.join(telling[:_MOST])}"
