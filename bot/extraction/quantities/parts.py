"""Parts of a whole and multiples told in words: "a third of", "one in five", "twice as many"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.extraction.quantities.context import moved, qualifier, says_of
from bot.extraction.quantities.nouns import counted
from bot.extraction.quantities.units import MULTIPLES, ONES, PARTS
from bot.model import Quantity, Span

_SPACE = r"[ \u00a0\u202f\u2009]"


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _matches(rule: re.Pattern[str], body: str, leads: Sequence[int]) -> Iterator[re.Match[str]]:
    return (found for at in leads if (found := rule.match(body, at)))


_COUNT = _any([*ONES])
_PART = re.compile(
    rf"(?<![\w-])(?:(?P<count>an?|one|two|three|four|five|six|seven|eight|nine)[ -])?"
    rf"(?P<part>{_any([*PARTS])})(?P<many>s?)(?![\w-])",
    re.I,
)
_PART_OF = re.compile(
    rf"{_SPACE}(?:of|less|more|fewer|larger|smaller|cheaper|lower|higher|faster|as|that|what|the|its|"
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
    rf"(?<![\w-])(?:(?P<word>{_any([*MULTIPLES])})|(?P<count>{_COUNT}|[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?)"
    rf"(?:{_SPACE}times|-fold|x)(?={_SPACE}(?:as|more|the|its|their|that|what|larger|bigger|higher|"
    r"faster|cheaper|over)\b|[.,;]))(?![\w-])",
    re.I,
)
_DOUBLE_OF = re.compile(rf"{_SPACE}(?:the|that|its|their|what|as|to|in|by|from)\b|[.,;]")


def parts(body: str, leads: Sequence[int]) -> Iterator[Quantity]:
    """ "a third of the money", "a fifth less", "two-thirds", "one in five"."""
    for match in _matches(_PART, body, leads):
        if not _is_part(body, match):
            continue
        count = (match["count"] or "a").casefold()
        share = (1.0 if count in ("a", "an") else ONES[count]) * PARTS[match["part"].casefold()]
        if 0 < share < 1:
            yield _share_of(body, match, share)
    for match in _matches(_OUT_OF, body, leads):
        some, every = _number_of(match["some"]), _number_of(match["all"])
        if 0 < some < every <= 1000 and every >= 3:
            yield _share_of(body, match, some / every)


def _is_part(body: str, match: re.Match[str]) -> bool:
    """A fraction of something; no half-year, no quarter, and no "third plant"."""
    is_half = match["part"].casefold() == "half"
    if not match["count"] and not is_half:
        return False
    if (match["many"] or match["part"].casefold() == "halves") and match["count"] in ("a", "an"):
        return False
    if not _PART_OF.match(body, match.end()):
        return False
    head = body[max(0, match.start() - 12) : match.start()]
    return not _ORDINAL_BEFORE.search(head)


def _number_of(text: str) -> float:
    return ONES.get(text.casefold(), 0.0) if text[0].isalpha() else float(text)


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


def multiples(body: str, leads: Sequence[int]) -> Iterator[Quantity]:
    """ "twice as many", "doubled", "three times the range"."""
    for match in _matches(_MULTIPLE, body, leads):
        word = (match["word"] or "").casefold()
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
