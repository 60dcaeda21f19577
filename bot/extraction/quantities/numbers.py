"""Numbers of a text: digits and words with their scale, before anyone asks what they measure."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.extraction.letters import small
from bot.extraction.quantities.alternation import SPACE, SPACES, forms, one_of
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


DIGITS = (
    r"[0-9]{1,15}(?![0-9.,\u00a0\u202f\u2009])"  # as most are: without groups and decimals
    r"|[0-9]{1,3}(?:,[0-9]{2,3}){1,6}(?:\.[0-9]{1,9})?(?![0-9])"
    r"|[0-9]{1,3}(?:[\u00a0\u202f\u2009][0-9]{3}){1,4}(?![0-9])"
    r"|[0-9]{1,15}(?:\.[0-9]{1,9})?(?![0-9])"
)
_SIGN = r"(?:(?<![A-Za-z])(?:US|CA|AU|HK|NZ|NT|A|C|S|R))?\$|(?:CN)?¥|[€£₹₩₺₽฿₫]"
_CODE = one_of(CODES, any_case=False)
_ONE = one_of(ONES)
_BIG = one_of(SCALE_WORDS)
_SHORT = one_of("mn mln mio mm bn bln mrd tn trn cr k m b".split())
_WORDS = (
    rf"(?:(?:half{SPACE}an?|an?){SPACE}(?:{_BIG})|(?:{_ONE}))"
    rf"(?:(?:[ \u00a0-]|(?<=hundred){SPACE}and{SPACE}|(?<=thousand){SPACE}and{SPACE})"
    rf"(?:{_ONE}|{_BIG})){{0,7}}"
)
_DIGITS = re.compile(DIGITS)
_UNGROUPED = str.maketrans("", "", ",\u00a0\u202f\u2009")
_WORDED = re.compile(rf"(?i:{_WORDS})(?!\w)")
_BEFORE = re.compile(rf"(?:(?P<sign>{_SIGN})|(?<!\w)(?P<code>{_CODE})){SPACE}?\Z")
_ENDS = frozenset(code[-2:] for code in CODES) | frozenset(sign[-1] for sign in SIGNS)
"""The last letters of a code and the last one of a sign: what stands before money, and seldom
before anything else."""
_LASTS = frozenset(ending[-1] for ending in _ENDS)
_SCALE = re.compile(
    rf"(?:{SPACE}|-)?(?P<word>(?i:{one_of([*SCALE_WORDS, 'lakhs', 'crores'])}))\b"
    rf"|(?P<space>{SPACE})?(?P<short>(?i:{_SHORT})|t)(?!\w)"
)
_PLURAL_NEXT = re.compile(rf"{SPACE}(?:[a-z-]{{2,20}}{SPACE}){{0,2}}[a-zA-Z-]{{2,20}}s\b")
_NEXT = re.compile(rf"(?P<hyphen>{SPACE}?[-–—]{SPACE}?)|{SPACE}(?P<to>to|or|and){SPACE}")
_SIGNED = re.compile(rf"(?:{_SIGN}|{_CODE}){SPACE}?(?=[0-9])")
_DASHES = frozenset("-–—")
_JOINING = frozenset("-–—toa")
"""What a joint begins with, but for a blank: a dash, "to", "or", "and"."""
_SCALE_SIGNS = frozenset(form for word in (*SCALES, "t") for form in forms(word[0]))
"""The first letters of a scale."""
_CLOSERS = frozenset(("", *'.,;:!?()"”\n'))
_SPLIT = re.compile(r"[^a-z]+")


def closes(body: str, at: int) -> bool:
    """Whether the text ends here, or a mark stands here that no unit, scale or noun follows."""
    return body[at : at + 1] in _CLOSERS


def behind(body: str, at: int) -> str:
    """The sign that stands here, behind a blank or a hyphen if there is one; "" for none."""
    sign = body[at : at + 1]
    return body[at + 1 : at + 2] if sign == "-" or sign in SPACES else sign


def number(body: str, at: int) -> Number | None:
    """The number whose first digit or word stands at `at`, with its sign and its scale."""
    if not body[at : at + 1].isdigit():
        return _worded(body, at)
    digits = _DIGITS.match(body, at)
    if not digits:
        return None
    before = _BEFORE.search(body, max(0, at - 5), at) if _may_be_money(body, at) else None
    if before:
        currency = SIGNS.get(before["sign"] or "") or CODES.get(before["code"] or "")
        return _digits(body, before.start(), digits, currency or "")
    return None if _goes_on(body, at, ".,#/@") else _digits(body, at, digits, "")


def _may_be_money(body: str, at: int) -> bool:
    end = at - 1 if body[at - 1 : at] in SPACES else at
    if body[end - 1 : end] not in _LASTS:
        return False
    return body[end - 1 : end] in _ENDS or (end > 1 and body[end - 2 : end] in _ENDS)


def _goes_on(body: str, at: int, marks: str) -> bool:
    """Whether a word ends right before this place, or one of these marks stands there."""
    if not at:
        return False
    before = body[at - 1]
    return before.isalnum() or before == "_" or before in marks


def following(body: str, first: Number) -> tuple[Number, str] | None:
    """The other end of "10–80", "1.5 to 2 million", "two or three", and the word between."""
    if body[first.end : first.end + 1] not in _DASHES and behind(body, first.end) not in _JOINING:
        return None
    joint = _NEXT.match(body, first.end)
    if not joint:
        return None
    sign = _SIGNED.match(body, joint.end())
    second = number(body, sign.end() if sign else joint.end())
    return (second, joint["to"] or "-") if second else None


def _digits(body: str, start: int, digits: re.Match[str], currency: str) -> Number:
    text = digits.group()
    bare = text if text.isdecimal() else text.translate(_UNGROUPED)
    plain = float(bare)
    last = digits.end()
    value, end = _scaled(body, last, plain, bool(currency))
    return Number(start, end, value, plain, currency, False, end > last, bare != text)


def _scaled(body: str, at: int, value: float, is_money: bool) -> tuple[float, int]:
    """Up to two scales: "1,200 crore", "2 lakh crore"."""
    for _ in range(2):
        found = _SCALE.match(body, at) if behind(body, at) in _SCALE_SIGNS else None
        if not found or not _is_scale(body, found, is_money):
            break
        value *= SCALES[small(found["word"] or found["short"])]
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
    if not match or _goes_on(body, at, "-"):
        return None
    total = gathered = 0.0
    words = _SPLIT.split(small(match.group()))
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
