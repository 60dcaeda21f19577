"""Word lists as readable strings: a table of words is read by people, and a set by the rules."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a string, parted by white space."""
    return frozenset(words.split())
