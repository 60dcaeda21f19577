"""Firms that no list has, told by what stands around their names: a legal form or a firm's last
word, a role ("the start-up X"), an apposition ("X, a supplier from ..."), a ticker, a takeover.

A rule fires on the trade's usual ways to bring in an unknown firm; a capital word alone is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress, count

from bot.extraction.companies.catalogue import Catalogue, search_key_of, slug_of
from bot.extraction.names.runs import Run, cover
from bot.extraction.names.scene import WORD, Hit, Scene
from bot.extraction.names.words import (
    COMMON_ROLES,
    FIRM_HEADS,
    FIRST_NAMES,
    OTHER_HEADS,
    PERSON_ROLES,
    PLACE_NOUNS,
    PLACES,
    PLAIN,
    ROLE_NOUNS,
    SAME_HEADS,
    SUFFIXES,
)
from bot.extraction.word_sets import word_set
from bot.model import FIRM_KINDS, Topic, TopicKind

_ROLE = "|".join(sorted(ROLE_NOUNS | {"joint venture"}, key=len, reverse=True))
_APPOSITION = re.compile(
    r",? (?:a|an|the|its|another|itself an?) (?:(?!of |in |for |from |where |that |which )"
    rf"[\w'.-]{{1,20}} ){{0,5}}?(?:{_ROLE})"
    r"(?=[,.;:)]| (?:from|of|in|that|which|based|with|for|and|whose|backed|owned|founded|near"
    r"|outside|behind|to)\b)"
)
_TOLD_BEFORE = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Aa]nother|[Ii]ts|[Tt]heir|one|\w{1,20}'s) (?:[\w-]{1,20} ){0,3}?"
    rf"(?:{'|'.join(sorted(ROLE_NOUNS - {'group', 'owner', 'partner', 'dealer', 'giant'}))}), $"
)
_TICKER = re.compile(r"\.? \((?:[A-Z][A-Za-z]{1,9}): ?[A-Z0-9.]{1,8}\)")
_INITIALS = re.compile(r"\.? \(([A-Z][A-Za-z&]{1,6})\)")
_DEALS = (
    *("bought", "buys", "buy", "buying", "acquire", "acquires", "acquired", "acquiring"),
    *("took over", "takes over", "take over", "spun off", "spins off", "spin off"),
    *("merge with", "merges with", "merged with", "merging with", "takeover of", "purchase of"),
    *("stake in", "shares in", "invest in", "invests in", "invested in"),
    *("venture with", "partnership with", "alliance with", "merger with", "together with"),
    *("teamed up with", "supply contract with", "supply deal with", "supply agreement with"),
    *("owned by", "controlled by", "backed by", "funded by", "founded by", "supplied by"),
    *("made by", "cells from", "batteries from", "chips from", "software from"),
    *("subsidiary of", "unit of", "owner of", "maker of the", "parent of"),
)
_TAKEOVER = re.compile(rf"(?i)\b(?:{'|'.join(_DEALS)}) $")
_DEAL_ENDS = frozenset(" ".join(deal.split()[-2:]) for deal in _DEALS)
"""The last words of a deal: where they do not stand, no pattern needs to look."""
_MONEY = re.compile(
    r"(?:\b(?:paid|pays|pay|paying)\b[^.;\n]{0,80} to "
    r"|\b(?:raise[sd]?|raising|invested|borrowed)\b[^.;\n]{0,80} (?:from|led by|by) )$"
)
_PAYING = word_set("paid pays pay paying raise raises raised raising invested borrowed")
_PAYEES = frozenset({"to", "from", "by"})
_AFTER_BARE = re.compile(
    r"(?:[,.;:!?)]|$|\n| (?:in|for|from|when|and|to|at|on|of|last|this|is|was|has|had|will|would|"
    r"said|says|with|by|as|after|before|but|or|while|which|that|until|since|earlier|over)\b|'s\b)"
)
_SUPPLY = re.compile(
    r"(?: (?:also|still|now|already|alone))? (?:builds|built|makes|made|supplies|supplied|delivers|"
    r"delivered|produces|produced|recalled|recalls|unveiled|unveils|launched|launches|employs|"
    r"raised|raises|sells|sold|develops|developed|operates|manufactures|filed for bankruptcy)\b"
)
_JOINTS = (", ", " and ", ", and ")
_CAMEL = re.compile(r"(?!Mac|Mc|De|La|Le|Di|Du|Van|Fitz)[A-Z][a-z]+[A-Z]\w*$")
_HEADS = FIRM_HEADS | SAME_HEADS
_NO_FIRM_STARTS = FIRST_NAMES | PERSON_ROLES
_NO_FIRM_ENDS = PLACE_NOUNS | OTHER_HEADS
_ROLES = ROLE_NOUNS - COMMON_ROLES
_NAMELESS = PLAIN | PLACES
_COMPANY = TopicKind.COMPANY
_KINDS = {"venture": TopicKind.VENTURE, "brand": TopicKind.BRAND}
_KINDS_BY_RULE = {"role " + role: kind for role, kind in _KINDS.items()}


@dataclass(slots=True)
class Opened:
    """Hits of names that only this text has told, and their topics by key."""

    hits: list[Hit] = field(default_factory=list)
    topics: dict[str, Topic] = field(default_factory=dict)
    forms: dict[str, dict[str, tuple[list[str], str]]] = field(default_factory=dict)
    """By its first word each form that a text may go on with: its words, and the key."""

    def remember(self, forms: Iterable[list[str]], key: str) -> None:
        """A text may go on with these words; what two firms are called so, the first is."""
        for words in forms:
            self.forms.setdefault(words[0], {}).setdefault(" ".join(words), (words, key))


def find_open(
    scene: Scene,
    listed: Sequence[Hit],
    free: Sequence[Run],
    covered: bytearray,
    catalogue: Catalogue,
) -> Opened:
    """Firms that no list has, among the runs that are `free`, with all later short forms. Their
    words are `covered` from then on."""
    firms = [hit for hit in listed if hit.kind in FIRM_KINDS]
    ends, starts = {hit.end for hit in firms}, {hit.start for hit in firms}
    opened = Opened()
    for run in free:
        words = run.words
        legal = not SUFFIXES.isdisjoint(words)
        follows = run.start - 1 in ends and scene.gaps[run.first] == " "
        if follows or (legal and SUFFIXES.issuperset(words)):
            continue  # the rest of a listed firm's long name
        named = _by_form(scene, run, legal) if legal or words[-1] in _HEADS else None
        named = named or _by_context(scene, run, ends, starts)
        if named:
            _add(scene, opened, catalogue, *named)
    cover(covered, opened.hits)
    opened.hits.extend(find_again(scene, covered, opened))
    opened.hits.sort()
    return opened


def _by_form(scene: Scene, run: Run, legal: bool) -> tuple[Run, str] | None:
    """A run that ends in a firm's last word, or has a `legal` form among its words."""
    words = run.words
    if len(words) < 2:
        return None
    end, rule = _legal_form(words) if legal else 0, "suffix"
    if not end:
        if words[-1] not in _HEADS or _is_post(scene, run):
            return None
        end, rule = len(words) - 1, "head"
    start = _strip(words, end)
    if start >= end or (rule == "head" and _NAMELESS.issuperset(words[start:end])):
        return None
    if start == 0 and end + 1 == len(words):
        return run, rule
    return Run.of(scene, run.first + start, run.first + end), rule


def _legal_form(words: Sequence[str]) -> int:
    """The place of the first legal form behind a name, 0 where there is none."""
    return next((at for at, word in enumerate(words) if at and word in SUFFIXES), 0)


def _is_post(scene: Scene, run: Run) -> bool:
    """ "Vice President of Market Research": a department, no firm."""
    return scene.before(run.first) == "of" and scene.before(run.first - 1)[:1].isupper()


def _strip(words: Sequence[str], end: int) -> int:
    """How many words to leave out in front: an opening word that names nothing, a nationality."""
    start = 0
    while start < end and (words[start] in PLAIN or len(words[start]) == 1):
        start += 1
    return start


def _by_context(scene: Scene, run: Run, ends: set[int], starts: set[int]) -> tuple[Run, str] | None:
    """A run of one to three words whose neighbours say that it is a firm."""
    if not _may_be_firm(scene, run):
        return None
    rule = _role_before(scene, run) or _told_after(scene, run) or _dealt_with(scene, run)
    if rule:
        return run, rule
    return (run, "list") if ends and _in_list(scene, run, ends, starts) else None


def _may_be_firm(scene: Scene, run: Run) -> bool:
    words = run.words
    first, last = words[0], words[-1]
    if len(words) > 3 or len(first) == 1 or first in _NO_FIRM_STARTS or last in _NO_FIRM_ENDS:
        return False
    if not PLAIN.isdisjoint(words) or scene.text[run.start : run.end] in PLACES:
        return False
    return len(last) > 3 or not any(map(str.isdigit, last))


def _role_before(scene: Scene, run: Run) -> str:
    """ "the start-up X", "parent X", "their venture X"."""
    before = scene.before(run.first).lower()
    if before == "up" and scene.text.endswith("-up ", 0, run.start):
        return "role"
    if before in _KINDS:
        return "role " + before
    if before in _ROLES and (_ends_name(scene, run) or scene.acts(run.last)):
        return "role"
    return ""


def _told_after(scene: Scene, run: Run) -> str:
    text, start, end = scene.text, run.start, run.end
    sign = text[end : end + 1]
    if sign == " ":
        if text.startswith(" (", end) and _TICKER.match(text, end):
            return "ticker"
        first = run.words[0]
        camel = not first[1:].islower() and _CAMEL.match(first)
        return "camel" if camel and _SUPPLY.match(text, end) else ""
    if sign == "," and _APPOSITION.match(text, end):
        return "apposition"
    introduced = sign in ("", ",", ".") and text.endswith(", ", 0, start)
    if introduced and _TOLD_BEFORE.search(text, max(0, start - 70), start):
        return "apposition"
    return "ticker" if _TICKER.match(text, end) else ""


def _dealt_with(scene: Scene, run: Run) -> str:
    first = run.first
    if scene.gaps[first] != " ":
        return ""
    before = scene.words[first - 1].casefold()
    bought = before in _DEAL_ENDS or (
        first > 1 and f"{scene.words[first - 2].casefold()} {before}" in _DEAL_ENDS
    )
    paid = scene.words[first - 1] in _PAYEES and scene.near(first, _PAYING)
    if not (bought or paid) or not _ends_name(scene, run):
        return ""
    start = run.start
    if bought and _TAKEOVER.search(scene.text, max(0, start - 40), start):
        return "takeover"
    sentence = scene.sentences[scene.line[first]].span.start
    if paid and _MONEY.search(scene.text, max(sentence, start - 120), start):
        return "money"
    return ""


def _ends_name(scene: Scene, run: Run) -> bool:
    """Nothing follows that would make the name a mere modifier ("bought Manhattan property")."""
    return _AFTER_BARE.match(scene.text, run.end) is not None


def _in_list(scene: Scene, run: Run, ends: set[int], starts: set[int]) -> bool:
    """Between two listed firms of an enumeration."""
    text, start, end = scene.text, run.start, run.end
    if not text.startswith(_JOINTS, end):
        return False
    return any(
        text.endswith(joint, 0, start) and start - len(joint) in ends for joint in _JOINTS
    ) and any(text.startswith(joint, end) and end + len(joint) in starts for joint in _JOINTS)


def _add(scene: Scene, opened: Opened, catalogue: Catalogue, run: Run, rule: str) -> None:
    bare = run.words[:-1] if rule == "suffix" else run.words
    start, end = run.start, run.end
    bare_end = scene.ends[run.first + len(bare) - 1]
    name = scene.told(start, bare_end)
    wanted = search_key_of(name, bare)
    if wanted in catalogue.index:
        key = catalogue.index[wanted][0]
        kind = catalogue.entries[key].topic.kind
    else:
        if run.words[-1] in SUFFIXES and scene.text.startswith(".", end):
            end += 1
        key = "~" + slug_of(wanted)
        kind = _KINDS_BY_RULE.get(rule, _COMPANY)
        if key not in opened.topics:
            forms = _short_forms(scene, run, bare)
            if end != bare_end:
                forms = {scene.told(start, end): run.words, **forms}
            forms.pop(name, None)
            for form in [*forms]:
                if search_key_of(form, forms[form]) in catalogue.index:
                    forms.pop(form)  # a listed firm's own name
            opened.topics[key] = Topic(key, name, kind, False, tuple(forms))
            opened.remember((bare, *forms.values()), key)
    opened.hits.append(Hit(run.first, run.last, start, end, key, kind, "open " + rule))


def _short_forms(scene: Scene, run: Run, words: list[str]) -> dict[str, list[str]]:
    """The short forms a text goes on with, each with its words: the name without a firm's last
    words, its initials."""
    found = {}
    bare = len(words)
    while bare > 1 and words[bare - 1] in _HEADS:
        bare -= 1
    short = words[:bare]
    if bare < len(words) and short[0] not in FIRST_NAMES and not _NAMELESS.issuperset(short):
        found[" ".join(short)] = short
    if scene.text.startswith((" (", ". ("), run.end):
        told = _INITIALS.match(scene.text, run.end)
        if told:
            found[told[1]] = WORD.findall(told[1])
    return found


def find_again(scene: Scene, covered: bytearray, opened: Opened) -> list[Hit]:
    """Where a name or a short form of an open firm stands again; it is `covered` from then on."""
    if not opened.forms:
        return []
    found = []
    for index in compress(count(), map(opened.forms.__contains__, scene.words)):
        if covered[index]:
            continue
        for parts, key in opened.forms[scene.words[index]].values():
            last = index + len(parts) - 1
            if last > index and not _goes_on(scene, covered, index, parts):
                continue
            if last == index and scene.opens[index] and not scene.acts(index):
                continue
            hit = scene.hit(index, last, key, opened.topics[key].kind, "open short")
            cover(covered, (hit,))
            found.append(hit)
            break
    return found


def _goes_on(scene: Scene, covered: bytearray, index: int, parts: list[str]) -> bool:
    """Whether these words stand here, in one sentence and free."""
    end = index + len(parts)
    if scene.words[index:end] != parts or 1 in covered[index:end]:
        return False
    return True not in scene.opens[index + 1 : end]
