"""Two or three whole sentences that carry the gist and the main figures of a briefing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from bot.extraction.facts import small_print_of, talks_to_us
from bot.extraction.facts.weights import of_figure
from bot.extraction.text import Text
from bot.model import Fact, Quantity, Span

SHARE = 0.25
"""Of the body's characters, at most."""
MOST = 3
"""Sentences."""
_FEWEST_WORDS = 5
_CANDIDATES = 11

_POINTS_BACK = re.compile(
    r"[“\"]?(?:it|its|they|their|them|he|she|his|her|this|that|these|those|such|both|neither|either|"
    r"but|and|so|or|yet|however|instead|then|also|still|meanwhile|separately|thus|therefore|moreover|"
    r"furthermore|nevertheless|otherwise|there|here|another|others?|some|most|many|until then|"
    r"since then|by then|as a result|by contrast|for (?:its|their) part|in addition|in turn|"
    r"at the same time|on the other hand|for (?:example|instance)|one(?: of)?|we|i|our|my|"
    r"the (?:company|firm|automaker|carmaker|maker|manufacturer|group|giant|start-?up|two|three|"
    r"pair|partners?|partnership|alliance|unit|venture|deal|plan|agreement|decision|move|"
    r"program(?:me)?|project|"
    r"second|third|other|others|latter|former|same|result|news|rest)\b"
    r"(?! (?:of|at|in) [A-Z]))\b",
    re.I,
)
"""Beginnings that point back to a sentence which the reader of a summary does not see."""

_PRONOUN = re.compile(
    r"(?:[Ii]n|[Oo]n|[Ff]or|[Bb]y|[Aa]t|[Ff]rom|[Ss]ince|[Aa]fter|[Bb]efore|[Uu]ntil|[Ww]ith|[Uu]nder|[Aa]n?|[Ll]ast|[Nn]ext|[Tt]wo|[Tt]hree|[0-9]+)"
    r"(?:[ ](?:(?:at|in|of|near)[ ][A-Z][\w-]{1,20}|(?!that\b|said\b|says\b|who\b)[a-z]{1,16}|"
    r"[0-9][0-9,.]{0,9}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?)){1,6}"
    r",?[ ](?:it|they|he|she)\b",
    re.I,
)
"""A pronoun that is the subject behind an opening phrase: "In May it signed"."""
_OPENERS = frozenset(
    "it its they their them he she his her this that these those such both neither either but and "
    "so or yet however instead then also still meanwhile separately thus therefore moreover "
    "furthermore nevertheless otherwise there here another other others some most many until since "
    "by as for in at on one we i our my the from after before with under a an last next two "
    "three".split()
)
"""The first words of both forms, but for figures: a sentence that opens otherwise is of neither."""
_FIRST = re.compile(r"[“\"]?([A-Za-z]+)\b")
_ENDS = tuple(".!”\"’')]")
_SIGNS = " \t.,;:!?'\"’‘“”()[]–—-/"

# Worth of a sentence, in the same coin as the weights of figures (money is about 3 to 4).
_LEAD = 5.0  # news begins with what happened
_FIRST_PARAGRAPH = 0.6
_SCENERY = 0.4  # of a lead's worth, where it names nobody
_TITLE = 1.5  # a sentence with all the title's words
_NAMED = 0.5  # names anyone itself, so that it stands alone
_TOP = (2.0, 1.5, 1.0, 0.6)  # the leading key facts
_PASSING = 0.7  # of a figure's worth, where the sentence names none of the piece's subjects
_REPEATED = 1.2  # how fast further figures of a sentence lose worth
_COST = 1.7  # what each sentence asks of the reader
_SUBJECTS = (2.0, 2.0, 1.5, 1.5, 1.0)  # whom the piece is about, once each


def pick(text: Text, facts: Sequence[Fact]) -> tuple[Span, ...]:
    """Spans of whole sentences in text order: two or three that together take at most `SHARE` of
    the body, or a single one where no two fit. Empty where no sentence can stand in a summary."""
    scene = _scene(text, facts)
    if not scene.worth:
        return ()
    best = _best(scene)
    with_lead = _groups(text, scene, best, scene.lead)
    chosen = max(with_lead or _groups(text, scene, best, None), key=scene.of_group, default=())
    if not chosen:
        chosen = _single(text, scene, best)
    return tuple(text.sentences[place].span for place in chosen)


class _Scene(NamedTuple):
    """What the choice looks at, by a sentence's place in `Text.sentences`."""

    worth: Mapping[int, float]
    long: Mapping[int, int]
    """The length of each in characters."""
    subjects: Mapping[int, frozenset[str]]
    """The piece's first subjects that a sentence names or stands for."""
    weights: Mapping[str, float]
    lead: int | None
    """The first sentence, where it names somebody: it must be told."""
    back: frozenset[int]
    """Those that begin with a word that points back …"""
    meant: Mapping[int, str]
    """… and the topic for which that word stands, where it is known."""
    named: Mapping[int, frozenset[str]]
    """The topics that a sentence names itself."""

    def of_group(self, group: Sequence[int]) -> float:
        named = frozenset().union(*[self.subjects[n] for n in group])
        return sum([self.worth[n] for n in group]) + sum([self.weights[key] for key in named])


def _best(scene: _Scene) -> list[int]:
    """The most worthy sentences in text order, the lead among them."""
    if len(scene.worth) <= _CANDIDATES:
        return sorted(scene.worth)
    best = sorted(scene.worth, key=lambda item: (-scene.worth[item], item))[:_CANDIDATES]
    if scene.lead is not None and scene.lead not in best:
        best[-1] = scene.lead
    return sorted(best)


def _groups(
    text: Text, scene: _Scene, best: Sequence[int], lead: int | None
) -> list[tuple[int, ...]]:
    """All pairs and threes (with the `lead` before the others) that fit and point back to nothing
    unseen."""
    room = SHARE * (len(text.title) + len(text.body))
    long = scene.long
    # Whoever fits beside neither the lead nor the shortest is in no group: most texts are short.
    beside = min([long[n] for n in best]) if lead is None else long[lead]
    others = [n for n in best if n != lead and beside + long[n] <= room]
    if not others:
        return []
    fixed = () if lead is None else (lead,)
    groups = [
        fixed + rest
        for size in range(2, MOST + 1)
        for rest in combinations(others, size - len(fixed))
    ]
    fitting = [group for group in groups if sum([long[n] for n in group]) <= room]
    return [group for group in fitting if _resolved(text, scene, group)]


def _single(text: Text, scene: _Scene, best: Sequence[int]) -> tuple[int, ...]:
    """The best that stands alone and fits; of a very short body the best that stands alone."""
    room = SHARE * (len(text.title) + len(text.body))
    alone = [n for n in best if _resolved(text, scene, (n,))] or list(best)
    fitting = [n for n in alone if scene.long[n] <= room] or alone
    return (max(fitting, key=lambda n: scene.worth[n]),)


# --- what a sentence is worth --------------------------------------------------------------------


def _scene(text: Text, facts: Sequence[Fact]) -> _Scene:
    weights = dict(zip(text.names.subjects, _SUBJECTS, strict=False))
    told = _told(text, facts)
    figures, names = text.shares.quantities, text.shares.mentions
    title, top = _stems(text.title), _top(facts)
    main, about = frozenset(weights), frozenset(text.names.subjects)
    first = next(iter(told), 0)
    paragraph = text.sentences[first].paragraph if told else 0
    worth, subjects, plain = {}, {}, {}
    for n, words in told.items():
        topics, own = [], []
        for item in names[n]:
            topics.append(item.topic)
            if not item.carried:
                own.append(item.topic)
        subjects[n], plain[n] = main.intersection(topics), frozenset(own)
        named = bool(own)
        passing = _PASSING if about and about.isdisjoint(topics) else 1.0
        if n == first:
            place = _LEAD * (1.0 if named else _SCENERY)
        else:
            place = _FIRST_PARAGRAPH if text.sentences[n].paragraph == paragraph else 0.0
        worth[n] = (
            (passing * _figures_worth(figures[n]) + top.get(n, 0.0) - _COST)
            + ((_NAMED if named else 0.0) + place)
            + _TITLE * _overlap(title, words)
        )
    back = frozenset([n for n, words in told.items() if points_back(words)])
    meant = {n: names[n][0].topic for n in back if names[n] and names[n][0].carried}
    lead = first if told and plain[first] else None
    long = {n: len(words) for n, words in told.items()}
    return _Scene(worth, long, subjects, weights, lead, back, meant, plain)


def _told(text: Text, facts: Sequence[Fact]) -> dict[int, str]:
    """The words of the sentences that can stand in a summary, in text order."""
    small_print = small_print_of(text.body)
    news = {fact.sentence for fact in facts}  # and no talk, or it had no fact
    return {
        n: words
        for (n, _, _, heading), words in zip(text.sentences, text.shares.words, strict=True)
        if not heading
        and words.endswith(_ENDS)
        and len(words.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS
        and (n in news or not talks_to_us(words, small_print))
    }


def _top(facts: Sequence[Fact]) -> dict[int, float]:
    """Sentences (by ordinal) of the leading key facts."""
    found: dict[int, float] = {}
    for fact, weight in zip(facts, _TOP, strict=False):
        found[fact.sentence] = max(weight, found.get(fact.sentence, 0.0))
    return found


def _figures_worth(figures: Sequence[Quantity]) -> float:
    """Here several figures in one sentence count nearly in full: a summary has few sentences."""
    if len(figures) < 2:
        return of_figure(figures[0]) if figures else 0.0
    told = sorted(map(of_figure, figures), reverse=True)
    return sum([weight / (1 + _REPEATED * place) for place, weight in enumerate(told[:4])])


def _stems(words: str) -> frozenset[str]:
    """Words by their first five letters: "delays" and "delayed" are one."""
    plain = [word.strip(_SIGNS) for word in words.casefold().split() if len(word) > 3]
    return frozenset([word[:5] for word in plain if len(word) > 3])


def _overlap(title: frozenset[str], words: str) -> float:
    folded = words.casefold()
    # A stem that stands nowhere in a sentence begins no word of it: most need not be taken apart.
    present = [stem for stem in title if stem in folded]
    if not present:
        return 0.0
    split = folded.split()
    begun = 0
    for stem in present:
        # What is shorter than a stem is none, and need not be told from the others.
        begun += stem in [word.strip(_SIGNS)[:5] for word in split if stem in word]
    return begun / len(title)


# --- what points back ----------------------------------------------------------------------------


def _resolved(text: Text, scene: _Scene, group: Sequence[int]) -> bool:
    """A sentence that points back must follow the one before it in the text, or one shortly before
    that names what it points to."""
    before: int | None = None
    for n in group:
        if n in scene.back and (before is None or not _follows(text, scene, before, n)):
            return False
        before = n
    return True


def _follows(text: Text, scene: _Scene, before: int, n: int) -> bool:
    """An "It" is resolved for a reader where the sentence that they read before names its
    referent, and no other firm that it could mean as well."""
    if before == n - 1:
        return True
    meant = scene.meant.get(n)
    return meant is not None and meant in scene.named[before]


def points_back(words: str) -> bool:
    """Whether a sentence begins with a word that means something told before it."""
    first = words.partition(" ")[0]
    if not (first.isalpha() and first.isascii()):
        found = _FIRST.match(words)
        first = found[1] if found else ""
    if first and first.lower() not in _OPENERS:
        return False
    return bool(_POINTS_BACK.match(words) or _PRONOUN.match(words))
