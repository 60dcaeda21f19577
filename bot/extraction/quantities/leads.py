"""Where in a text a figure may begin: at digits, and at the words of numbers, parts, multiples."""

from __future__ import annotations

import re

from bot.extraction.quantities.alternation import one_of
from bot.extraction.quantities.units import MULTIPLES, ONES, PARTS, SCALE_WORDS

Lead = tuple[int, str]
"""A place, and the digits or the word that stand there, in lower case."""

_WORDS = [
    form for word in (*ONES, *PARTS, *MULTIPLES) for form in (word, word.capitalize(), word.upper())
]
_INITIALS = "".join(sorted({word[0] for word in (*_WORDS, "a", "A")}))
_DIGITS = re.compile(r"[0-9][0-9]*")
"""One digit, then more: a search for "[0-9]+" would try a match at each letter of a text."""
_WORDED = re.compile(
    rf"[ ](?=[{_INITIALS}])"  # what begins with none of them is passed over fast
    rf"(?:{one_of(_WORDS, any_case=False)}|"
    rf"(?:an?|A[nN]?)(?=[ ](?i:{one_of([*PARTS, *SCALE_WORDS])})))(?![A-Za-z])"
)
"""An article begins a figure only before such a word: "a third", "a million"."""

_KEPT = bytes(code if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))


def leads_of(body: str) -> list[Lead]:
    """The leads of a text in its order. Words count only as they are written mostly: "two", "Two",
    "TWO"."""
    digits = [(found.start(), found[0]) for found in _DIGITS.finditer(body)]
    words = [(found.start(), found[0][1:].lower()) for found in _WORDED.finditer(_blanked(body))]
    return sorted(digits + words) if words else digits


def _blanked(body: str) -> str:
    """A blank, and the text with blanks for all but letters and digits: a search for words that
    begin at a blank passes fast over what lies between. The blank before an index of it stands at
    that index, the word at the same index of the text."""
    return " " + body.encode("ascii", "replace").translate(_KEPT).decode("ascii")
