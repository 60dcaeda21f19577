"""Letters that pass for English ones where a pattern does not regard case (`re.IGNORECASE`)."""

from __future__ import annotations

from collections.abc import Iterable

TWINS = {"i": "ıİ", "k": "\N{KELVIN SIGN}", "s": "ſ"}
"""What `re` takes for these letters, beside their capitals."""

_PLAIN = str.maketrans({twin: letter for letter in TWINS for twin in TWINS[letter]})


def small(text: str) -> str:
    """A text in small letters, each in its place: what patterns of small English letters find in
    it is what they find in the text without regard to case, at less cost; and a word that was found
    so is one of our lists' in it. `str.lower` alone leaves ı and ſ, and makes two letters of İ."""
    return text.lower() if text.isascii() else text.translate(_PLAIN).lower()


def has_any(text: str, pieces: Iterable[str]) -> bool:
    """Whether one of some pieces stands in a text. The loop takes two thirds of the time of `any`,
    and every sentence is asked several times before a pattern has to look at it."""
    for piece in pieces:  # noqa: SIM110
        if piece in text:
            return True
    return False
