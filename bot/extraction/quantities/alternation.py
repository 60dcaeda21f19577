"""Alternations of many words, laid out so that `re` need not try them one after the other.

`re` enters the branches of an alternation in their turn. Only one that begins with a letter or a
set of letters whose case counts is passed over at a glance; so the branches are gathered by their
first letter, and that is told as the set of all its forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.extraction.letters import TWINS

SPACE = r"[ \u00a0\u202f\u2009]"
SPACES = frozenset(" \u00a0\u202f\u2009")


def forms(letter: str) -> str:
    """All that `re` takes for a lower-case letter where case does not count."""
    return letter + letter.upper() + TWINS.get(letter, "")


def by_initial(*branches: str) -> str:
    """An alternation of patterns that begin with a lower-case letter, for use where case does not
    count. Of those that begin with the same letter the first that fits is taken."""
    tails: dict[str, list[str]] = {}
    for branch in branches:
        tails.setdefault(branch[0], []).append(branch[1:])
    return "|".join(f"(?-i:[{forms(first)}])(?:{'|'.join(rest)})" for first, rest in tails.items())


def one_of(words: Iterable[str], *, any_case: bool = True) -> str:
    """A pattern for the longest of `words` that fits: lower-case words, for use where case does
    not count, or with `any_case` false words as they are written."""
    return _tree(sorted(words, key=len, reverse=True), any_case)


def _tree(words: list[str], any_case: bool) -> str:
    tails: dict[str, list[str]] = {}
    for word in words:
        tails.setdefault(word[:1], []).append(word[1:])
    return "|".join(
        _head(first, any_case) + (f"(?:{_tree(rest, any_case)})" if rest != [""] else "")
        for first, rest in tails.items()
    )


def _head(letter: str, any_case: bool) -> str:
    if not any_case or not letter.isalpha():
        return re.escape(letter)
    return f"(?-i:[{forms(letter)}])"
