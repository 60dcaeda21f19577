"""What a number counts: the head of the noun phrase behind it."""

from __future__ import annotations

import re
from typing import NamedTuple


class Counted(NamedTuple):
    """The counted noun as it stands ("" where none is found), and where its phrase ends."""

    noun: str
    end: int


_WORD = re.compile(r"[+]?[ \u00a0]([^\W_](?:[\w’'&-]{0,28}[^\W_])?)(?!\w|[.,][0-9])")
_OF = re.compile(
    r"[ \u00a0]of(?:[ \u00a0](?:the|its|their|all|these|those|his|her|our|such|them))?(?=[ \u00a0])"
)
_HYPHENED = re.compile(r"-([a-z]{2,24})(?!\w)")
_TWIN = re.compile(r"[ \u00a0](?:and|or)[ \u00a0][^\W\d_][\w’'-]{1,24}")
_MOST_WORDS = 6

_NO_PLURALS = frozenset(
    "as is was has its this does less plus across perhaps always towards afterwards besides yes "
    "thus says us previous various serious famous enormous numerous continuous autonomous gas "
    "overseas years months weeks days hours minutes seconds times percentage-points".split()
)
_PLURALS = frozenset(
    "people men women children staff personnel aircraft police crew feet units headcount series "
    "customers offspring data media".split()
)
_STOPS = frozenset(
    "a an the and or but nor so yet for from with without within to in on at by into onto over "
    "under per off out up down about above below between through during before after since until "
    "than then that which who whom whose when where while because if though although as not no "
    "will would shall should can could may might must do does did is are was were be been being "
    "has have had it they he she we you i its their his her our your this these those there here "
    "each every either neither both also only just even still again ago later earlier last next "
    "said says say went came made took gave got left rose fell grew".split()
)


def counted(body: str, at: int) -> Counted:
    """The first plural noun behind a number (a rule of English: a number above one takes one),
    within a few words and before any word that ends a noun phrase."""
    if body.startswith("-", at):
        hyphened = _HYPHENED.match(body, at)
        return Counted(hyphened[1], hyphened.end()) if hyphened else Counted("", at)
    if of := _OF.match(body, at) if body.startswith("of", at + 1) else None:
        at = of.end()
    name: Counted | None = None
    for _ in range(_MOST_WORDS):
        found = _WORD.match(body, at)
        if not found:
            break
        word, folded = found[1], found[1].casefold()
        if folded in _STOPS and not _joins_adjectives(body, found.end(), folded):
            break
        at = found.end()
        if _is_plural(word, folded):
            if word[0].islower() or word[-2:-1].isupper():
                return Counted(word, at)
            name = Counted(word, at)  # "500 Mercedes vans": a name, unless nothing follows
    return name or Counted("", at)


def past_twin(body: str, at: int) -> int:
    """Where "trucks and SUVs" ends, given the end of "trucks"."""
    twin = _TWIN.match(body, at)
    return twin.end() if twin else at


def _is_plural(word: str, folded: str) -> bool:
    if folded in _PLURALS:
        return True
    if len(folded) < 3 or word[0].isdigit() or folded in _NO_PLURALS or "’" in word or "'" in word:
        return False
    return folded.endswith("s") and not folded.endswith(("ss", "us", "is"))


def _joins_adjectives(body: str, at: int, folded: str) -> bool:
    """The "and" of "gasoline and diesel trucks"."""
    return folded in ("and", "or") and bool(_WORD.match(body, at))
