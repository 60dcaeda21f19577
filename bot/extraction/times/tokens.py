"""A text as a row of tokens, each with one class, and the classes as one string of characters.

Rules are regular expressions over that string: a pattern's `{month}` is one character, so every
match counts in tokens, and no rule has to care for white space, case or line ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, compress, count, repeat
from operator import not_

from bot.extraction.times.words import CLASS_OF
from bot.extraction.word_sets import word_set

FORMS: dict[str, str] = {
    "iso": r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]|[-][0-9])",
    "slashed": (
        r"[0-9]{1,4}(?:/[0-9]{1,2}/|[.][0-9]{1,2}[.])[0-9]{2,4}(?![0-9]|[/.,-][0-9]|[^\W\d_])"
    ),
    "clockap": (
        r"[0-9]{1,2}(?:[:.][0-9]{2})?[ \u00a0\u202f]?[aApP](?:\.[mM]\.|[mM]\b)"
        r"|[0-9]{1,2}[ ]o['’]clock\b"
    ),
    "clock": r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])",
    "decade": r"(?:[0-9]{3}0|(?:['’‘`][ ]?)?[2-9]0['’]?)s\b",
    "q": r"(?:[QH][1-4]|[1-4][QH])(?:['’]?[0-9]{2}(?:[0-9]{2})?)?(?![\w])",
    "fy": r"[FM]Y[ ]?['’]?[0-9]{2}(?:[0-9]{2})?\b(?![-/][0-9])",
    "shortyear": r"['’‘`][0-9]{2}\b",
    "ordday": r"[0-9]{1,2}(?:st|nd|rd|th)\b",
    "glued": r"[0-9][0-9.,]*[^\W\d]\w*",
    "number": r"[0-9]+(?:[.,][0-9]+)*",
    "word": r"[^\W\d_]+(?:['’]t\b|)",
    "tail": r"['’](?:s|ll|re|ve|d|m)\b",
    "newline": r"\n[ \t\r\n]*",
    "mark": r"[^\w\s]|_",
}
"""Each kind of token; where several fit, the first is taken."""
_TOKEN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in FORMS.items()))
_MOST = (
    r"[A-Za-z][a-z]*(?=[ .,])",  # words that are no quarter and no year: "Q3", "FY 26"
    r"[A-EGI-LN-PR-Za-z][A-Za-z]+(?=[ .,])",
    r"[.,]",
    r"[0-9]+(?:[.,][0-9]+|)(?=[.,]?[ ][b-nq-zB-NQ-Z])",  # numbers that no "a.m." may follow
)
"""Of words, marks and numbers those that no other kind has to be tried for first."""
_CUT = re.compile(f"(?:{'|'.join((*_MOST, *FORMS.values()))}|[\\s\\S])[ ]*")
"""A token or a letter that is none, with the blanks behind, where no search need try anything."""

_MARKS = {
    ",": "comma", ".": "dot", "-": "hy", "‑": "hy", "–": "dash", "—": "dash", "/": "slash",
    "%": "percent", "$": "money", "€": "money", "£": "money", "¥": "money", "₹": "money",
    "#": "hash", "(": "open", ")": "shut", "'": "quote", "’": "quote", ":": "colon", "+": "plus",
    ";": "semicolon", "!": "stop", "?": "stop", '"': "mark", "“": "mark", "”": "mark",
}  # fmt: skip

_KINDS = (
    "other cap iso slashed clockap clock decade q fy shortyear ordday glued decimal num day year "
    "tail newline mark"
).split()
NAMES: tuple[str, ...] = tuple(
    dict.fromkeys([*_KINDS, *_MARKS.values(), *sorted(set(CLASS_OF.values()))])
)
_CHARACTERS = [char for char in map(chr, range(256)) if char.isalnum() or char >= "\x80"]
SIGN: dict[str, str] = dict(zip(NAMES, _CHARACTERS, strict=False))
"""The character of each class: none means anything to `re` in a set, and all are of the first 256,
which Python need not make anew for each place of a string that is looked at."""
_NAME_OF = {sign: name for name, sign in SIGN.items()}

_OTHER, _CAP = SIGN["other"], SIGN["cap"]
_NAMES_TOO = ("month", "abbr", "weekday", "wabbr", "weekdays")
_MONTH_ONLY = word_set("january february april june july september october november december")
_COMMON = {
    word: SIGN[name]
    for word, name in CLASS_OF.items()
    if name not in _NAMES_TOO or word in _MONTH_ONLY
}
_PROPER = {word: SIGN[name] for word, name in CLASS_OF.items() if word not in _COMMON}
"""Months and weekdays that are so only with their capital: "may", "march", "sun"."""
_TAILS = [quote + tail for quote in "'’" for tail in ("s", "ll", "re", "ve", "d", "m")]
_KNOWN = (
    _COMMON
    | {mark: SIGN[name] for mark, name in _MARKS.items()}
    | dict.fromkeys(_TAILS, SIGN["tail"])
    | dict.fromkeys(("\n", "\n\n"), SIGN["newline"])
    | {form: SIGN["day"] for day in range(1, 32) for form in (f"{day}", f"{day:02}")}
    | {f"{year}": SIGN["year"] for year in range(1700, 2200)}
)
"""The sign of each token that tells it by itself, in lower case."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """`signs[i]` is the class of the token `raws[i]`, which stands at `starts[i]`."""

    starts: list[int]
    raws: list[str]
    lows: list[str]
    signs: str

    def __len__(self) -> int:
        return len(self.starts)

    def raw(self, index: int) -> str:
        """The token as it stands; "" outside the text."""
        return self.raws[index] if 0 <= index < len(self.raws) else ""

    def end(self, index: int) -> int:
        return self.starts[index] + len(self.raws[index])

    def low(self, index: int) -> str:
        """The token in lower case; "" outside the text."""
        return self.lows[index] if 0 <= index < len(self.lows) else ""

    def is_(self, index: int, *names: str) -> bool:
        """Whether the token has one of these classes."""
        return 0 <= index < len(self.signs) and _NAME_OF[self.signs[index]] in names

    def glued(self, index: int) -> bool:
        """Whether no space stands between this token and the one before."""
        return 0 < index < len(self.starts) and self.end(index - 1) == self.starts[index]


def tokenise(text: str) -> Tokens:
    """Every token of the text in order; linear in its length."""
    pieces = _CUT.findall(text)
    starts = [*accumulate(map(len, pieces[:-1]), initial=0)] if pieces else []
    if "\n" in text:  # blanks behind a line's end belong to it
        raws = [piece if piece[0] == "\n" else piece.rstrip(" ") for piece in pieces]
    else:
        raws = [*map(str.rstrip, pieces, repeat(" "))]
    lows = [*map(str.lower, raws)]
    signs = [*map(_KNOWN.get, lows, repeat(""))]
    for place in compress(count(), map(not_, signs)):
        raw = raws[place]
        if not raw.isalpha():
            signs[place] = _sign(raw, text, starts[place])
        else:
            signs[place] = _PROPER.get(lows[place], _CAP) if raw[0].isupper() else _OTHER
    if "" in signs:
        starts, raws = [*compress(starts, signs)], [*compress(raws, signs)]
        lows = [*compress(lows, signs)]
    return Tokens(starts, raws, lows, "".join(signs))


def _sign(raw: str, text: str, start: int) -> str:
    """The class of a token that is neither a mark nor mere letters, "" where it is no token."""
    if raw.isascii():
        if raw.isdigit():
            return SIGN["num"]
        if raw.replace(",", "").replace(".", "", 1).isdigit():
            return SIGN["decimal"]
    found = _TOKEN.match(text, start)
    if found is None:
        return ""
    kind = found.lastgroup or ""
    if kind == "word":
        return _CAP if raw[0].isupper() else _OTHER
    return SIGN["decimal" if kind == "number" else kind]


_NAME = re.compile(r"\{(\^?)([a-z0-9'| -]+)\}")


def pattern(source: str) -> re.Pattern[str]:
    """A pattern over signs: `{a|b}` is one token of class a or b, `{^a}` one of any other class.

    White space means nothing; all else is the syntax of `re`.
    """

    def signs(found: re.Match[str]) -> str:
        return f"[{found[1]}{''.join(SIGN[name] for name in found[2].split('|'))}]"

    return re.compile(_NAME.sub(signs, source), re.X)
