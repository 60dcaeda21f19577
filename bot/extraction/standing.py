"""How a happening stands on the report's day: past, planned, delayed or cancelled.

The calendar decides first: what lies behind the report is past, what lies ahead is planned. The
words of moving and of giving up turn a plan into a delayed or cancelled one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.extraction.text import Text
from bot.model import Sentence, Span, Status, TimeExpression

_AHEAD = re.compile(
    r"\b(?:will|shall|would|to be|due|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|aim(?:s|ed|ing)?|"
    r"hopes?|wants?|means? to|intends?|set (?:to|for)|scheduled|slated|should|could|may|might|going "
    r"to|(?:is|are) to|target(?:s|ed|ing)?|on track|promis(?:e[sd]?|ing)|soon|begins?|starts?|opens?"
    r"|comes?|goes|follows?|arrives?|reaches|enters?)\b",
    re.I,
)
_DELAYED = re.compile(
    r"\b(?:push(?:es|ed|ing)? (?:\w+ ){0,6}?back|postpon\w+|delay(?:s|ed|ing)?|slip(?:s|ped|ping)?|"
    r"(?:has|have|had|was|were|been|is|are) (?:been )?moved|moved (?:\w+ ){0,8}?to|rather than|"
    r"instead of|no longer in|later than (?:planned|expected|first|originally)|late for|behind "
    r"schedule|defer\w*|put off|holds? off|not in|now (?:expected|due|planned|set|slated|scheduled|"
    r"begin|begins|start|starts|arrive|arrives|comes?|aims?|targets?))\b",
    re.I,
)
_CANCELLED = re.compile(
    r"\b(?:will (?:not|never)|won['’]t|would not|no longer (?:build|plan|intend|want|fund|make|sell)"
    r"\w*|cancel\w*|call(?:s|ed|ing)? off|scrap(?:s|ped|ping)?|drop(?:s|ped|ping)?|abandon\w*|"
    r"g(?:ives?|ave|iven) up|kill(?:s|ed)|axe[sd]?|pull(?:s|ed) the plug|(?:takes?|took) back|"
    r"walk(?:s|ed)? away|shelv\w+|end(?:s|ed) (?:its|the|their) (?:plan|program|project)\w*)\b",
    re.I,
)
_UNMET = re.compile(
    r"\b(?:was|were) to\b|\b(?:should|would|could|might) have\b|\bhad (?:been )?"
    r"(?:planned|meant|hoped|expected|intended|wanted|scheduled|vowed|sworn|promised)\b",
    re.I,
)
"""A plan told from behind: it did not come to be."""

_OLD_DATE = re.compile(
    r"\b(?:rather than|instead of|no longer (?:in|by|before)|not (?:in|by)|and not (?:in|by)|stuck to|"
    r"moved from|up from|originally (?:in|for|by)?|(?:as )?first (?:planned|promised))"
    r"(?:\s+(?:in|by|for|from|the|until))*\s*\Z",
    re.I,
)
_NOT_BEFORE = re.compile(r"\bnot (?:\w+ ){0,3}?(?:before|until)\b", re.I)


class Cues:
    """What the sentences of a text say about moving and giving up, looked at once."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._moved = {
            item.paragraph for item in text.sentences if _DELAYED.search(item.span.of(text.body))
        }

    def without_old_dates(
        self, sentence: Sentence, dates: Sequence[TimeExpression]
    ) -> list[TimeExpression]:
        """Without the dates that a plan had before it was moved, where the new one is told."""
        body = self._text.body
        kept = [
            time
            for time in dates
            if not _OLD_DATE.search(body[sentence.span.start : time.span.start])
        ]
        return kept or list(dates)

    def moved_nearby(self, sentence: Sentence) -> bool:
        return sentence.paragraph in self._moved


def standing(
    text: Text, sentence: Sentence, clause: Span, time: TimeExpression, cues: Cues
) -> Status:
    """The status of the clause's happening, on the day of the report."""
    assert time.days is not None
    words, whole = clause.of(text.body), sentence.span.of(text.body)
    if time.days.latest < text.day or (time.days.latest == text.day and not _is_ahead(words)):
        return Status.PAST
    if time.days.earliest <= text.day and not _is_ahead(words) and time.relation != "by":
        return Status.PAST
    if _DELAYED.search(words) or (_NOT_BEFORE.search(words) and cues.moved_nearby(sentence)):
        return Status.DELAYED
    if _UNMET.search(words) or _CANCELLED.search(words) or _called_off(whole, clause, sentence):
        return Status.CANCELLED
    return Status.DELAYED if _DELAYED.search(whole) else Status.PLANNED


def _is_ahead(words: str) -> bool:
    return bool(_AHEAD.search(words))


def _called_off(whole: str, clause: Span, sentence: Span | Sentence) -> bool:
    """The sentence gives up what the dated clause had planned: "cancelled the car that it had
    planned for 2027"."""
    return bool(_CANCELLED.search(whole)) and bool(re.search(r"\bplanned\b|\bmeant\b", whole))
