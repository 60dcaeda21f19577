"""How a happening stands on the report's day: past, planned, delayed or cancelled.

The calendar decides first: what lies behind the report is past, what lies ahead is planned. The
words of moving and of giving up turn a plan into a delayed or cancelled one.
"""

from __future__ import annotations

import re

from bot.extraction.letters import has_any
from bot.extraction.text import Text
from bot.extraction.times import Tense, tense_around
from bot.extraction.word_sets import word_set
from bot.model import Sentence, Span, Status, TimeExpression

_AHEAD = word_set(
    "will shall would due expect expects expected expecting plan plans planned planning aim aims "
    "aimed aiming hope hopes hoping want wants intend intends scheduled slated should could may "
    "might target targets targeted targeting promise promised promises promising soon begin begins "
    "start starts open opens come comes goes follow follows arrive arrives reaches enter enters "
    "launch launches end ends close closes leave leaves take takes get gets become becomes move "
    "moves return returns"
)
_AHEAD_PHRASE = re.compile(
    r"\b(?:to be|means? to|set (?:to|for)|going to|(?:is|are) to|on track)\b|['’]ll\b"
)
_IN_A_PHRASE = frozenset(("to", "for", "track", "ll"))
"""Words of which each of those has one."""
_WORD = re.compile(r"\w+")
_WHEN = (
    r"(?=(?:(?:the|its|this|next|last|early|late|mid)[ -])?(?:\d{4}|q[1-4]|h[12]|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|"
    r"fall|winter|first|second|third|fourth|last|end|middle|beginning|year|month|quarter|week|"
    r"current|following|mid)\b)"
)
"""A date follows: a launch moves "to March", but a plant moves "to Ohio"."""

_DELAYED = re.compile(
    r"\b(?:push(?:es|ed|ing)? (?:[\w’'-]+ ){0,8}?back|put(?:s|ting)? (?:[\w’'-]+ ){0,6}?(?:off|"
    r"back)|postpon(?:e[sd]?|ing|ements?)|(?<!no )(?<!without )(?<!despite )delay(?:s|ed|ing)?|"
    r"slip(?:s|ped|ping)?|slid|(?:has|have|had|was|were|been|is|are|being) (?:been )?moved|"
    rf"mov(?:e[sd]?|ing) (?:[\w’'-]+ ){{0,8}}?(?:back|(?:to|from) {_WHEN})|"
    rf"push(?:es|ed|ing)? (?:[\w’'-]+ ){{0,6}}?(?:to|into|until|out) {_WHEN}|"
    r"rather than|instead of|"
    r"no longer (?:in|by|on|before|this|next)|late for|later than|behind schedule|"
    r"defer(?:s|red|ring)?|hold(?:s|ing)? off|held off|held up|not (?:in|by|on|this|next)\b|"
    r"(?:years?|months?|weeks?|quarters?) later than|now (?:not )?(?:only )?(?:expected|due|"
    r"planned|set|slated|scheduled|targeted|begins?|starts?|opens?|arrives?|comes?|aims?|"
    r"targets?|follows?)|(?:will|would|shall|is|are|to) now\b|needs? more time|"
    r"(?:is|are|runs?|running) late)",
)
"""English of moving a date back; "now" with a verb of arriving sets the new date against an old."""

_CANCELLED = re.compile(
    r"\b(?:will (?:not|never)|won['’]t|would not|(?:is|are) not (?:to|going to)|no longer (?:be )?"
    r"(?:buil[dt]|plan|intend|want|fund|ma[dk]e|sell|sold|expect|pursue)\w*|cancel\w*|"
    r"call(?:s|ed|ing)? off|scrap(?:s|ped|ping)?|"
    r"drop(?:s|ped|ping)? (?=(?:the|its|their|all|an?|his|her|plans?)\b)|"
    r"dropped(?= (?:in|on|by)\b)|abandon\w*|g(?:ives?|ave|iven|iving) up|kill(?:s|ed)|axe[sd]?|"
    r"pull(?:s|ed) the plug|(?:takes?|took|taken) back|walk(?:s|ed)? away|shelv(?:e[sd]?|ing)|"
    r"ditch(?:es|ed)?|(?:comes?|came) to nothing|"
    r"end(?:s|ed) (?:its|the|their) (?:plan|program|project)\w*)\b",
)
_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b|\b(?:hardly|unlikely)\b")
_BOUND = re.compile(r"\b(?:before|until|till|earlier than)(?:\s+(?:the|at))?\s*\Z")
_BOUNDS = ("before", "until", "till", "earlier than", "the", "at")
"""What it ends with: all other words need not be searched."""
_UNMET = re.compile(
    r"\b(?:was|were) (?:once |originally |first |still )?(?:to|due|supposed to|meant to)\b"
    r"|\b(?:should|would|could|might) have\b"
    r"|\b(?:had|was|were) (?:been |once |originally |first )?"
    r"(?:planned|meant|hoped|expected|intended|wanted|scheduled|vowed|sworn|promised|slated|aimed|"
    r"targeted|stuck|announced)\b",
)
"""A plan told from behind: it did not come to be."""


_REACH = 300
_PAST, _PLANNED = Status.PAST, Status.PLANNED


def standing(
    text: Text, low: str, sentence: Sentence, clause: Span, time: TimeExpression, alone: bool
) -> Status:
    """The status of a dated clause's happening on the day of the report. `low` is the `small`
    body; `alone`: no other date stands in its sentence, so that all of it speaks of this one."""
    assert time.days is not None
    if time.days.latest < text.day:
        return _PAST
    words = clause.of(text.body).lower()
    begun = time.days.earliest <= text.day
    if begun and not (
        _is_ahead(text, sentence, time, words) or _given_up(text, low, sentence, time)
    ):
        return _PAST
    return _of_plan(text, low, sentence, words, time, alone)


def _is_ahead(text: Text, sentence: Sentence, time: TimeExpression, words: str) -> bool:
    """Of days that hold the report's own: whether the clause looks ahead from it. "said today
    that it will": the saying bears the date, and is done."""
    if time.relation == "by":
        return True
    return looks_ahead(words) and _tense(text, sentence, time) is not Tense.PAST


def looks_ahead(words: str) -> bool:
    """Whether words, small ones, tell of what is to come."""
    said = _WORD.findall(words)
    if not _AHEAD.isdisjoint(said):
        return True
    return not _IN_A_PHRASE.isdisjoint(said) and bool(_AHEAD_PHRASE.search(words))


def _tense(text: Text, sentence: Sentence, time: TimeExpression) -> Tense:
    """The tense around a date, looked for in its sentence only."""
    start = max(sentence.span.start, time.span.start - _REACH)
    near = text.body[start : min(sentence.span.end, time.span.end + _REACH)]
    return tense_around(near, Span(time.span.start - start, time.span.end - start))


def _of_plan(
    text: Text, low: str, sentence: Sentence, words: str, time: TimeExpression, alone: bool
) -> Status:
    start = max(sentence.span.start, time.span.start - _REACH)
    whole = text.body[start : min(sentence.span.end, time.span.end + _REACH)].lower()
    if _not_before(low[start : time.span.start]):
        return Status.DELAYED if moves(_around(text, sentence)) else _PLANNED
    may_move = _may_move(whole)  # and `words` stand in it
    if may_move and _DELAYED.search(words):
        return Status.DELAYED
    if _is_unmet(words) or _gives_up(whole, words):
        return Status.CANCELLED
    return Status.DELAYED if alone and may_move and _DELAYED.search(whole) else _PLANNED


def _not_before(before: str) -> bool:
    """Whether the words, small ones, set a date for a bound that is denied: "not until May"."""
    return (
        before.rstrip().endswith(_BOUNDS)
        and bool(_BOUND.search(before))
        and bool(_NOT.search(before))
    )


_PROMISED = re.compile(
    r"\b(?:promised|planned|meant|due|scheduled|expected|slated|set)"
    r"(?: (?:for|in|by|to|on|until|during|later)){0,3}\s*\Z"
)


def _given_up(text: Text, low: str, sentence: Sentence, time: TimeExpression) -> bool:
    """Of a period not yet over: what was promised for it, and is given up, will not come."""
    start = max(sentence.span.start, time.span.start - _REACH)
    if not _PROMISED.search(low[start : time.span.start]):
        return False
    after = text.body[time.span.end : min(sentence.span.end, time.span.end + _REACH)]
    return cancels((text.body[start : time.span.start] + after).lower())


_MEANT = re.compile(
    r"\b(?:(?:was|were) (?:once |originally |first )?(?:to|due|supposed to|meant to)|"
    r"(?:should|would) have|had (?:been |once |originally )?"
    r"(?:planned|meant|hoped|expected|intended|wanted|scheduled|slated|aimed))\b[^.;:,]{0,60}\Z"
)


def was_only_meant(body: str, clause: Span, time: Span | None) -> bool:
    """Whether the words before a date that is over tell a plan only."""
    if time is None:
        return False
    words = body[clause.start : time.start].lower()
    return _looks_behind(words) and bool(_MEANT.search(words))


def _is_unmet(words: str) -> bool:
    return _looks_behind(words) and bool(_UNMET.search(words))


def _looks_behind(words: str) -> bool:
    """Whether words, small ones, have a verb that a plan is told with from behind."""
    return "was " in words or "were " in words or "had " in words or " have" in words


def moves(words: str) -> bool:
    """Whether the words tell that a date was moved back."""
    low = words.lower()
    return _may_move(low) and bool(_DELAYED.search(low))


def _may_move(words: str) -> bool:
    """Whether words, small ones, have a piece without which none are `_DELAYED`: most have not."""
    return has_any(words, _MOVING)


_MOVING = (
    "push", "put", "postpon", "delay", "slip", "slid", "mov", "rather than", "instead of",
    "no longer", "late", "behind schedule", "defer", "hold", "held", "not ", "now", "more time",
)  # fmt: skip
_CANCELLING = (
    "not", "never", "won", "no longer", "cancel", " off", "scrap", "drop", "abandon", " up",
    "kill", "axe", "plug", " back", " away", "shelv", "ditch", "ends ", "ended ",
)  # fmt: skip


def cancels(words: str) -> bool:
    """Whether words, small ones, tell of giving up: most have none of the pieces for it."""
    return has_any(words, _CANCELLING) and bool(_CANCELLED.search(words))


_PLAN = re.compile(r"\b(?:planned|meant|due|promised)\b")


def _gives_up(whole: str, words: str) -> bool:
    """Whether the dated clause gives up, or the sentence what that clause had planned:
    "cancelled the car that it had planned for 2027"."""
    return cancels(whole) and (cancels(words) or bool(_PLAN.search(words)))


def _around(text: Text, sentence: Sentence) -> str:
    """The sentence and the two before it in its paragraph."""
    first = sentence
    for ordinal in range(sentence.ordinal - 1, max(-1, sentence.ordinal - 5), -1):
        if text.sentences[ordinal].paragraph != sentence.paragraph:
            break
        first = text.sentences[ordinal]
    return text.body[first.span.start : sentence.span.end]
