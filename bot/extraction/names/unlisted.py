"""Firms that no list has, told by what stands around their names: a legal form or a firm's last
word, a role ("the start-up X"), an apposition ("X, a supplier from ..."), a ticker, a takeover.

A rule fires on the trade's usual ways to bring in an unknown firm; a capital word alone is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.extraction.companies.catalogue import Catalogue, search_key, slug
from bot.extraction.companies.folding import folded
from bot.extraction.names.runs import Run, taken
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
_TAKEOVER = re.compile(
    r"(?i)\b(?:bought|buys|buy|buying|acquire[sd]?|acquiring|took over|takes over|take over|"
    r"merge[sd]? with|merging with|takeover of|purchase of|stake in|shares in|invest(?:s|ed)? in|"
    r"spun off|spins off|spin off|(?:venture|partnership|alliance|merger|together|teamed up|"
    r"supply (?:contract|deal|agreement)) with|"
    r"(?:owned|controlled|backed|funded|founded|supplied|made) by|"
    r"cells from|batteries from|"
    r"chips from|software from|subsidiary of|unit of|owner of|maker of the|parent of) $"
)
_MONEY = re.compile(
    r"(?:\b(?:paid|pays|pay|paying)\b[^.;\n]{0,80} to "
    r"|\b(?:raise[sd]?|raising|invested|borrowed)\b[^.;\n]{0,80} (?:from|led by|by) )$"
)
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
_NO_FIRM_ENDS = PLACE_NOUNS | OTHER_HEADS
_ROLES = ROLE_NOUNS - COMMON_ROLES
_NAMELESS = PLAIN | PLACES
_KINDS = {"venture": TopicKind.VENTURE, "brand": TopicKind.BRAND}


@dataclass(frozen=True, slots=True)
class Opened:
    """Hits of firms that only this text has told, and their topics by key."""

    hits: list[Hit]
    topics: dict[str, Topic]


def find_open(
    scene: Scene, listed: Sequence[Hit], free: Sequence[Run], catalogue: Catalogue
) -> Opened:
    """Firms that no list has, among the runs that are `free`, with all later short forms."""
    firms = [hit for hit in listed if hit.kind in FIRM_KINDS]
    ends, starts = {hit.end for hit in firms}, {hit.start for hit in firms}
    opened = Opened([], {})
    for run in free:
        follows = scene.starts[run.first] - 1 in ends and scene.gaps[run.first] == " "
        if follows or SUFFIXES.issuperset(run.words(scene)):
            continue  # the rest of a listed firm's long name
        named = _by_form(scene, run) or _by_context(scene, run, ends, starts)
        if named:
            _add(scene, opened, catalogue, *named)
    opened.hits.extend(find_again(scene, [*listed, *opened.hits], opened.topics))
    opened.hits.sort()
    return opened


def _by_form(scene: Scene, run: Run) -> tuple[Run, str] | None:
    """A run that ends in a legal form or in a firm's last word."""
    words = run.words(scene)
    end = next((at for at, word in enumerate(words) if at and word in SUFFIXES), 0)
    rule = "suffix"
    if not end:
        if len(words) < 2 or words[-1] not in _HEADS or _is_post(scene, run):
            return None
        end, rule = len(words) - 1, "head"
    start = _strip(scene, run, end)
    if start >= end or (rule == "head" and not _may_name(words[start:end])):
        return None
    return Run(run.first + start, run.first + end), rule


def _is_post(scene: Scene, run: Run) -> bool:
    """ "Vice President of Market Research": a department, no firm."""
    return scene.before(run.first) == "of" and scene.before(run.first - 1)[:1].isupper()


def _strip(scene: Scene, run: Run, end: int) -> int:
    """How many words to leave out in front: an opening word that names nothing, a nationality."""
    words = run.words(scene)
    start = 0
    while start < end and (words[start] in PLAIN or len(words[start]) == 1):
        start += 1
    return start


def _may_name(words: Sequence[str]) -> bool:
    return not _NAMELESS.issuperset(words)


def _by_context(scene: Scene, run: Run, ends: set[int], starts: set[int]) -> tuple[Run, str] | None:
    """A run of one to three words whose neighbours say that it is a firm."""
    words = run.words(scene)
    if not _may_be_firm(scene, run, words):
        return None
    rule = _role_before(scene, run) or _told_after(scene, run) or _dealt_with(scene, run)
    if rule:
        return run, rule
    return (run, "list") if _in_list(scene, run, ends, starts) else None


def _may_be_firm(scene: Scene, run: Run, words: Sequence[str]) -> bool:
    if len(words) > 3 or words[0] in FIRST_NAMES or words[-1] in _NO_FIRM_ENDS:
        return False
    if run.text(scene) in PLACES or not PLAIN.isdisjoint(words):
        return False
    if words[0] in PERSON_ROLES or len(words[0]) == 1:
        return False
    return not any(character.isdigit() for character in words[-1]) or len(words[-1]) > 3


def _role_before(scene: Scene, run: Run) -> str:
    """ "the start-up X", "parent X", "their venture X"."""
    before = scene.before(run.first).lower()
    if before == "up" and scene.text.endswith("-up ", 0, scene.starts[run.first]):
        return "role"
    if before in _KINDS:
        return "role " + before
    if before in _ROLES and (_ends_name(scene, run) or scene.acts(run.last)):
        return "role"
    return ""


def _told_after(scene: Scene, run: Run) -> str:
    end = scene.ends[run.last]
    following = scene.text[end : end + 2]
    if following[:1] == "," and _APPOSITION.match(scene.text, end):
        return "apposition"
    start = scene.starts[run.first]
    introduced = following[:1] in ("", ",", ".") and scene.text.endswith(", ", 0, start)
    if introduced and _TOLD_BEFORE.search(scene.text, max(0, start - 70), start):
        return "apposition"
    if following in (" (", ". ") and _TICKER.match(scene.text, end):
        return "ticker"
    if _CAMEL.match(scene.words[run.first]) and _SUPPLY.match(scene.text, end):
        return "camel"
    return ""


def _dealt_with(scene: Scene, run: Run) -> str:
    start = scene.starts[run.first]
    if not _ends_name(scene, run):
        return ""
    if _TAKEOVER.search(scene.text, max(0, start - 40), start):
        return "takeover"
    sentence = scene.sentences[scene.line[run.first]].span.start
    if _MONEY.search(scene.text, max(sentence, start - 120), start):
        return "money"
    return ""


def _ends_name(scene: Scene, run: Run) -> bool:
    """Nothing follows that would make the name a mere modifier ("bought Manhattan property")."""
    return _AFTER_BARE.match(scene.text, scene.ends[run.last]) is not None


def _in_list(scene: Scene, run: Run, ends: set[int], starts: set[int]) -> bool:
    """Between two listed firms of an enumeration."""
    text, start, end = scene.text, scene.starts[run.first], scene.ends[run.last]
    return any(
        text.endswith(joint, 0, start) and start - len(joint) in ends for joint in _JOINTS
    ) and any(text.startswith(joint, end) and end + len(joint) in starts for joint in _JOINTS)


def _add(scene: Scene, opened: Opened, catalogue: Catalogue, run: Run, rule: str) -> None:
    words = run.words(scene)
    end = scene.ends[run.last]
    if words[-1] in SUFFIXES and scene.text[end : end + 1] == ".":
        end += 1
    full = scene.told(scene.starts[run.first], end)
    bare = len(words) - (1 if rule == "suffix" else 0)
    name = Run(run.first, run.first + bare - 1).told(scene)
    listed = catalogue.index.get(search_key(name))
    if listed:
        kind = catalogue.entries[listed[0]].topic.kind
        opened.hits.append(scene.hit(run.first, run.last, listed[0], kind, "open " + rule))
        return
    key = "~" + slug(name)
    kind = _KINDS.get(rule.removeprefix("role "), TopicKind.COMPANY)
    aliases = dict.fromkeys(form for form in (full, *_aliases(scene, run, words[:bare])) if form)
    aliases.pop(name, None)
    for form in [form for form in aliases if search_key(form) in catalogue.index]:
        aliases.pop(form)  # a listed firm's own name
    known = opened.topics.get(key)
    if known is None:
        opened.topics[key] = Topic(key, name, kind, listed=False, aliases=tuple(aliases))
    opened.hits.append(
        Hit(run.first, run.last, scene.starts[run.first], end, key, kind, "open " + rule)
    )


def _aliases(scene: Scene, run: Run, words: Sequence[str]) -> list[str]:
    """The short forms a text goes on with: the name without a firm's last words, its initials."""
    found = []
    stem = list(words)
    while len(stem) > 1 and stem[-1] in _HEADS:
        stem.pop()
    if len(stem) < len(words) and _may_name(stem) and stem[0] not in FIRST_NAMES:
        found.append(" ".join(stem))
    told = _INITIALS.match(scene.text, scene.ends[run.last])
    if told:
        found.append(told[1])
    return found


def find_again(scene: Scene, hits: Sequence[Hit], topics: Mapping[str, Topic]) -> list[Hit]:
    """Where a name or a short form of an open firm stands again."""
    keys: dict[str, str] = {}
    for key, topic in topics.items():
        for form in (topic.name, *topic.aliases):
            keys.setdefault(folded(form), key)
    if not keys:
        return []
    starts: dict[str, list[tuple[list[str], str]]] = {}
    for form, key in keys.items():
        parts = WORD.findall(form)
        if parts:
            starts.setdefault(parts[0], []).append((parts, key))
    covered = taken(scene, hits)
    found = []
    for index, word in enumerate(scene.words):
        for parts, key in starts.get(word, ()):
            last = index + len(parts) - 1
            if any(covered[index : last + 1]) or not _same(scene, index, parts):
                continue
            if scene.opens[index] and last == index and not scene.acts(index):
                continue
            covered[index : last + 1] = b"\x01" * len(parts)
            found.append(scene.hit(index, last, key, topics[key].kind, "open short"))
    return found


def _same(scene: Scene, index: int, parts: Sequence[str]) -> bool:
    """Whether these words stand here, in one sentence."""
    words = scene.words[index : index + len(parts)]
    return words == parts and not any(scene.opens[index + 1 : index + len(parts)])
