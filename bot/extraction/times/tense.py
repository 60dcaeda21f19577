"""Which way a sentence looks from the report's day: back, ahead, or at the present.

Walks from a time expression to the verb it hangs on: leftwards, or rightwards where the expression
opens its clause ("On July 26 it signed"). No grammar beyond that, and never more than some forty
words, so that a text without a full stop costs no more than one with.
"""

from __future__ import annotations

from enum import StrEnum

from bot.extraction.times.tokens import SIGN, Tokens
from bot.extraction.word_sets import word_set


class Tense(StrEnum):
    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    NONE = "none"


PAST, PRESENT, FUTURE, NONE = Tense
"""At hand by themselves: each is asked for at every word of a walk."""

_REACH = 40

_MODALS = word_set(
    "will would shall should may might could can must won't wouldn't shan't shouldn't couldn't "
    "can't cannot"
)
_AHEAD = word_set(
    "due expected expects expect expecting scheduled slated planned plans plan planning set "
    "projected forecast forecasts anticipated anticipates aims aim aiming hopes hope hoping wants "
    "want intends intend tentatively upcoming likely going targets targeting targeted promises "
    "pledges vows seeks prepares preparing poised about bound sees awaits pending ready"
)
_NOUNS_TOO = word_set("forecast forecasts target targets")
_DETERMINERS = word_set("a an the its their his her our this that these those earlier own")
_PAST = word_set(
    "was were had did didn't wasn't weren't hadn't said began begun became broke brought "
    "built bought came chose cut dealt drew drove fell felt fought found flew gave given got gone "
    "went grew grown held kept knew known laid led left lost made meant met paid put ran read rose "
    "risen sank saw seen sold sent set shook shown shut spent spoke spun stood stuck struck swore "
    "sworn took taken taught threw told thought understood withdrew withdrawn won wrote written "
    "wound slid sunk shrank shrunk spread hit swung caught hurt hung split slipped lent beat "
    "outsold outgrew outran outdid overran oversaw withheld overtook undertook "
    "underwent drove driven fallen"
)
_AMBIGUOUS = word_set("cut put set hit spread shut read split hurt beat become")
"""Past forms that look like the base form: past only where nothing says otherwise."""
_NOT_VERBS = word_set(
    "need needs speed feed seed red bed hundred indeed exceed proceed succeed embed breed limited "
    "united unlimited unprecedented so-called used based shed hybrid naked ted fred "
    "wed greed reed alfred combined mixed advanced related "
    ""
)
_PARTICIPLES_AHEAD = word_set(
    "due expected scheduled slated planned set projected anticipated targeted poised bound "
    "likely going ready about"
)
_PRESENT = word_set(
    "begins begin starts start opens open closes close expires expire leaves leave enters enter "
    "arrives arrive comes come goes go reaches reach launches runs returns takes gets follows "
    "lands debuts kicks joins meets retires becomes switches sells hits drops stops ends adds "
    "gives builds makes brings marks hosts holds faces reopens resumes ship ships meet arrive "
    "reach resume reopen become convene convenes run stay stays remain remains keep keeps"
)
_STAYING = word_set("stays stay remains remain keeps keep gets get")
_BE = word_set("is are isn't aren't being am")
_INFINITIVES = word_set(
    "be begin start open close launch come go arrive enter leave reach follow run return take get "
    "land debut kick join meet retire become switch sell build make bring host hold publish report "
    "release deliver expire end finish complete cease vote decide present unveil introduce show "
    "announce resume reopen roll ship spin list stop produce invest hire cut raise hear appear "
    "testify sign appoint step replace receive pay repay issue buy acquire merge vote convene "
    "gather discuss consider file submit respond answer move add drop expand double"
)
_ABBREVIATIONS = word_set(
    "mr mrs ms dr st inc corp co ltd no u s jr sr gen sen rep gov prof vs jan feb mar apr jun jul "
    "aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun a p m e g i d c"
)
_OPENERS = word_set("and but while when that which who where as if because so yet or then")

_DOT, _STOP, _NEWLINE = SIGN["dot"], SIGN["stop"], SIGN["newline"]
_COMMA, _SEMI, _COLON, _DASH = SIGN["comma"], SIGN["semicolon"], SIGN["colon"], SIGN["dash"]
_BREAKS = frozenset((_COMMA, _SEMI, _COLON, _DASH, SIGN["quote"], SIGN["open"], SIGN["mark"]))


def is_end(tokens: Tokens, index: int) -> bool:
    """Whether a sentence ends with this token."""
    sign = tokens.signs[index]
    if sign in (_NEWLINE, _STOP, _SEMI):
        return True
    if sign != _DOT:
        return False
    following = tokens.raw(index + 1)
    if not following or tokens.glued(index + 1):
        return following in ("", '"', "”", "’", "'", ")")
    before = tokens.low(index - 1)
    return following[0] in "\n\"“‘'(" or (
        not following[0].islower() and before not in _ABBREVIATIONS
    )


def tense_at(tokens: Tokens, first: int, last: int, cues: dict[int, Tense] | None = None) -> Tense:
    """The tense of the clause around the tokens `first` to `last` (excluded). `cues` remembers,
    from call to call, what single words of the same text have told."""
    known: dict[int, Tense] = {} if cues is None else cues
    start, back = _backward(tokens, first, known)
    if back is not NONE and not _opens_clause(tokens, start, first):
        return back
    ahead = _forward(tokens, last, known)
    return back if ahead is NONE else ahead


def _opens_clause(tokens: Tokens, start: int, first: int) -> bool:
    """Whether the expression stands before its verb: at the sentence's or a clause's beginning."""
    index = first - 1
    while index >= start and first - index <= 4 and tokens.low(index) in _LIGHT:
        index -= 1
    if index < start:
        return index < 0 or is_end(tokens, index)
    if tokens.signs[index] in (_SEMI, _COLON):
        return True
    low = tokens.low(index)
    return low in _OPENERS and low not in ("and", "or") and index < first - 1


_LIGHT = frozenset((
        "on", "in", "by", "at", "since", "until", "from", "the", "during", "late", "early", "as",
        "of", "just", "only", "but", "and", "for", "before", "after", "then", '"', "“", "last",
        "next", "this", "between", "through", "back", "mid", "-",
))  # fmt: skip


def _backward(tokens: Tokens, first: int, known: dict[int, Tense]) -> tuple[int, Tense]:
    """Where the walk to the left ended, and the tense it met."""
    present = NONE
    index = first
    while index > 0 and first - index < _REACH and not is_end(tokens, index - 1):
        index -= 1
        found = _known_cue(tokens, index, known)
        if found is NONE:
            continue
        if found is not PRESENT or tokens.low(index) not in _BE:
            # "is" alone says little: a verb further left may say more.
            return index, found if present is NONE or found is not PRESENT else present
        present = found
    return index, present


def _forward(tokens: Tokens, last: int, known: dict[int, Tense]) -> Tense:
    present = NONE
    for index in range(last, min(len(tokens), last + _REACH)):
        if is_end(tokens, index):
            break
        found = _known_cue(tokens, index, known)
        if found in (PAST, FUTURE):
            return found
        if found is PRESENT:
            if tokens.low(index) not in _BE:
                return found
            present = found
    return present


def _known_cue(tokens: Tokens, index: int, known: dict[int, Tense]) -> Tense:
    found = known.get(index)
    if found is None:
        found = known[index] = _cue(tokens, index)
    return found


def _cue(tokens: Tokens, index: int) -> Tense:
    low = tokens.low(index)
    if low in _MODALS:
        if low in ("may", "can") and tokens.raw(index)[0].isupper():
            return NONE
        return FUTURE
    if low in ("'ll", "’ll"):
        return FUTURE
    if low == "to":
        return _infinitive(tokens, index)
    if low in _PARTICIPLES_AHEAD:
        return _planned(tokens, index)
    if low in _AHEAD:
        return NONE if _is_noun(tokens, index) else FUTURE
    if low in _PAST or (low.endswith("ed") and len(low) > 4 and low not in _NOT_VERBS):
        return _participle(tokens, index)
    if low in _PRESENT:
        return _present(tokens, index)
    return PRESENT if low in _BE or low in ("has", "have") else NONE


def _is_noun(tokens: Tokens, index: int) -> bool:
    """ "cut its forecast", "the target": a noun looks nowhere by itself."""
    return tokens.low(index) in _NOUNS_TOO and tokens.low(index - 1) in _DETERMINERS


def _infinitive(tokens: Tokens, index: int) -> Tense:
    """ "to be", "to begin": what is to be is ahead, however the sentence began."""
    return FUTURE if tokens.low(index + 1) in _INFINITIVES else NONE


def _planned(tokens: Tokens, index: int) -> Tense:
    low = tokens.low(index)
    after = tokens.low(index + 1)
    if low == "about" and after != "to":
        return NONE
    if low == "set" and after not in ("to", "for", "on", "in"):
        return _participle(tokens, index)
    if low in ("bound", "ready") and after not in ("to", "for", "in", "by"):
        return NONE
    if low == "going" and tokens.low(index - 1) not in ("is", "are", "'s", "'re", "’s", "’re"):
        return NONE
    if low == "planned" and after == "to" and tokens.low(index - 1) in ("had", "have", "has"):
        return PAST
    return FUTURE


def _participle(tokens: Tokens, index: int) -> Tense:
    """What the words before a past form make of it: "be shown" lies ahead, "was shown" behind."""
    low = tokens.low(index)
    before = [tokens.low(i) for i in range(max(0, index - 4), index)]
    if "be" in before[-2:] or "to" in before[-1:]:
        return FUTURE
    if any(word in _MODALS for word in before[-3:]):
        return FUTURE
    if any(word in _BE or word in _STAYING for word in before[-2:]):
        return PRESENT
    if low in _AMBIGUOUS and any(word in ("the", "a", "this", "its") for word in before[-1:]):
        return NONE
    return PAST


def _present(tokens: Tokens, index: int) -> Tense:
    """A verb in the present, unless the words before make it an infinitive or a noun."""
    before = tokens.low(index - 1)
    if before in _MODALS or before == "to":
        return NONE
    if before in ("-", "the", "a", "an", "its", "their", "of", "in", "for", "new", "by", "and's"):
        return NONE
    return PRESENT
