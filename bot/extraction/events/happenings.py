"""Every dated sentence of a text that tells of one topic: the unabridged timeline.

Events (`events.find`) are what a reader is shown; this is all that can be told of a topic, each
sentence with the days it speaks of. A sentence of news without a date of its own speaks of the
report's day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.extraction import sentences, times
from bot.extraction.clauses import IRREGULAR
from bot.extraction.events.dates import dating
from bot.extraction.letters import small
from bot.extraction.text import Names, Text
from bot.model import Days, Sentence, Span, TimeExpression


@dataclass(frozen=True, slots=True)
class Happening:
    """A sentence that tells of a topic, and one stretch of days it speaks of; `days` None where
    it cannot be dated."""

    span: Span
    days: Days | None


def lay_out(body: str, day: date) -> Text:
    """A body with its sentences and times, without any names: enough for `tell`."""
    return Text(
        title="",
        body=body,
        day=day,
        sentences=_with_headline(body, sentences.split(body)),
        times=times.find(body, day),
        names=Names(),
        quantities=(),
    )


def _with_headline(body: str, split: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """A first line without a full stop is the headline, whatever its words look like."""
    if not split or body[: split[0].span.end].endswith((".", "!", "?", "”", '"')):
        return split
    return (split[0]._replace(heading=True), *split[1:])


def tell(text: Text, topic: str, aliases: Sequence[str] = ()) -> Iterator[Happening]:
    """The happenings of `topic` in text order, by its name, the forms that follow from it, and
    the `aliases` that somebody knows it by."""
    if not topic.strip():
        return
    naming = _pattern([*forms(topic), *aliases, *_forms_of_text(topic, text.body)])
    by_sentence = _by_sentence(text)
    low = small(text.body)
    told_on = _story_day(text, low, by_sentence)
    last = -2
    for sentence in text.sentences:
        if _tells_of(text.body, sentence, topic, naming, follows=last == sentence.ordinal - 1):
            last = sentence.ordinal
            for days in _days(text, low, sentence, by_sentence.get(last, ()), told_on):
                yield Happening(sentence.span, days)


def _tells_of(
    body: str, sentence: Sentence, topic: str, naming: re.Pattern[str], *, follows: bool
) -> bool:
    """Whether a sentence names the topic, or goes on about the person of the one before."""
    if _takes_part(body, sentence, naming, thing=_is_thing(topic)):
        return True
    return follows and _may_be_person(topic) and bool(_PRONOUN.match(body, *sentence.span))


_STANDS_ALONE = re.compile(
    r"['’]s?\s|(?:['’]s?)?(?:[^\w\s]|\s*\Z|\s+(?:[^\w\s]|[A-Z][A-Za-z]*[a-z]\b(?!\d)|CEO\b"
    r"|(?:and|or|but|to|of|in|on|at|by|for|from|with|over|as|that|which|who|whose|while|when|after|"
    r"before|during|will|would|can|could|may|might|should|must|is|are|was|were|has|have|had|did|does|"
    r"also|now|then|still|not|says?|tells?|plans?|wants?|claims?|makes?|sells?|builds?|buys?|owns?|"
    rf"opens?|takes|gives|gets|goes|comes|begins|{IRREGULAR}|\w{{3,}}ed|\w{{3,}}ly|"
    r"\w{3,}ing|chief|president|chairman|boss|executive|spokes\w+)\b))"
)
"""What follows a name that stands for itself; before another noun it only describes that one
("Airbus jets", "the Boeing 787")."""


def _takes_part(body: str, sentence: Sentence, naming: re.Pattern[str], *, thing: bool) -> bool:
    """Whether a sentence names the topic as one that acts or is acted on. A product's name always
    does ("the A380 superjumbo"), and so does the first word of a headline."""
    start, end = sentence.span
    for name in naming.finditer(body, start, end):
        if thing or (sentence.heading and name.start() - start < _NEAR_THE_HEAD):
            return True
        until = min(end, name.end() + 40)
        if name.end() >= end or _STANDS_ALONE.match(body, name.end(), until):
            return True
    return False


_NEAR_THE_HEAD = 8


_PRONOUN = re.compile(r"(?:[A-Z]\w+(?: \w+){0,4}, )?(?:[Hh]e|[Ss]he)\b")


def _may_be_person(topic: str) -> bool:
    return len(words := topic.split()) == 2 and _is_full_name(words)


def _is_thing(topic: str) -> bool:
    """Products bear a number or a small first letter ("A380", "iPod"); firms and people seldom."""
    return topic[:1].islower() or any(_is_model(word) for word in topic.split()[1:] or [topic])


def _by_sentence(text: Text) -> dict[int, list[TimeExpression]]:
    found: dict[int, list[TimeExpression]] = {}
    ordered = iter(text.sentences)
    sentence = next(ordered, None)
    for time in text.times:
        while sentence is not None and sentence.span.end <= time.span.start:
            sentence = next(ordered, None)
        if sentence is not None and sentence.span.start <= time.span.start:
            found.setdefault(sentence.ordinal, []).append(time)
    return found


# --- the forms of a name -------------------------------------------------------------------------

_SUFFIXES = frozenset(
    "inc corp corporation company co ltd limited llc plc ag se sa nv group holdings motor".split()
)
_GENERIC = _SUFFIXES | frozenset(
    "airlines airways air motors technologies industries international store".split()
)
_COMMON = frozenset(
    "general new white united national american international north south east west great first "
    "supreme federal state european british japanese chinese german french".split()
)
"""First words that make a name of what follows: "House" alone is not the White House."""
_COUNTRIES = {"United States": ("US", "U.S.", "American"), "United Kingdom": ("UK", "British")}


def forms(name: str) -> tuple[str, ...]:
    """The forms that a name of a firm, a product or a person takes later in a text: "A380" for
    "Airbus A380", "787" and "Dreamliner" for "Boeing 787 Dreamliner", "Gallois" for "Louis
    Gallois", "USAF" and "Air Force" for "United States Air Force", "GM" for "General Motors"."""
    words = name.split()
    found = [name, *_of_country(name)]
    model = next((i for i, word in enumerate(words) if i and _is_model(word)), None)
    if model is not None:
        found += [" ".join(words[model:]), words[model], *words[model + 1 :][-1:]]
    elif len(words) == 2 and _is_full_name(words):
        found.append(words[-1])
    elif len(words) > 2 and all(word[0].isupper() for word in words):
        found += [" ".join(words[-2:]), _initials(words)]
    return tuple(dict.fromkeys([*found, *_of_firm(words)]))


def _of_firm(words: list[str]) -> Iterator[str]:
    """Without what firms bear at the end ("Ford Motor Company": "Ford"), and its initials."""
    if not words or words[-1].casefold() not in _GENERIC:
        return
    capitals = all(word[0].isupper() for word in words)
    if len(words) == 2 and capitals and words[-1].casefold() not in _SUFFIXES:
        yield _initials(words)
    if len(words) > 2:
        yield " ".join(words[:-1])
    while len(words) > 1 and words[-1].casefold() in _SUFFIXES:
        words = words[:-1]
        yield " ".join(words)


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words)


def _is_full_name(words: list[str]) -> bool:
    return all(map(_is_proper, words)) and words[0].casefold() not in _COMMON


def _is_model(word: str) -> bool:
    return len(word) > 2 and any(letter.isdigit() for letter in word)


def _is_proper(word: str) -> bool:
    return word[:1].isupper() and word.isalpha() and word.casefold() not in _GENERIC


def _of_country(name: str) -> Iterator[str]:
    for country, others in _COUNTRIES.items():
        if name.startswith(country + " "):
            yield from (other + name[len(country) :] for other in others)


_INITIALS = re.compile(
    r"((?:[A-Z][\w-]{1,20} (?:(?:and|of|&) )?){2,7})(?:[A-Z]\.[A-Z]\. )?\(([A-Z]{2,6})\)"
)


def _forms_of_text(name: str, body: str) -> list[str]:
    """What the text itself declares: "Singapore Airlines (SIA)", in either direction."""
    found = []
    for declared in _INITIALS.finditer(body):
        long, short = declared[1].strip(), declared[2]
        if name in (long, short) or long.endswith(name):
            found += [long, short]
    return found


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(names), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?![^\W_s])")


# --- their days ----------------------------------------------------------------------------------

_SAYING = (
    "say|says|said|announced|announces|claims?|claimed|states?|stated|reports?|reported|confirmed|"
    "expects?|plans?|wants?|hopes?|believes?|insists?|warns?|adds?|denies|promises?|agrees?|told"
)
_MAIN = re.compile(
    r"\b(?:(?P<modal>will|would|shall|should|can|could|may|might|must|had|do|does)|"
    r"(?P<have>has|have)|(?P<is>is|are)|(?P<was>was|were)|"
    rf"(?P<said>{_SAYING})|(?P<past>{IRREGULAR}|did|\w{{3,}}ed))\b"
)
_PARTICIPLE = re.compile(
    rf"\s+(?:\w{{2,}}ly |not |also |now |already |never |been |since |recently |just ){{0,3}}"
    rf"(?:\w{{3,}}(?:ed|ing)|been|{IRREGULAR}|done|seen|known|given|taken|shown|written|begun|"
    rf"fallen|grown|risen|drawn|chosen|driven|broken|spoken|hidden|inked)\b"
)
_PAST_WEEK = timedelta(days=7)


def _story_day(text: Text, low: str, by_sentence: dict[int, list[TimeExpression]]) -> Days:
    """The day that a report tells of: the past day that its first sentences name, else its own."""
    for sentence in [one for one in text.sentences if not one.heading][:_LEAD]:
        for time in dating(text, low, sentence, by_sentence.get(sentence.ordinal, ())):
            day = time.days.earliest if time.days else text.day
            if time.days == Days(day, day) and text.day - _PAST_WEEK <= day <= text.day:
                return time.days
    return Days(text.day, text.day)


_LEAD = 3


def _days(
    text: Text, low: str, sentence: Sentence, near: Sequence[TimeExpression], told_on: Days
) -> Iterator[Days | None]:
    found = {time.days for time in dating(text, low, sentence, near) if time.days}
    if found:
        if told_on not in found and _tells_what_was_said(text.body, sentence, near):
            found.add(told_on)
        yield from sorted(found)
    elif sentence.heading or _is_news(sentence.span.of(text.body)):
        yield told_on
    else:
        yield None


_SAID_THAT = re.compile(rf"\b(?:{_SAYING})\b(?: that\b|, [\"“]| (?:it|he|she|they|the|its)\b)")


def _tells_what_was_said(body: str, sentence: Sentence, near: Sequence[TimeExpression]) -> bool:
    """Whether all dates of a sentence stand in what somebody says in it: the saying itself is
    then a happening of its own, on the story's day."""
    said = _SAID_THAT.search(body, *sentence.span)
    return said is not None and all(time.span.start >= said.end() for time in near)


_QUOTED = re.compile(r"[\"“][^\"”]{0,600}[\"”]")


def _is_news(words: str) -> bool:
    """Whether an undated sentence tells what happened, and not what is, was before or will be."""
    bare = _QUOTED.sub(lambda quote: " " * len(quote[0]), words)
    main = _MAIN.search(bare)
    if main is None or main["modal"] or bare.lstrip().startswith(('"', "“")):
        return False
    if main["said"] or main["past"]:
        return True
    return bool(_PARTICIPLE.match(bare, main.end())) and not main["is"]
