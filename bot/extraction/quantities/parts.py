"""Parts of a whole and multiples told in words: "a third of", "one in five", "twice as many"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.extraction.letters import small
from bot.extraction.quantities.alternation import SPACE, SPACES, forms, one_of
from bot.extraction.quantities.context import moved, qualifier, says_of
from bot.extraction.quantities.leads import Lead
from bot.extraction.quantities.nouns import counted
from bot.extraction.quantities.units import MULTIPLES, ONES, PARTS
from bot.model import Quantity, Span

_FEW = frozenset("a an one two three four five six seven eight nine".split())
_COUNT = one_of(ONES)
_PART = re.compile(
    rf"(?<![\w-])(?:(?P<count>{one_of(_FEW)})[ -])?"
    rf"(?P<part>{one_of(PARTS)})(?P<many>s?)(?![\w-])",
    re.I,
)
_PART_OF = re.compile(
    rf"{SPACE}(?:of|less|more|fewer|larger|smaller|cheaper|lower|higher|faster|as|that|what|the|its|"
    r"their|his|her|each|apiece|in|by|from|over|to)\b|[.,;:)]|\Z"
)
_ORDINAL_BEFORE = re.compile(
    r"\b(?:first|second|third|fourth|other|last|latter|next|this|that|the|final|fiscal|each|every|"
    r"per)[ ]\Z",
    re.I,
)
_OUT_OF = re.compile(
    rf"(?<![\w-])(?P<some>{_COUNT}|[0-9]{{1,3}})[ ](?:in|out[ ]of|in[ ]every)[ ]"
    rf"(?P<all>(?:{_COUNT})|[0-9]{{1,4}})(?![\w.,%-])",
    re.I,
)
_MULTIPLE = re.compile(
    rf"(?<![\w-])(?:(?P<word>{one_of(MULTIPLES)})|(?P<count>{_COUNT}|[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?)"
    rf"(?:{SPACE}times|-fold|x)(?={SPACE}(?:as|more|the|its|their|that|what|larger|bigger|higher|"
    r"faster|cheaper|over)\b|[.,;]))(?![\w-])",
    re.I,
)
_RATIO_NEXT = frozenset(f" {letter}" for letter in forms("i") + forms("o"))
_TIMES_NEXT = frozenset((*"-.xX", *SPACES))
_DOUBLE_OF = re.compile(rf"{SPACE}(?:the|that|its|their|what|as|to|in|by|from)\b|[.,;]")


def parts(body: str, leads: Sequence[Lead]) -> Iterator[Quantity]:
    """ "a third of the money", "a fifth less", "two-thirds", "one in five"."""
    for at, word in leads:
        part = _PART.match(body, at) if word in PARTS or word in _FEW else None
        if part and _is_part(body, part):
            count = small(part["count"] or "a")
            share = (1.0 if count in ("a", "an") else ONES[count]) * PARTS[small(part["part"])]
            if 0 < share < 1:
                yield _share_of(body, part, share)
        if ratio := _OUT_OF.match(body, at) if _may_be_ratio(body, at, word) else None:
            some, every = _number_of(ratio["some"]), _number_of(ratio["all"])
            if 0 < some < every <= 1000 and every >= 3:
                yield _share_of(body, ratio, some / every)


def _is_number(word: str) -> bool:
    return word in ONES or word < ":"


def _may_be_ratio(body: str, at: int, word: str) -> bool:
    """Whether a number stands there, and behind it " in" or " out", or what begins so."""
    end = at + len(word)
    return body[end : end + 2] in _RATIO_NEXT and _is_number(word)


def _is_part(body: str, match: re.Match[str]) -> bool:
    """A fraction of something; no half-year, no quarter, and no "third plant"."""
    is_half = small(match["part"]) == "half"
    if not match["count"] and not is_half:
        return False
    if (match["many"] or small(match["part"]) == "halves") and match["count"] in ("a", "an"):
        return False
    if not _PART_OF.match(body, match.end()):
        return False
    head = body[max(0, match.start() - 12) : match.start()]
    return not _ORDINAL_BEFORE.search(head)


def _number_of(text: str) -> float:
    return ONES.get(small(text), 0.0) if text[0].isalpha() else float(text)


def _share_of(body: str, match: re.Match[str], share: float) -> Quantity:
    return Quantity(
        span=Span(match.start(), match.end()),
        kind="change" if moved(body, match.start(), match.end()) else "share",
        value=share,
        unit="share",
        qualifier=qualifier(body, match.start()),
        counted=counted(body, match.end()).noun if says_of(body, match.end()) else "",
        rule="part",
    )


def multiples(body: str, leads: Sequence[Lead]) -> Iterator[Quantity]:
    """ "twice as many", "doubled", "three times the range"."""
    for at, lead in leads:
        match = _MULTIPLE.match(body, at) if _may_multiply(body, at, lead) else None
        if not match:
            continue
        word = small(match["word"] or "")
        if word in ("double", "triple", "quadruple") and not _DOUBLE_OF.match(body, match.end()):
            continue
        yield Quantity(
            span=Span(match.start(), match.end()),
            kind="multiple",
            value=MULTIPLES[word] if word else _number_of(match["count"]),
            unit="times",
            qualifier=qualifier(body, match.start()),
            rule="multiple",
        )


def _may_multiply(body: str, at: int, word: str) -> bool:
    """Whether a multiple stands there, or a number and behind it "x", "-fold", " times", its
    decimals, or what begins so."""
    if word in MULTIPLES:
        return True
    end = at + len(word)
    if body[end : end + 1] not in _TIMES_NEXT or not _is_number(word):
        return False
    return body[end] not in SPACES or body[end + 1 : end + 2] in ("t", "T")
