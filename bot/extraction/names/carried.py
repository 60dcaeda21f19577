"""Words that plainly stand for a firm named before: "the company", "it", "the two partners", "the
German manufacturer", and what goes on telling an announcement ("The deal ...").

Rules of English discourse, read sentence by sentence: a pronoun or a definite noun phrase in
subject position takes up the subject of the sentence before; a plural takes up the last pair; a
noun that tells a nationality or a trade takes the latest firm that agrees with the catalogue.
Where two firms would do, the words are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.extraction.companies.catalogue import Catalogue
from bot.extraction.letters import has_any
from bot.extraction.names.phrases import (
    DEFINITE,
    EMPTY_IT,
    IT,
    JOINT,
    KINDS_OF,
    LATE_IT,
    MANY,
    MODIFIES,
    ONE,
    PARTNER,
    PASSING,
    PLURAL_SIGNS,
    PLURAL_VERBS,
    PREPOSITIONS,
    PROCESS,
    RELATIVE,
    STOPS,
    STRONG,
    THEY,
    TRADES,
    TWO_ACT,
    UNIT,
    country_of,
)
from bot.extraction.names.scene import Hit, Scene, is_finite
from bot.extraction.names.words import TRADE_NOUNS, VERBS
from bot.model import TopicKind

_RECENT = 20
"""How many firms back a reader remembers."""


@dataclass(slots=True)
class _State:
    """What the next sentence may take up."""

    subject: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    """Those of the last sentence that told of any: its subject, agents and partners."""
    told: tuple[str, ...] = ()
    """All firms of that sentence."""
    recent: deque[str] = field(default_factory=lambda: deque(maxlen=_RECENT))
    """All firms so far, as far back as a reader remembers, the latest last."""
    main: str = ""
    """The firm that the text is about, as its title or its first sentence tells."""
    single: bool = False
    """Whether the title names one firm: the text tells one story."""


class Carrier(NamedTuple):
    """Where a word stands for firms: a stretch of the folded text."""

    start: int
    end: int
    keys: tuple[str, ...]
    rule: str


def find_carried(
    scene: Scene,
    firms: Sequence[Hit],
    title_subjects: Sequence[str],
    catalogue: Catalogue,
) -> list[tuple[Carrier, int]]:
    """Carriers of `firms` with the index of their sentence. `title_subjects` are the title's."""
    by_line: dict[int, list[Hit]] = {}
    for hit in firms:
        by_line.setdefault(scene.line[hit.first], []).append(hit)
    pair = tuple(title_subjects) if len(title_subjects) == 2 else ()
    state = _State(tuple(title_subjects[:1]), pair, main=(*title_subjects, "")[0])
    state.single = len(title_subjects) == 1
    plural = has_any(scene.text, PLURAL_SIGNS)
    modified = MODIFIES.search(scene.text) is not None
    reader = _Reader(scene, catalogue, state, plural, modified, "'s " in scene.text)
    found: list[tuple[Carrier, int]] = []
    last, paragraph = 0, -1
    for line, (_, span, within, heading) in enumerate(scene.sentences):
        reader.first, last = last, bisect_right(scene.line, line, last)
        reader.hits, reader.text, reader.at = by_line.get(line, []), scene.lines[line], span.start
        reader.fresh, paragraph = within != paragraph, within
        carriers = [] if heading else reader.carriers()
        found += [(one, line) for one in carriers]
        reader.leave(carriers, heading)
    return found


@dataclass(slots=True)
class _Reader:
    """What a text is read with, sentence by sentence: the one it is at, with its firms, and the
    state that the sentences before left."""

    scene: Scene
    catalogue: Catalogue
    state: _State
    plural: bool
    """Whether the whole text has a sign of "the two companies" and its like."""
    modified: bool
    """Whether it has a "-backed", "-based" or their like."""
    owning: bool
    """Whether it has a possessive before a word."""
    first: int = 0
    """The sentence's first word."""
    hits: list[Hit] = field(default_factory=list)
    text: str = ""
    at: int = 0
    """Where the sentence starts in the scene's text."""
    fresh: bool = False
    """Whether the sentence opens a paragraph."""

    def carriers(self) -> list[Carrier]:
        """What stands for a firm here, in text order."""
        found: list[Carrier] = []
        if self.plural:
            found.extend(self._many())
        if self.state.subject == self.state.pair and len(self.state.pair) >= 2:
            found.extend(self._they())
        if "he " in self.text:
            found.extend(self._ones())
        if self.owning and self.hits and len(self.state.subject) == 1:
            has = self.scene.text.startswith
            owners = [hit for hit in self.hits[:3] if has("'s ", hit.end)]
            found.extend(self._units(owners, self.state.subject) if owners else ())
        opening = None if self._firm_opens() else self._opening()
        if opening and not any(
            one.start < opening.end and opening.start < one.end for one in found
        ):
            found.append(opening)
        return sorted(found, key=lambda one: one.start) if len(found) > 1 else found

    def leave(self, carriers: Sequence[Carrier], heading: bool) -> None:
        """Tell the state what this sentence named and carried."""
        if not self.hits and not carriers:
            if heading:
                self.state.subject = self.state.firms = self.state.told = ()
            return
        state = self.state
        if len(self.hits) == 1:
            named: tuple[str, ...] = (self.hits[0].key,)
        else:
            named = tuple(dict.fromkeys([hit.key for hit in self.hits]))
        chain = self._subject() if named else ()
        acting = chain or (named[:1] if heading or not state.subject else ())
        if carriers:
            told = (one.keys for one in carriers if one.rule == "unit" or self._leads(one))
            acting = next(told, ()) or acting
        state.recent.extend(named)
        if len(named) > 1:
            self._remember_pair(chain, named)
        state.main = state.main or (*acting, "")[0]
        if acting == named and not carriers:
            state.firms = state.told = state.subject = acting
        elif acting or named:
            stood_for = [key for one in carriers for key in one.keys]
            others = [hit for hit in self.hits if hit.key not in acting]
            partners = [hit.key for hit in others if self._is_partner(hit)]
            state.firms = tuple(dict.fromkeys([*acting, *partners, *stood_for]))
            state.told = tuple(dict.fromkeys([*acting, *named, *stood_for]))
            state.subject = acting or state.subject

    def _remember_pair(self, chain: Sequence[str], named: Sequence[str]) -> None:
        """Two joined subjects, two that each act, or one that acts with another, make a pair."""
        if len(chain) >= 2:
            self.state.pair = tuple(chain)
        elif len(named) == 2 and chain:
            others = [hit for hit in self.hits if hit.key not in chain]
            if any(self.scene.before(h.first) == "with" or self.scene.acts(h.last) for h in others):
                self.state.pair = tuple(named)

    # --- what the sentence says ------------------------------------------------------------

    def _subject(self) -> tuple[str, ...]:
        """The first firm, with those that "and" or a comma joins to it."""
        able = self._apart_from(PASSING) if self.modified else self.hits
        if not able or (able[0].first != self.first and not self._before_verb(able[0])):
            return ()
        if len(able) == 1:
            return (able[0].key,)
        chain = [able[0]]
        for one, other in pairwise(able):
            between = self.scene.text[one.end : other.start]
            if between == "'s " and len(chain) == 1:
                chain = [other]
            elif between in (" and ", ", ", ", and ", " and the ", "/", " & "):
                chain.append(other)
            else:
                break
        return tuple(dict.fromkeys([hit.key for hit in chain]))

    def _before_verb(self, hit: Hit) -> bool:
        """Whether a firm that opens no sentence stands in the main clause before its verb."""
        words = self.scene.words[self.first : hit.first]
        return words[-1] not in RELATIVE and PLURAL_VERBS.isdisjoint(words)

    def _after(self, hit: Hit, pattern: re.Pattern[str]) -> bool:
        """Whether MODIFIES, or PASSING which is a part of it, goes on the name."""
        return self.modified and pattern.match(self.scene.text, hit.end) is not None

    def _apart_from(self, pattern: re.Pattern[str]) -> Sequence[Hit]:
        """The firms that the pattern does not go on."""
        if not self.modified:
            return self.hits
        return [hit for hit in self.hits if not self._after(hit, pattern)]

    def _is_partner(self, hit: Hit) -> bool:
        return self.scene.before(hit.first) in PARTNER or self._after(hit, MODIFIES)

    def _leads(self, carrier: Carrier) -> bool:
        """Whether a carrier comes before all firms that the sentence names as its own actors."""
        able = self._apart_from(MODIFIES)
        return not able or carrier.start < able[0].start

    def _firm_opens(self) -> bool:
        """Whether a firm is named before the first verb: nothing needs to be carried."""
        if not self.hits:
            return False
        hit = self.hits[0]
        words = self.scene.words[self.first : hit.first] if hit.first > self.first else ()
        return PLURAL_VERBS.isdisjoint(words) and not (self.modified and self._after(hit, PASSING))

    # --- the rules ----------------------------------------------------------------------------

    def _many(self) -> Iterable[Carrier]:
        """ "the two companies", "the partners", "both groups", "the two can build"."""
        text, at = self.text, self.at
        matches = [*MANY.finditer(text)] if has_any(text, PLURAL_SIGNS) else []
        if "he two" in text:
            matches += [match for match in TWO_ACT.finditer(text) if match[1] in PLURAL_VERBS]
        for match in matches[:3]:
            pair = self._pair_before(at + match.start())
            if len(pair) >= 2:
                yield Carrier(at + match.start(), at + match.end(), pair, "pair")

    def _they(self) -> Iterable[Carrier]:
        """ "They", "Their": the last pair, which was the subject of the sentence before."""
        they = THEY.match(self.text)
        if they:
            yield Carrier(self.at + they.start(1), self.at + they.end(1), self.state.pair, "they")

    def _pair_before(self, start: int) -> tuple[str, ...]:
        """The last two firms that this sentence names before, else the pair told before."""
        own = tuple(dict.fromkeys(hit.key for hit in self.hits if hit.end <= start))
        return own[-2:] if len(own) >= 2 else self.state.pair

    def _units(self, owners: Iterable[Hit], subject: tuple[str, ...]) -> Iterable[Carrier]:
        """ "GM's unit agreed": the unit that the sentence before was about."""
        for hit in owners:
            match = UNIT.match(self.scene.text, hit.end)
            if match and hit.key != subject[0]:
                yield Carrier(match.start(1), match.end(1), subject, "unit")

    def _ones(self) -> Iterable[Carrier]:
        """ "the company", "the German manufacturer", "the Stuttgart-based carmaker"."""
        text, at = self.text, self.at
        for match in [*ONE.finditer(text)][:3]:
            start, end = at + match.start(), at + match.end()
            if any(hit.end + 2 == start and self.scene.text[hit.end] == "," for hit in self.hits):
                continue  # an apposition to a name
            if any(hit.start == end + 1 for hit in self.hits):
                continue  # "the start-up Telvane"
            key = self._meant(match, start, end)
            if key:
                capital = any(word[0].isupper() for word in match[1].split())
                yield Carrier(
                    at + match.start(2) if capital else start, end, (key,), "the " + match[2]
                )

    def _meant(self, match: re.Match[str], start: int, end: int) -> str:
        """The first firm that agrees with the words: as a clause's subject the sentence's own or
        the last one, else another than the one that acts."""
        noun, modifiers = match[2], match[1].split()
        inside = {hit.key for hit in self.hits if start < hit.start < end}
        own = {hit.key for hit in self.hits if hit.end <= start}
        acting = [key for key in self._subject() if key in own]
        known = {self.state.main, *self.state.subject, *acting}
        for key in self._candidates(match, acting):
            entry = self.catalogue.entry(key)
            brand = (
                entry and entry.topic.kind is TopicKind.BRAND and noun in ("company", "automaker")
            )
            able = key and key not in inside and (key in known or not brand)
            if able and self._agrees(key, noun, modifiers):
                return key
        return ""

    def _candidates(self, match: re.Match[str], acting: list[str]) -> Iterable[str]:
        state = self.state
        latest = list(reversed([*state.recent, *(hit.key for hit in self.hits[:1])]))
        own = [hit.key for hit in self.hits if hit.end <= self.at + match.start()]
        if not acting and match.start() <= 2:
            lead = [state.main] if self.fresh else []
            return [*lead, *state.subject, state.main, *latest]
        if self._is_subject(match):
            return [*acting, *state.subject, state.main, *latest]
        if len(acting) > 1:
            return [*acting, *latest]
        ruled_out = acting or (state.subject if self._it_leads(match) else ())
        others = [*reversed(own), *([] if match[1] else state.subject), *latest]
        if not ruled_out:
            others = [state.main, *others] if match[1] else [*state.subject, *others]
        return [key for key in others if key not in ruled_out]

    def _is_subject(self, match: re.Match[str]) -> bool:
        """A verb or a possessive follows: the phrase acts in its own clause."""
        before = self.text[: match.start()].split()[-1:]
        if before and before[0] in PREPOSITIONS:
            return False
        after = re.match(r"'s\b| ([a-z]+)", self.text[match.end() : match.end() + 24])
        return after is not None and (not after[1] or is_finite(after[1]))

    def _it_leads(self, match: re.Match[str]) -> bool:
        led = IT.match(self.text)
        return led is not None and led.end() < match.start()

    def _agrees(self, key: str, noun: str, modifiers: Sequence[str]) -> bool:
        """Whether what the catalogue tells of a firm goes with the words; it may tell nothing."""
        entry = self.catalogue.entry(key)
        if entry is None:
            return noun not in TRADES or noun == "supplier"
        kind = entry.topic.kind
        if noun in KINDS_OF and kind not in KINDS_OF[noun]:
            return False
        country = country_of(modifiers)
        if country and entry.country != country and country not in ("EU", "ASIA"):
            return False
        return noun not in TRADES or entry.sector in TRADES[noun]

    def _opening(self) -> Carrier | None:
        """The sentence's opening words, where they take up what the sentence before told."""
        text, at, state = self.text, self.at, self.state
        it = (IT.match(text) or self._late_it(text)) if "It" in text or " it" in text else None
        if it:
            plain = len(state.subject) == 1 and not EMPTY_IT.match(text, it.end(1))
            return Carrier(at + it.start(1), at + it.end(1), state.subject, "it") if plain else None
        definite = DEFINITE.match(text) if state.firms else None
        if definite:
            return self._definite(definite)
        if self.fresh or not 1 <= len(state.subject) <= 2:
            return None
        process = PROCESS.match(text)
        if process:
            return Carrier(at + process.start(1), at + process.end(1), state.subject, "process")
        return None

    def _late_it(self, text: str) -> re.Match[str] | None:
        """ "By the end of the decade it wants": a pronoun after an opening adverbial."""
        match = LATE_IT.match(text)
        if not match or not is_finite(match[2]):
            return None
        before = text[: match.start(1)].split()
        return None if any(word in VERBS for word in before) else match

    def _definite(self, match: re.Match[str]) -> Carrier | None:
        """ "The deal", "The first of the two models": of the firms that told the announcement."""
        words = match[1].split()
        lead = 3 if words[0] in ("Neither", "None") else 1
        stops = (at for at, word in enumerate(words) if at >= lead and word in STOPS)
        cut = next(stops, len(words))
        if cut == lead or words[cut - 1] not in TRADE_NOUNS:
            return None
        if self.fresh and not STRONG.search(" ".join(words[1:])):
            return None
        start = self.at + match.start(1)
        end = start + len(" ".join(words[:cut]))
        keys = self._antecedent(words[cut - 1].endswith(JOINT))
        if not keys or any(hit.start < end and start < hit.end for hit in self.hits):
            return None
        return Carrier(start, end, keys, "definite")

    def _antecedent(self, joint: bool) -> tuple[str, ...]:
        """The firms that an announcement was of: all of a deal's, those that act for a thing."""
        state = self.state
        named = {hit.key for hit in self.hits}
        if self.fresh and state.single:
            firms: tuple[str, ...] = (state.main,)
        else:
            firms = state.told if joint and len(state.told) <= 4 else state.firms
        return tuple([key for key in firms if key not in named][:4])
