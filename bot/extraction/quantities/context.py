"""The words around a figure that tell how exact it is and whether something moved by it."""

from __future__ import annotations

import re

from bot.extraction.quantities.alternation import SPACE, by_initial

_MORE = (
    "more[ ]than", "less[ ]than", "fewer[ ]than", "greater[ ]than", "higher[ ]than",
    "lower[ ]than", "over", "under", "above", "below", "shy[ ]of",
)  # fmt: skip
_QUALIFIERS = by_initial(
    *_MORE,
    *(
        f"{adverb}[ ](?:{'|'.join(_MORE)})"
        for adverb in (
            "well", "slightly", "just", "only", "a[ ](?:little|bit)", "far", "significantly",
        )
    ),
    "at[ ](?:least|most)", "up[ ](?:to|from)", "down[ ](?:to|from)",
    "as[ ](?:many|much|few|little|high|low)[ ]as", "no[ ](?:more|less|fewer)[ ]than",
    "nearly", "almost", "about", "around", "roughly", "approximately", "some", "an[ ]estimated",
    "estimated", "close[ ]to", "only", "just", "virtually", "exactly", "another",
    "a[ ](?:record|further)", "a[ ](?:total|minimum|maximum)[ ]of",
)  # fmt: skip
_QUALIFIER = re.compile(rf"\b(?:{_QUALIFIERS})[ ]\Z", re.I)
_REACH = 26
"""Characters before a figure in which a qualifier stands."""
_ENDINGS = frozenset(
    word[-4:]
    for word in (
        "than from over under above below least most nearly almost about around roughly some just "
        "another approximately estimated only virtually exactly record further"
    ).split()
) | frozenset((
    "y of", "l of", "m of", "p to", "n to", "e to", "y as", "h as", "w as", "e as",
))  # fmt: skip
"""The last four characters of the qualifiers: after all else none is looked for."""

_MOTION = by_initial(
    "rose", "ris(?:e|es|en|ing)", "fell", "fall(?:s|en|ing)?", "grew", "grow(?:s|n|ing|th)?",
    "up(?![ ]to)", "down(?![ ]to)", r"jump\w{0,3}", r"drop\w{0,4}", r"climb\w{0,3}", "slid",
    r"slide\w?", r"slump\w{0,3}", r"increas\w{1,3}", r"decreas\w{1,3}", r"declin\w{1,3}",
    r"gain\w{0,3}", "cut(?:s|ting)?", r"surg\w{1,3}", r"soar\w{0,3}", r"plung\w{1,3}",
    r"tumbl\w{1,3}", r"shr[aiu]nk\w{0,3}", r"dip\w{0,4}", r"slip\w{0,4}", r"lift\w{0,3}",
    r"boost\w{0,3}", r"expand\w{0,3}", r"hike\w?", r"raise\w?", "raising", r"reduc\w{1,4}",
    r"lower\w{0,3}", "sank", r"advanc\w{1,3}", "shed",
)  # fmt: skip
_MOVED_BEFORE = re.compile(rf"\W(?:{_MOTION})\b[^.;:]{{0,32}}\Z", re.I)
"""Begins with what stands before the word: so `re` passes by the letters within words."""
_MOTION_REACH = 48
_MOVED_AFTER = re.compile(
    rf"{SPACE}(?:less|more|fewer|lower|higher|cheaper|larger|smaller|faster|better|worse|longer|"
    r"increase|rise|drop|decline|growth|jump|gain|fall|cut|discount|year|on[ ]the|from)\b"
)


def qualifier(body: str, at: int) -> str:
    """Up to two in a row, as they stand: "up from less than"."""
    start = at
    for _ in range(2):
        if not _may_qualify(body, start):
            break
        found = _QUALIFIER.search(body, max(0, start - _REACH), start)
        if not found:
            break
        start = found.start()
    return body[start:at].strip() if start < at else ""


def _may_qualify(body: str, at: int) -> bool:
    return body[max(0, at - 5) : at - 1].casefold() in _ENDINGS


def moved(body: str, start: int, end: int) -> bool:
    """Whether something rose or fell by the figure `body[start:end]`: a verb of motion shortly
    before it, or a comparison right behind."""
    if _MOVED_AFTER.match(body, end):
        return True
    first = start - _MOTION_REACH - 1
    head = body[first:start] if first >= 0 else " " + body[:start]
    return _MOVED_BEFORE.search(head) is not None


def says_of(body: str, at: int) -> bool:
    return body.startswith(" of ", at)
