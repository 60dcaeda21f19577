"""Clauses of a sentence, by the joints of English: a stretch with a verb of its own."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from bot.extraction.letters import has_any
from bot.model import Span

_JOINTS = re.compile(
    r"[,;:—\s](?:"  # a set to begin with, so that other letters are passed over fast
    r"(?<=\s)(?:[–—]\s?|\s*(?=(?:but|while|whereas|although|because)\s))"
    r"|(?<=,)\s+(?:(?=(?:and|but|or|so|yet|while|whereas|though|although|which|who|whose|where|when|"
    r"after|before|because|since|as|until|unless)\b)"
    r"|(?!(?:[\w’'.&-]{1,20}\s+){1,5}(?:said|says|reported|reports|told|wrote|writes)\b)"
    r"(?=(?:the|its|their|it|they|he|she|we|[A-Z]\w+)\s+(?:[\w’'-]+\s+){0,4}?"
    r"(?:will|would|has|have|had|is|are|was|were|can|could|should|may|might|must|\w{3,}ed|\w{3,}s)"
    r"\b))"
    r"|(?<=[;:—]))"
)
_JOINT_SIGNS = (",", ";", ":", "—", "–", "but", "while", "whereas", "although", "because")
"""Each of those holds one of these: a sentence without any is looked over fast."""

IRREGULAR = (
    "said|put|cut|cost|lost|won|went|came|began|took|gave|made|built|sold|bought|paid|got|rose|"
    "fell|grew|held|led|left|met|ran|sent|shut|spent|spun|stood|told|hit|set|split|saw|found|"
    "kept|drew|drove|broke|chose|flew|swore|sank|slid|brought|fought|taught|caught|became|"
    "wrote|threw|withdrew|hired|bid|read|let|laid"
)
_VERBS = frozenset(
    (
        "will|would|shall|should|can|could|may|might|must|is|are|was|were|be|been|has|have|had|"
        f"does|do|did|due|{IRREGULAR}|says|goes|comes|begins|takes|gives|makes|gets|runs|go|come|"
        "begin|start|open|take|make|launch|arrive|follow"
    ).split("|")
)
_STRETCH = re.compile(r"[Tt][Oo] \w{3,}|\w+|['’](?i:s|ll|re|ve|d) (?=\w)")
"""A word, with "to" before it; or a verb that is shortened."""

_LEADING = " ,;:–—"
_TRAILING = _LEADING + "\n"
"""What no clause begins or ends with."""
_SHORTEST = 24
_JOINED = 6
"""Stretches without a verb that are joined to a clause at most."""
_REACH = 300
"""Characters around a time expression in which its clause is looked for; no clause is longer,
and a text without a full stop costs no more than one with."""


class Frame:
    """What a sentence is built of, however many dates it has: where its clauses begin but for the
    first, and where its verbs stand. These are looked for once, and no further than asked."""

    def __init__(self, body: str, sentence: Span) -> None:
        self.joints = _joints(body, sentence)
        self._unread = _STRETCH.finditer(body, *sentence)
        self._starts: list[int] = []
        self._ends: list[int] = []

    def has_verb(self, start: int, end: int) -> bool:
        """Whether a whole verb stands between two places."""
        starts = self._starts
        if not starts or starts[-1] < start:
            self._read_to(start)
        place = bisect_left(starts, start)
        return place < len(starts) and self._ends[place] <= end

    def _read_to(self, start: int) -> None:
        for stretch in self._unread:
            if _is_verb(stretch[0]):
                self._starts.append(stretch.start())
                self._ends.append(stretch.end())
                if stretch.start() >= start:
                    break


def _joints(body: str, sentence: Span) -> Sequence[int]:
    if not has_any(sentence.of(body), _JOINT_SIGNS):
        return ()
    return [joint.end() for joint in _JOINTS.finditer(body, *sentence)]


def _is_verb(stretch: str) -> bool:
    """Auxiliaries and common verbs, "to" with its infinitive, and what ends as verbs do."""
    low = stretch.lower()
    if low in _VERBS or " " in stretch:
        return True
    if low.endswith("s"):
        return len(stretch) > 3 and low[-2] != "s"
    return low.endswith("ed") and len(stretch) > 4


def clause_around(body: str, sentence: Span, time: Span, built: Frame) -> Span:
    """The clause of `sentence` that holds `time`: at least a verb and a few words long, else
    joined with what stands before it; without joints, punctuation or white space at its ends.
    `built` is the sentence's frame."""
    window = _window(sentence, time)
    if not built.joints:
        return _trimmed(body, window)
    part = _between_semicolons(body, window, time, built)
    starts = built.joints
    near = starts[bisect_right(starts, part.start) : bisect_right(starts, part.end - 1)]
    cuts = [part.start, *(cut for cut in near if not time.start < cut < time.end)]
    ends = [*cuts[1:], part.end]
    first = last = bisect_right(cuts, time.start) - 1
    for _ in range(_JOINED):
        if _is_whole(body, Span(cuts[first], ends[last]), built):
            break
        if first > 0:
            first -= 1
        elif last + 1 < len(ends):
            last += 1
    return _trimmed(body, Span(cuts[first], ends[last]))


def _window(sentence: Span, time: Span) -> Span:
    if sentence.end - sentence.start <= _REACH:
        return sentence
    return Span(max(sentence.start, time.start - _REACH), min(sentence.end, time.end + _REACH))


def _between_semicolons(body: str, window: Span, time: Span, built: Frame) -> Span:
    """A semicolon parts what could be sentences of their own: no clause reaches over it."""
    start = max(window.start, body.rfind(";", window.start, time.start) + 1)
    end = body.find(";", time.end, window.end)
    part = Span(start, window.end if end < 0 else end)
    return part if built.has_verb(part.start, part.end) else window


def _is_whole(body: str, span: Span, built: Frame) -> bool:
    return len(span.of(body).strip()) >= _SHORTEST and built.has_verb(span.start, span.end)


def _trimmed(body: str, span: Span) -> Span:
    words = span.of(body)
    if words and words[0] not in _LEADING and words[-1] not in _TRAILING:
        return span
    start = span.start + len(words) - len(words.lstrip(_LEADING))
    end = span.end - (len(words) - len(words.rstrip(_TRAILING)))
    return span if (start, end) == span else Span(start, max(start, end))


# --- what a clause tells -------------------------------------------------------------------------

_FINITE = re.compile(
    r"\b(?:will|would|shall|should|can|could|may|might|must|has|have|had|does|did|"
    rf"{IRREGULAR}|\w{{3,}}ed)\b|\b(is|are|was|were)\b"
)
_STATE = re.compile(
    r"(?:is|are|was|were)\s(?:(?:not|also|still|only|just|already|once|then|even)\s)?"
    r"(?:an?|the|no|its|their|his|her|our|who|what|how|where|why|one|another|nothing|part|home)\b"
)
_BEYOND = 30
"""Characters behind its verb that a state may need; it may stand at the clause's end."""


def is_state(low: str, clause: Span) -> bool:
    """Whether a clause says what something is or was ("July was no month for records") and not
    what happened: its first verb is a form of "be" with a noun after it. `low` is the `small`
    body."""
    if not _STATE.search(low, clause.start, clause.end + _BEYOND):
        return False
    first = _FINITE.search(low, clause.start, clause.end)
    return first is not None and bool(first[1]) and bool(_STATE.match(low, first.start()))


_GAP = re.compile(
    r",\s+(?:and\s+|but\s+)?(?=[A-Z][\w&’'.-]{0,30}(?:\s[A-Z&][\w&’'.-]{0,30}){0,3}"
    r"\s(?:on|in|at|by|from|last|next|this)\s)"
)


_INSERTED = re.compile(
    r",\s+(?=(?:\w{3,}ed|built|made|sold|bought|shown|held|set)\s(?:[\w’'-]{1,20}\s){0,5}"
    r"(?:in|on|by|from|at|last|since)\s)"
)
"""A participle set between commas: "Arden, founded in 1998, bought …"."""


def gapped(body: str, clause: Span, time: Span) -> Span:
    """The part of a clause that its date belongs to alone: one whose verb is said before ("Ford
    had settled on Wednesday, Stellantis on Saturday"), or a participle between commas ("Arden,
    founded in 1998, bought …"). Without such parts, the clause itself."""
    start, end = clause
    if body.startswith("wh", start, end) and _RELATIVE.match(body, start, end):
        return _of_relative(body, clause, time)
    if body.find(",", start, end) < 0:
        return clause
    gaps = [gap.end() for gap in _GAP.finditer(body, start, end)]
    gaps = [gap for gap in gaps if not _has_verb(body, gap, _comma(body, gap, end))]
    for insertion in _INSERTED.finditer(body, start, end):
        comma = _comma(body, insertion.end(), end)
        if insertion.end() <= time.start < comma < end:
            return Span(insertion.end(), comma)
    if not gaps:
        return clause
    start = max((gap for gap in gaps if gap <= time.start), default=start)
    return Span(start, min((gap for gap in gaps if gap > time.start), default=end))


def _has_verb(body: str, start: int, end: int) -> bool:
    return any(map(_is_verb, _STRETCH.findall(body, start, end)))


_RELATIVE = re.compile(r"(?:which|who|whose|where)\b")


def _of_relative(body: str, clause: Span, time: Span) -> Span:
    """A relative clause ends with its comma: "which bought it in 2021, sold it on Wednesday"."""
    comma = _comma(body, clause.start, clause.end)
    if comma < time.start:
        return _trimmed(body, Span(comma, clause.end))
    return Span(clause.start, _comma(body, time.end, clause.end))


def _comma(body: str, start: int, end: int) -> int:
    found = body.find(",", start, end)
    return end if found < 0 else found
