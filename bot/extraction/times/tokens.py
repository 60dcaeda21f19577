"""A text as a row of tokens, each with one class, and the classes as one string of characters.

Rules are regular expressions over that string: a pattern's `{month}` is one character, so every
match counts in tokens, and no rule has to care for white space, case or line ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.extraction.times.words import CLASS_OF
from bot.extraction.word_sets import word_set

_TOKEN = re.compile(
    r"""
  (?: (?P<word>(?![QHFM])[^\W\d_]+(?:['’]t\b)?)  # most tokens: no other class begins with a letter
  | (?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]|[-][0-9]))
  | (?P<slashed>[0-9]{1,4}(?P<sep>[/.])[0-9]{1,2}(?P=sep)[0-9]{2,4}(?![0-9]|[/.,-][0-9]|[^\W\d_]))
  | (?P<clockap>
      [0-9]{1,2}(?:[:.][0-9]{2})?[ \u00a0\u202f]?[aApP](?:\.[mM]\.|[mM]\b)
    | [0-9]{1,2}[ ]o['’]clock\b)
  | (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:]))
  | (?P<decade>(?:[0-9]{3}0|(?:['’‘`][ ]?)?[2-9]0['’]?)s\b)
  | (?P<q>(?:[QH][1-4]|[1-4][QH])(?:['’]?[0-9]{2}(?:[0-9]{2})?)?(?![\w]))
  | (?P<fy>(?:FY|MY)[ ]?['’]?[0-9]{2}(?:[0-9]{2})?\b(?![-/][0-9]))
  | (?P<shortyear>['’‘`][0-9]{2}\b)
  | (?P<ordday>[0-9]{1,2}(?:st|nd|rd|th)\b)
  | (?P<glued>[0-9][0-9.,]*[^\W\d]\w*)
  | (?P<number>[0-9]+(?:[.,][0-9]+)*)
  | (?P<initial>[^\W\d_]+(?:['’]t\b)?)       # a word that might have begun a quarter or a year
  | (?P<tail>['’](?:s|ll|re|ve|d|m)\b)
  | (?P<newline>\n[ \t\r\n]*)
  | (?P<mark>[^\w\s]|_)
  ) [ ]*    # no search has to try every class at a blank in vain
    """,
    re.X,
)

_MARKS = {
    ",": "comma", ".": "dot", "-": "hy", "‑": "hy", "–": "dash", "—": "dash", "/": "slash",
    "%": "percent", "$": "money", "€": "money", "£": "money", "¥": "money", "₹": "money",
    "#": "hash", "(": "open", ")": "shut", "'": "quote", "’": "quote", ":": "colon", "+": "plus",
    ";": "semicolon", "!": "stop", "?": "stop",
}  # fmt: skip

_KINDS = (
    "other cap iso slashed clockap clock decade q fy shortyear ordday glued decimal num day year "
    "tail newline mark"
).split()
NAMES: tuple[str, ...] = tuple(
    dict.fromkeys([*_KINDS, *_MARKS.values(), *sorted(set(CLASS_OF.values()))])
)
SIGN: dict[str, str] = {name: chr(0x4E00 + i) for i, name in enumerate(NAMES)}
"""The character of each class, out of a block in which no character means anything to `re`."""

_OTHER, _CAP = SIGN["other"], SIGN["cap"]
_WORD_SIGN = {word: SIGN[name] for word, name in CLASS_OF.items()}
_MARK_SIGN = {mark: SIGN[name] for mark, name in _MARKS.items()}
_WORDS = frozenset(("word", "initial"))
_PROPER = frozenset(SIGN[name] for name in ("month", "abbr", "weekday", "wabbr", "weekdays"))
_COMMON = {word: sign for word, sign in _WORD_SIGN.items() if sign not in _PROPER}
_MONTH_ONLY = word_set("january february april june july september october november december")


@dataclass(frozen=True, slots=True)
class Tokens:
    """`signs[i]` is the class of the token at `text[starts[i]:ends[i]]`."""

    text: str
    starts: list[int]
    ends: list[int]
    lows: list[str]
    signs: str

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, index: int) -> str:
        """The token as it stands; "" outside the text."""
        if 0 <= index < len(self.starts):
            return self.text[self.starts[index] : self.ends[index]]
        return ""

    def low(self, index: int) -> str:
        """The token in lower case; "" outside the text."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def is_(self, index: int, *names: str) -> bool:
        """Whether the token has one of these classes."""
        if not 0 <= index < len(self.signs):
            return False
        sign = self.signs[index]
        return sign in map(SIGN.__getitem__, names)

    def glued(self, index: int) -> bool:
        """Whether no space stands between this token and the one before."""
        return 0 < index < len(self.starts) and self.ends[index - 1] == self.starts[index]


def tokenise(text: str) -> Tokens:
    """Every token of the text in order; linear in its length."""
    found = list(_TOKEN.finditer(text))
    spans = [one.span(one.lastindex or 0) for one in found]
    tokens = [text[start:end] for start, end in spans]
    lows = [token.lower() for token in tokens]
    signs = [
        _COMMON.get(low) or _sign(one, token, low)
        for one, token, low in zip(found, tokens, lows, strict=True)
    ]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    return Tokens(text, starts, ends, lows, "".join(signs))


def _sign(found: re.Match[str], token: str, low: str) -> str:
    """The class of a token that is no common word of time: a proper one of month or weekday where
    it has its capital, else what it looks like."""
    kind = found.lastgroup or "mark"
    if kind not in _WORDS:
        return _other_sign(kind, token)
    if not token[0].isupper():
        return _WORD_SIGN.get(low, _OTHER) if low in _MONTH_ONLY else _OTHER
    return _WORD_SIGN.get(low, _CAP)


def _other_sign(kind: str, token: str) -> str:
    if kind == "number":
        return SIGN[_number_kind(token)]
    if kind == "mark":
        return _MARK_SIGN.get(token, SIGN["mark"])
    return SIGN[kind]


def _number_kind(token: str) -> str:
    if not token.isdigit():
        return "decimal"
    if len(token) <= 2 and 1 <= int(token) <= 31:
        return "day"
    if len(token) == 4 and 1700 <= int(token) <= 2199:
        return "year"
    return "num"


_NAME = re.compile(r"\{(\^?)([a-z0-9'| -]+)\}")


def pattern(source: str, starts: str = "") -> re.Pattern[str]:
    """A pattern over signs: `{a|b}` is one token of class a or b, `{^a}` one of any other class.

    White space means nothing; all else is the syntax of `re`. `starts` are the classes, parted by
    "|", of which each match's first token has one: a search then passes over all other tokens
    without trying every optional part of the pattern there.
    """

    def signs(found: re.Match[str]) -> str:
        return f"[{found[1]}{''.join(SIGN[name] for name in found[2].split('|'))}]"

    ahead = f"(?={{{starts}}})" if starts else ""
    return re.compile(_NAME.sub(signs, f"{ahead}(?:{source})"), re.X)
