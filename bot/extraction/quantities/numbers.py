"""Numbers of a text: digits and words with their scale, before anyone asks what they measure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from bot.extraction.quantities.units import CODES, ONES, SCALE_WORDS, SCALES, SIGNS


class Number(NamedTuple):
    """`body[start:end]` with `value`; `currency` is the ISO code of a sign or code before it,
    `plain` the value without its scale ("1.5" of "1.5 million")."""

    start: int
    end: int
    value: float
    plain: float
    currency: str = ""
    worded: bool = False
    scaled: bool = False
    grouped: bool = False
    """Its digits are in groups ("12,000"), as no year or name writes them."""


_SPACE = r"[ \u00a0\u202f\u2009]"
DIGITS = (
    r"[0-9]{1,3}(?:,[0-9]{2,3}){1,6}(?:\.[0-9]{1,9})?(?![0-9])"
    r"|[0-9]{1,3}(?:[\u00a0\u202f\u2009][0-9]{3}){1,4}(?![0-9])"
    r"|[0-9]{1,15}(?:\.[0-9]{1,9})?(?![0-9])"
)
_SIGN = r"(?:(?<![A-Za-z])(?:US|CA|AU|HK|NZ|NT|A|C|S|R))?\$|(?:CN)?¥|[€£₹₩₺₽฿₫]"
_CODE = "|".join(re.escape(code) for code in sorted(CODES, key=len, reverse=True))
_ONE = "|".join(sorted(ONES, key=len, reverse=True))
_BIG = "|".join(SCALE_WORDS)
_WORDS = (
    rf"(?:(?:half{_SPACE}an?|an?){_SPACE}(?:{_BIG})|(?:{_ONE}))"
    rf"(?:(?:[ \u00a0-]|(?<=hundred){_SPACE}and{_SPACE}|(?<=thousand){_SPACE}and{_SPACE})"
    rf"(?:{_ONE}|{_BIG})){{0,7}}"
)
_DIGITS = re.compile(DIGITS)
_WORDED = re.compile(rf"(?i:{_WORDS})(?!\w)")
_BEFORE = re.compile(rf"(?:(?P<sign>{_SIGN})|(?<!\w)(?P<code>{_CODE})){_SPACE}?\Z")
_INSIDE = re.compile(r"[\w.,#/@]\Z")
_SCALE = re.compile(
    rf"(?:{_SPACE}|-)?(?P<word>(?i:{_BIG}|lakhs|crores))\b"
    rf"|(?P<space>{_SPACE})?(?P<short>(?i:mn|mln|mio|mm|bn|bln|mrd|tn|trn|cr|[kmb])|t)(?!\w)"
)
_PLURAL_NEXT = re.compile(rf"{_SPACE}(?:[a-z-]{{2,20}}{_SPACE}){{0,2}}[a-zA-Z-]{{2,20}}s\b")
_NEXT = re.compile(rf"(?P<hyphen>{_SPACE}?[-–—]{_SPACE}?)|{_SPACE}(?P<to>to|or|and){_SPACE}")
_SIGNED = re.compile(rf"(?:{_SIGN}|{_CODE}){_SPACE}?(?=[0-9])")
_GLUED = re.compile(r"[\w-]\Z")
_SPLIT = re.compile(r"[^a-z]+")


class Leads:
    """Where a figure may begin: at digits, and at the words given, written as they stand there."""

    def __init__(self, words: Collection[str]) -> None:
        self._words = frozenset(words)
        firsts, longest = "".join(sorted({word[0] for word in words})), max(map(len, words))
        self._likely = re.compile(
            rf"[0-9]+|[{firsts}](?<![A-Za-z].)[A-Za-z]{{0,{longest - 1}}}(?![A-Za-z])"
        )

    def of(self, body: str) -> list[int]:
        """Their places in a text, in its order."""
        return [
            found.start()
            for found in self._likely.finditer(body)
            if (word := found[0])[0] <= "9" or word in self._words
        ]


def number(body: str, at: int) -> Number | None:
    """The number whose first digit or word stands at `at`, with its sign and its scale."""
    if not body[at : at + 1].isdigit():
        return _worded(body, at)
    before = _BEFORE.search(body, max(0, at - 5), at)
    digits = _DIGITS.match(body, at)
    if not digits or (not before and _INSIDE.search(body, max(0, at - 1), at)):
        return None
    currency = before and (SIGNS.get(before["sign"] or "") or CODES.get(before["code"] or ""))
    return _digits(body, before.start() if before else at, digits, currency or "")


def following(body: str, first: Number) -> tuple[Number, str] | None:
    """The other end of "10–80", "1.5 to 2 million", "two or three", and the word between."""
    joint = _NEXT.match(body, first.end)
    if not joint:
        return None
    sign = _SIGNED.match(body, joint.end())
    second = number(body, sign.end() if sign else joint.end())
    return (second, joint["to"] or "-") if second else None


def _digits(body: str, start: int, digits: re.Match[str], currency: str) -> Number:
    text = digits.group()
    plain = float("".join(char for char in text if char in "0123456789."))
    value, end = _scaled(body, digits.end(), plain, bool(currency))
    grouped = not text.replace(".", "").isdigit()
    return Number(start, end, value, plain, currency, scaled=end > digits.end(), grouped=grouped)


def _scaled(body: str, at: int, value: float, is_money: bool) -> tuple[float, int]:
    """Up to two scales: "1,200 crore", "2 lakh crore"."""
    for _ in range(2):
        found = _SCALE.match(body, at)
        if not found or not _is_scale(body, found, is_money):
            break
        value *= SCALES[(found["word"] or found["short"]).casefold()]
        at = found.end()
    return value, at


def _is_scale(body: str, found: re.Match[str], is_money: bool) -> bool:
    """Letters alone are a scale of money ("$5m"); of a count only before what it counts ("5m
    cars"), for else they are metres, "5 b" or a list's mark."""
    if found["word"] or is_money:
        return found["short"] != "mm" or is_money
    if len(found["short"]) > 1:
        return found["short"] in ("mn", "mln", "mio", "bn", "bln", "tn", "trn")
    if found["space"] or found["short"] in ("t", "b"):
        return False
    return found["short"] in ("k", "K") or bool(_PLURAL_NEXT.match(body, found.end()))


def _worded(body: str, at: int) -> Number | None:
    """The usual reading of number words: units gather, a scale multiplies what was gathered."""
    match = _WORDED.match(body, at)
    if not match or _GLUED.search(body, max(0, at - 1), at):
        return None
    total = gathered = 0.0
    words = _SPLIT.split(match.group().casefold())
    scaled = False
    for word in words:
        if word in ONES:
            gathered += ONES[word]
        elif word == "half":
            gathered = 0.5
        elif word in ("a", "an"):
            gathered = gathered or 1.0
        elif word in ("hundred", "dozen"):
            gathered, scaled = (gathered or 1.0) * SCALE_WORDS[word], True
        elif word in SCALE_WORDS:
            total, gathered, scaled = total + (gathered or 1.0) * SCALE_WORDS[word], 0.0, True
    value = total + gathered
    first = ONES.get(words[0], value)
    return Number(match.start(), match.end(), value, first, worded=True, scaled=scaled)
