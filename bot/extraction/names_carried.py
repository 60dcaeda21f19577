"""Words that plainly stand for a firm named before: "the company", "it", "the two partners", "the
German manufacturer", and what goes on telling an announcement ("The deal ...").

Rules of English discourse, read sentence by sentence: a pronoun or a definite noun phrase in
subject position takes up the subject of the sentence before; a plural takes up the last pair; a
noun that tells a nationality or a trade takes the latest firm that agrees with the catalogue.
Where two firms would do, the words are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.extraction.catalogue import Catalogue
from bot.extraction.names_scene import Hit, Scene
from bot.extraction.names_words import ADJECTIVES, VERBS
from bot.model import FIRM_KINDS, TopicKind

_MAKERS = ("Makers and their brands", "Young makers", "Chinese makers")
_TRUCKS = ("Trucks, buses and machines",)
_CELLS = ("Batteries and materials",)
_TRADES: Mapping[str, tuple[str, ...]] = {
    "automaker": (*_MAKERS, *_TRUCKS),
    "carmaker": _MAKERS,
    "truckmaker": _TRUCKS,
    "chipmaker": ("Chips, software and sensors",),
    "supplier": ("Suppliers", "Chips, software and sensors", *_CELLS),
}
"""The sectors of the catalogue that a noun for a firm tells; all other nouns tell none."""
_NOUNS = (
    "company|firm|group|automaker|carmaker|truckmaker|chipmaker|manufacturer|maker|supplier|"
    "start-up|startup|newcomer|retailer|utility|operator|developer|venture|brand|unit|subsidiary"
)
_ONE = re.compile(
    r"\b[Tt]he ((?:(?!same|other|first|second|third|new|next|whole|only|parent|two|of|and|to|in|that)"
    rf"[\w.'-]{{1,24}} ){{0,3}}?)({_NOUNS})(?!\w|-)"
)
_MANY = re.compile(
    r"\b(?:[Tt]he two(?= (?:companies|firms|carmakers|automakers|makers|groups|partners|sides|"
    r"manufacturers|brands|rivals|suppliers)\b)"
    r"(?: \w+)?|[Bb]oth (?:companies|firms|carmakers|automakers|groups|partners|sides|brands)|"
    r"[Tt]he partners|[Nn]either partner|[Tt]he (?:companies|carmakers|automakers))\b"
)
_TWO_ACT = re.compile(r"\b[Tt]he two(?= (\w+))")
_THEY = re.compile(r"\W*(They|Their)\b")
_OPENING = (
    r"\W*(?:(?:However|Meanwhile|Instead|Still|Then|Also|Separately|Finally|And|But|So|Yet|Since|"
    r"When|After|Before|Once|Until|If|Although|Though|Because),? |"
    r"(?:[A-Z][\w'-]*(?: [\w'’-]+){0,7}), )?"
)
_IT = re.compile(_OPENING + r"((?i:it|its))\b")
_LATE_IT = re.compile(r"\W*[A-Z][\w'-]*(?: [\w'’$€£.,%-]+){0,12}? (it)(?= (\w+))")
_EMPTY_IT = re.compile(
    r"(?:'s| is| was| will be| would be| may be| could be| remains| seems| appears)(?: \w+)? "
    r"(?:clear|unclear|likely|unlikely|possible|impossible|hard|easy|difficult|early|true|time|known)"
    r"\b|(?: may| will| would| could)? (?:took|takes?) (?:[\d$€£]|an? |some |more |less |until )"
    r"|(?:'s| is| was) (?:\d|an? |the |not |no |one |Monday|Tuesday|Wednesday|Thursday|Friday)"
)
_DEFINITE = re.compile(
    _OPENING
    + r"((?:[Tt]h(?:e|is|at|ese|ose)|[Bb]oth|Neither of the|None of the)(?: [\w'’#-]+){1,4})"
)
_PROCESS = re.compile(
    r"\W*(Production|Retooling|Construction|Deliveries|Assembly|Orders|Talks|Bids|Rides|Trips|"
    r"Tests|Testing|Prices|Output|Shipments|Work|Ground|Customers|Buyers|Sales|Batteries|Most of|"
    r"Reservations|Preorders|Exports|Pricing|Suppliers|Workers|Layoffs)\b"
)
_STRONG = re.compile(
    r"(?:deal|plan|goal|aim|agreement|program|programme|project|alliance|partnership|contract|"
    r"venture|merger|transaction|investment|first of|second of|other of|last of|first one|two models)"
)
_FOREIGN = frozenset(
    "market industry state government country city world region union unions strike economy "
    "president administration ministry court judge law rule rules tariff tariffs reason question "
    "show month quarter year numbers public weather news war share".split()
)
_STOPS = VERBS | frozenset(
    "of in on at by for from to with as than which who whose when while if and or but".split()
)
_MODIFIES = re.compile(r"-(?:backed|owned|led|funded|controlled|based|branded|built|designed)\b")
_PASSING = re.compile(r"-(?:backed|owned|led|funded|controlled)\b")
_PARTNER = frozenset({"by", "with"})


@dataclass(slots=True)
class _State:
    """What the next sentence may take up."""

    subject: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    """Those of the last sentence that told of any: its subject, agents and partners."""
    recent: list[str] = field(default_factory=list)
    """All firms so far, the latest last."""
    main: str = ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Where a word stands for firms: a stretch of the folded text."""

    start: int
    end: int
    keys: tuple[str, ...]
    rule: str


def find_carried(
    scene: Scene,
    hits: Sequence[Hit],
    title_subjects: Sequence[str],
    catalogue: Catalogue,
) -> list[tuple[Carrier, int]]:
    """Carriers with the index of their sentence. `title_subjects` are the title's firms."""
    by_line: dict[int, list[Hit]] = {}
    for hit in hits:
        if hit.kind in FIRM_KINDS and _may_act(catalogue, hit.key):
            by_line.setdefault(scene.line[hit.first], []).append(hit)
    state = _State(subject=tuple(title_subjects[:1]), main=(*title_subjects, "")[0])
    if len(title_subjects) == 2:
        state.pair = tuple(title_subjects)
    found: list[tuple[Carrier, int]] = []
    for line, sentence in enumerate(scene.sentences):
        reader = _Line(scene, line, by_line.get(line, []), catalogue, state)
        fresh = line == 0 or scene.sentences[line - 1].paragraph != sentence.paragraph
        carriers = [] if sentence.heading else reader.carriers(fresh)
        found.extend((carrier, line) for carrier in carriers)
        reader.leave(carriers, heading=sentence.heading)
    return found


def _may_act(catalogue: Catalogue, key: str) -> bool:
    entry = catalogue.entry(key)
    return entry is None or entry.sector != "Media"


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence as it is read: its firms, and the state that the sentences before left."""

    scene: Scene
    line: int
    hits: list[Hit]
    catalogue: Catalogue
    state: _State

    def carriers(self, fresh: bool) -> list[Carrier]:
        """What stands for a firm here; `fresh`: the sentence opens a paragraph."""
        found = [*self._many(), *self._ones()]
        opening = self._opening(fresh) if not self._firm_opens() else None
        if opening and not any(
            one.start < opening.end and opening.start < one.end for one in found
        ):
            found.append(opening)
        return sorted(found, key=lambda one: one.start)

    def leave(self, carriers: Sequence[Carrier], heading: bool) -> None:
        """Tell the state what this sentence named and carried."""
        state = self.state
        chain = self._subject()
        acting = carriers[0].keys if carriers and self._leads(carriers[0]) else chain
        partners = [hit.key for hit in self.hits if self._is_partner(hit)]
        firms = tuple(dict.fromkeys([*acting, *partners]))
        state.recent.extend(hit.key for hit in self.hits)
        named = tuple(dict.fromkeys(hit.key for hit in self.hits))
        if len(chain) >= 2 or len(named) == 2:
            state.pair = chain if len(chain) >= 2 else named
        if acting:
            state.subject = acting
            state.firms = firms
            state.main = state.main or acting[0]
        elif heading:
            state.subject = state.firms = ()

    # --- what the sentence says ------------------------------------------------------------

    def _text(self) -> str:
        return self.scene.sentence_text(self.line)

    def _at(self) -> int:
        return self.scene.sentences[self.line].span.start

    def _subject(self) -> tuple[str, ...]:
        """The first firm, with those that "and" or a comma joins to it."""
        able = [hit for hit in self.hits if not self._after(hit, _PASSING)]
        if not able:
            return ()
        chain = [able[0]]
        for one, other in pairwise(able):
            between = self.scene.text[one.end : other.start]
            if between == "'s " and len(chain) == 1:
                chain = [other]
            elif between in (" and ", ", ", ", and ", " and the ", "/", " & "):
                chain.append(other)
            else:
                break
        return tuple(dict.fromkeys(hit.key for hit in chain))

    def _after(self, hit: Hit, pattern: re.Pattern[str]) -> bool:
        return pattern.match(self.scene.text, hit.end) is not None

    def _is_partner(self, hit: Hit) -> bool:
        return self.scene.before(hit.first) in _PARTNER or self._after(hit, _MODIFIES)

    def _leads(self, carrier: Carrier) -> bool:
        """Whether a carrier comes before all firms that the sentence names as its own actors."""
        able = [hit for hit in self.hits if not self._after(hit, _MODIFIES)]
        return not able or carrier.start < able[0].start

    def _firm_opens(self) -> bool:
        """Whether a firm is named before the first verb: nothing needs to be carried."""
        for index in range(*self._words_range()):
            if any(hit.first <= index <= hit.last for hit in self.hits[:1]):
                return not self._after(self.hits[0], _PASSING)
            if self.scene.words[index] in VERBS:
                return False
        return False

    def _words_range(self) -> tuple[int, int]:
        from bisect import bisect_left, bisect_right

        return bisect_left(self.scene.line, self.line), bisect_right(self.scene.line, self.line)

    # --- the rules ----------------------------------------------------------------------------

    def _many(self) -> Iterable[Carrier]:
        """ "the two companies", "the partners", "both groups", "the two can build", "They"."""
        if len(self.state.pair) < 2:
            return
        text, at = self._text(), self._at()
        matches = [*_MANY.finditer(text)]
        matches += [match for match in _TWO_ACT.finditer(text) if match[1] in VERBS | {"together"}]
        for match in matches[:3]:
            yield Carrier(at + match.start(), at + match.end(), self.state.pair, "pair")
        they = _THEY.match(text)
        if they and self.state.subject == self.state.pair:
            yield Carrier(at + they.start(1), at + they.end(1), self.state.pair, "they")

    def _ones(self) -> Iterable[Carrier]:
        """ "the company", "the German manufacturer", "the Stuttgart-based carmaker"."""
        text, at = self._text(), self._at()
        for match in [*_ONE.finditer(text)][:3]:
            key = self._meant(match, at)
            if key:
                start = at + match.start()
                start = self._clear_of_names(start, at + match.end())
                yield Carrier(start, at + match.end(), (key,), "the " + match[2])

    def _clear_of_names(self, start: int, end: int) -> int:
        """Where the phrase goes on after a name inside it ("The VW-backed company")."""
        inside = [hit.end for hit in self.hits if start <= hit.start and hit.end <= end]
        return max(inside, default=start - 1) + 1

    def _meant(self, match: re.Match[str], at: int) -> str:
        noun, modifiers = match[2], match[1].split()
        passing = [
            hit.key for hit in self.hits if at + match.start() < hit.start < at + match.end()
        ]
        own = [hit.key for hit in self.hits if hit.end <= at + match.start()]
        chain = [key for key in self._subject() if key in own]
        acts = re.match(r"(?:'s| \w+)", self._text()[match.end() :])
        subjective = bool(acts) and (acts[0] == "'s" or acts[0].strip() in VERBS) if acts else False
        if chain and (subjective or noun != "company"):
            order = [*chain[:1]] if len(chain) == 1 and subjective else []
            pool = [*order, *chain, *reversed(self.state.recent)]
            if noun != "company" and not subjective and len(chain) == 1:
                pool = [key for key in pool if key not in chain]
        elif chain:
            pool = [key for key in reversed(self.state.recent) if key not in chain]
            pool = self.state_first(chain) + pool
        elif match.start() <= 2 or subjective:
            pool = [*self.state.subject[:1], self.state.main, *reversed(self.state.recent)]
        elif self.state.subject[1:]:
            pool = [*self.state.subject]
        else:
            other = [key for key in reversed(self.state.recent) if key not in self.state.subject]
            led = _IT.match(self._text())
            pool = other if led and led.end() < match.start() else [*self.state.subject, *other]
        fitting = [
            key for key in pool if key and key not in passing and self._agrees(key, noun, modifiers)
        ]
        return fitting[0] if fitting else ""

    def state_first(self, chain: Sequence[str]) -> list[str]:
        return [key for key in self.state.subject if key not in chain]

    def _agrees(self, key: str, noun: str, modifiers: Sequence[str]) -> bool:
        """Whether what the catalogue tells of a firm goes with the words; it may tell nothing."""
        entry = self.catalogue.entry(key)
        if entry is None:
            return noun not in _TRADES or noun == "supplier"
        if noun in ("company", "automaker", "supplier") and entry.topic.kind is TopicKind.BRAND:
            return False
        country = next((ADJECTIVES[word] for word in modifiers if word in ADJECTIVES), "")
        if country and entry.country != country and country not in ("EU", "ASIA"):
            return False
        return noun not in _TRADES or entry.sector in _TRADES[noun]

    def _opening(self, fresh: bool) -> Carrier | None:
        """The sentence's opening words, where they take up what the sentence before told."""
        text, at, state = self._text(), self._at(), self.state
        it = _IT.match(text) or self._late_it(text)
        if it:
            plain = len(state.subject) == 1 and not _EMPTY_IT.match(text, it.end(1))
            return Carrier(at + it.start(1), at + it.end(1), state.subject, "it") if plain else None
        definite = _DEFINITE.match(text)
        if definite and state.firms:
            return self._definite(definite, fresh)
        process = _PROCESS.match(text)
        if process and not fresh and state.subject and len(state.subject) <= 2:
            return Carrier(at + process.start(1), at + process.end(1), state.subject, "process")
        return None

    def _late_it(self, text: str) -> re.Match[str] | None:
        """ "By the end of the decade it wants": a pronoun after an opening adverbial."""
        match = _LATE_IT.match(text)
        if not match or match[2] not in VERBS and not match[2].endswith("ed"):
            return None
        before = text[: match.start(1)].split()
        return None if any(word in VERBS for word in before[:-1]) else match

    def _definite(self, match: re.Match[str], fresh: bool) -> Carrier | None:
        """ "The deal", "The first of the two models": of the firms that told the announcement."""
        words = match[1].split()
        phrase = " ".join(words[1:])
        cut = next((at for at, word in enumerate(words) if at and word in _STOPS), len(words))
        head = words[max(1, cut - 1)] if cut > 1 else words[0]
        if head in _FOREIGN or (fresh and not _STRONG.search(phrase)):
            return None
        named = {hit.key for hit in self.hits}
        keys = tuple(key for key in self.state.firms if key not in named)[:3]
        start = self._at() + match.start(1)
        end = start + len(" ".join(words[:cut])) if cut > 1 else self._at() + match.end(1)
        if not keys or any(hit.start < end and start < hit.end for hit in self.hits):
            return None
        return Carrier(start, end, keys, "definite")
