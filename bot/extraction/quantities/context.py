"""The words around a figure that tell how exact it is and whether something moved by it."""

from __future__ import annotations

import re

_SPACE = r"[ \u00a0\u202f\u2009]"
_QUALIFIER = re.compile(
    r"(?<!\w)(?:(?:(?:well|slightly|just|only|a[ ]little|far|a[ ]bit|significantly)[ ])?"
    r"(?:(?:more|less|fewer|greater|higher|lower)[ ]than|(?:over|under|above|below|shy[ ]of))"
    r"|at[ ]least|at[ ]most|up[ ]to|up[ ]from|down[ ]from|down[ ]to|as[ ](?:many|much|few|little|"
    r"high|low)[ ]as|no[ ](?:more|less|fewer)[ ]than|nearly|almost|about|around|roughly|"
    r"approximately|some|an[ ]estimated|estimated|close[ ]to|only|just|virtually|exactly|another|"
    r"a[ ]record|a[ ]further|a[ ]total[ ]of|a[ ]minimum[ ]of|a[ ]maximum[ ]of)[ ]\Z",
    re.I,
)
_REACH = 26
"""Characters before a figure in which a qualifier stands."""

_MOVED_BEFORE = re.compile(
    r"\b(?:rose|ris(?:e|es|en|ing)|fell|fall(?:s|en|ing)?|grew|grow(?:s|n|ing|th)?|"
    r"up(?![ ]to)|down(?![ ]to)|"
    r"jump\w{0,3}|drop\w{0,4}|climb\w{0,3}|slid|slide\w?|slump\w{0,3}|(?:in|de)creas\w{1,3}|"
    r"declin\w{1,3}|gain\w{0,3}|cut(?:s|ting)?|surg\w{1,3}|soar\w{0,3}|plung\w{1,3}|tumbl\w{1,3}|"
    r"shr[aiu]nk\w{0,3}|dip\w{0,4}|slip\w{0,4}|lift\w{0,3}|boost\w{0,3}|expand\w{0,3}|hike\w?|"
    r"raise\w?|raising|reduc\w{1,4}|lower\w{0,3}|sank|advanc\w{1,3}|shed)\b[^.;:]{0,32}\Z",
    re.I,
)
_MOVED_AFTER = re.compile(
    rf"{_SPACE}(?:less|more|fewer|lower|higher|cheaper|larger|smaller|faster|better|worse|longer|"
    r"increase|rise|drop|decline|growth|jump|gain|fall|cut|discount|year|on[ ]the|from)\b"
)


def qualifier(body: str, at: int) -> str:
    """Up to two in a row, as they stand: "up from less than"."""
    start = at
    for _ in range(2):
        found = _QUALIFIER.search(body, max(0, start - _REACH), start)
        if not found:
            break
        start = found.start()
    return body[start:at].strip()


def moved(body: str, start: int, end: int) -> bool:
    """Whether something rose or fell by the figure `body[start:end]`: a verb of motion shortly
    before it, or a comparison right behind."""
    return bool(
        _MOVED_AFTER.match(body, end) or _MOVED_BEFORE.search(body, max(0, start - 48), start)
    )


def says_of(body: str, at: int) -> bool:
    return body.startswith(" of ", at)
