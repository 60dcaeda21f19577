"""The lines above a text: which is the title, who wrote it, of which day it is.

A head line is a date, a byline, a name, the site's own name, a title, or several of these with
dots or bars between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.extraction.letters import small
from bot.extraction.page import days as page_days
from bot.extraction.page.furniture import is_furniture
from bot.extraction.sentences.words import MAY_END, STARTERS

_NAME_PART = (
    r"(?:[^\W\d_a-z]\.?(?: ?[^\W\d_a-z]\.)?(?!\w)|(?:Jr|Sr|St|Dr)\.|[^\W\d_a-z][\w’'-]+"
    r"|de|da|di|van|von|der|den|la|le|el|bin|al|du|dos|ter)"
)
PERSON = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{1,3}}")
_PEOPLE = re.compile(rf"{PERSON.pattern}(?:(?:, | and | & |, and ){PERSON.pattern}){{0,3}}")
_BYLINE = re.compile(
    r"(?:(?:posted|published|filed)(?: (?:on|in) .{1,40}?)?\s+|(?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day,?\s+)?(?:(?:written|reported|hosted|compiled|a column)\s+)?"
    r"\b(?:by|author|words|host|text|reporter|from the desk of)\s?:?\s+"
    r"(?P<name>[^\d|·•()@]{3,80}?)\s*"
    r"(?:(?:[|·•(@]|,(?! [A-Z][\w-]+ [A-Z])|\s(?:on|for|in|at)\s).*)?",
    re.I,
)
_SIGNING = re.compile("by|author|words|host|text|reporter|desk")
"""A byline without the dash has one of these, folded to lower case."""
_BY = re.compile(r"\W*(?:[Bb]y|BY|[Ww]ritten by|[Pp]osted by) ")
_DASHED = re.compile(r"[-–—]\s")
_ROLE = re.compile(
    r"(?:,\s[^,]{0,40}\b(?:editor|reporter|writer|correspondent|analyst|director|president|host|"
    r"contributor|columnist|chief|staff|bureau|news|producer)\b"
    r"|\s(?:leave a|no|\d{1,4}) comments?\b).{0,80}$",
    re.I,
)
"""What may hang on a byline: the writer's post, the count of comments."""
_HOST = re.compile(r"\b(?:[Ii]['’]m|I am|[Mm]y name is|[Ww]ith me,|your host,?) ")
_SHOW_NAME = re.compile(
    r"(?:[Tt]his is|[Ww]elcome(?: back)? to|[Ll]istening to) (?:the |your )?"
    r"(?P<name>[A-Z][^.,!]{1,59}?)(?= for |[.,!]| and (?:I|i)\b|$)"
)
_SHOW_WORDS = tuple(
    "daily weekly morning minute letter post report news newsletter brief briefing times journal "
    "digest podcast sheet wire gazette review dispatch bulletin magazine blog radio tribune herald "
    "chronicle observer monitor standard studio show".split()
)
_SHOW = re.compile(rf"(?:the )?.*\b(?:{'|'.join(_SHOW_WORDS)})", re.I)
_PIECES = re.compile(r"\s+[·|•∙—–]\s+|\s*[|·•∙]\s*|\s+-\s+(?=(?:updated|published|by)\b)", re.I)
_JOINTS = re.compile("[-|·•∙—–]")
"""One of these is in all that lines are taken apart at."""
_EDGE = " -–—|·∙:,•*"
_TITLE_WORDS = frozenset("a an and as at by for from in into is it of on or the to with".split())
_NO_NAMES = (MAY_END | {"Motors", "Group", "News", "Episode", "Staff", "SE", "AG", "SA", "NV"}) - {
    "Jr",
    "Sr",
    "Ph.D",
}


class Greeted(NamedTuple):
    """What the host's greeting tells."""

    author: str = ""
    source: str = ""
    day: date | None = None


class Head(NamedTuple):
    """What the lines above the text tell; `weak_day`, which is told where `day` is not, is counted
    back from the paste, without a year, or that of an update."""

    title: str = ""
    author: str = ""
    source: str = ""
    day: date | None = None
    weak_day: date | None = None


def read_greeting(greeting: str, pasted_on: date | None) -> Greeted:
    if not greeting:
        return Greeted()
    host = _HOST.search(greeting)
    name = PERSON.match(greeting, host.end()) if host else None
    show = _SHOW_NAME.search(greeting)
    called = show["name"].strip() if show else ""
    return Greeted(
        author=name.group().rstrip(".,") if name else "",
        source="" if page_days.full_day(called, None) or _weekday(called) else called,
        day=page_days.full_day(greeting, pasted_on),
    )


_PROVIDED = re.compile(r"\W*(?:(?:news )?provided|brought to you|issued) by\W*", re.I)
_UPDATED = re.compile(r"\W*(?:last |up)(?:dated|modified|edited)", re.I)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)


def _provider(lines: Sequence[str]) -> str:
    """The firm below a press wire's label "News provided by", else ""."""
    for label, name in pairwise(lines):
        if _PROVIDED.fullmatch(label):
            return name
    return ""


def _weekday(text: str) -> bool:
    return bool(_WEEKDAY.match(text))


def read_head(
    lines: Sequence[str], around: str, greeted: Greeted, title: str, pasted_on: date | None
) -> Head:
    """`around` holds the page's furniture, which often repeats the site's name; `title` is what
    metadata have told, or ""."""
    day = _first_day(lines, pasted_on)
    people = [byline(line) for line in lines]
    signed = next(filter(None, people), "")
    giver = _provider(lines)
    named = [line for line, signs in zip(lines, people, strict=True) if not signs and line != giver]
    pieces = [p for line in named for p in _title_pieces(line)]
    found = _chosen(pieces, around, signed or greeted.author, title)
    return Head(
        title=found.title,
        author=signed or greeted.author or found.author,
        source=greeted.source or found.source or giver,
        day=day,
        weak_day=None if day else _first_weak_day(lines, pasted_on),
    )


def _first_day(lines: Sequence[str], pasted_on: date | None) -> date | None:
    for line in lines:
        found = page_days.full_day(line, pasted_on)
        if found and not _UPDATED.match(line):
            return found
    return None


def _first_weak_day(lines: Sequence[str], pasted_on: date | None) -> date | None:
    for line in lines:
        updated = page_days.full_day(line, pasted_on) if _UPDATED.match(line) else None
        found = updated or _weak_day(line, pasted_on)
        if found:
            return found
    return None


def _weak_day(line: str, pasted_on: date | None) -> date | None:
    for piece in _apart(line):
        found = page_days.relative_day(piece, pasted_on)
        found = found or page_days.day_without_year(piece, pasted_on)
        if found:
            return found
    return None


def byline(line: str) -> str:
    """The people that a byline names, else ""."""
    return _byline(line) if len(line) <= 160 else ""


@lru_cache(maxsize=512)  # asked for some times of each line, as whether it is furniture
def _byline(line: str) -> str:
    dashed = _DASHED.match(line.strip())
    if not dashed and not _SIGNING.search(line.casefold()):
        return ""
    bare = _ROLE.sub("", line.strip(_EDGE))
    for piece in (bare, without_date(bare), *_apart(bare)):
        found = _BYLINE.fullmatch(piece.strip(_EDGE))
        if found and _PEOPLE.fullmatch(found["name"].strip(_EDGE)):
            return found["name"].strip(_EDGE)
    return bare if dashed and is_person(bare) else ""


def _apart(line: str) -> list[str]:
    """A line at its dots, bars and dashes; few lines have any."""
    return _PIECES.split(line) if _JOINTS.search(line) else [line]


def is_byline(line: str) -> bool:
    """Whether a line is a byline in so many words, so that it may go wherever it stands."""
    return bool(_BY.match(line)) and (
        len(line) < 120 and line[-1] not in ".?!" and bool(byline(line))
    )


def without_date(title: str) -> str:
    """A title without a date before or behind it."""
    return page_days.strip_date(title).strip(_EDGE) if title else title


def is_person(piece: str) -> bool:
    """Whether a piece has the form of a person's name; many titles have it too."""
    words = piece.split()
    if not _TITLE_WORDS.isdisjoint([word.casefold() for word in words]):
        return False
    return bool(PERSON.fullmatch(piece)) and not any(
        word in STARTERS or word.rstrip(".") in _NO_NAMES for word in words
    )


def _title_pieces(line: str) -> Iterator[str]:
    """What is left of a head line without its date; a line of short pieces is taken apart."""
    if is_furniture(line):
        return
    pieces = [piece for piece in _apart(line) if piece]
    apart = len(pieces) > 1 and any(
        page_days.is_date(p) or is_furniture(p) or is_person(p) for p in pieces
    )
    for piece in pieces if apart else [line]:
        bare = without_date(piece)
        if bare and not is_furniture(bare) and not page_days.is_date(bare):
            yield bare


def _chosen(pieces: Sequence[str], around: str, author: str, title: str) -> Head:
    """Of the remaining pieces in their order: the site's name, the title, a lone name."""
    signed = author.casefold()
    rest = [p for p in pieces if p.casefold() != signed and p.casefold() != title.casefold()]
    # Where somebody else has signed, the name of the page's account is that of the site.
    accounts = {_letters(handle) for handle in _HANDLE.findall(around)} if author else set()
    shows = [p for p in rest if (accounts and _letters(p) in accounts) or _is_site(p, rest, around)]
    if shows and any(
        not is_person(p) for p in shows
    ):  # "© 2024 Ann Delacroix": the writer owns the site
        shows = [p for p in shows if not is_person(p)]
    rest = [p for p in rest if p not in shows]
    people = [] if author else [p for p in rest if is_person(p)]
    plain = [p for p in rest if p not in people]
    if title:
        return Head(title, people[0] if people else "", shows[0] if shows else "")
    lone = len(people) == 1 and bool(shows) and len(people[0].split()) < 3
    if not plain and (lone or not people):
        plain, shows = shows[:1], shows[1:]
    if not plain:
        plain, people = people[:1], people[1:]
    return Head(
        title=_first_title(plain),
        author=people[0] if people else "",
        source=shows[0] if shows else "",
    )


def _first_title(plain: Sequence[str]) -> str:
    """The first piece. A lone word above a longer line is the name of a section, and a column of
    one or two words each is a site's name with its menu."""
    long = next((n for n, piece in enumerate(plain) if len(piece.split()) > 2), 0)
    if long > 2:
        return plain[long]
    if len(plain) > 1 and len(plain[0].split()) == 1 and len(plain[1].split()) > 2:
        return plain[1]
    return plain[0] if plain else ""


def _is_site(piece: str, pieces: Sequence[str], around: str) -> bool:
    """Whether a short piece is the name of the show or paper: by its last word, because the page's
    furniture names it again, or because it stands like a sign above a longer title."""
    words = piece.split()
    if len(words) > 5:
        return False
    if small(piece).endswith(_SHOW_WORDS) and _SHOW.fullmatch(piece):
        return True
    if len(words) > 1 and _is_named_again(piece.casefold(), around):
        return True
    behind = pieces[pieces.index(piece) + 1 :]
    sign = words[0] == "The" and len(words) <= 4 and pieces[0] == piece
    return sign and bool(behind) and len(behind[0].split()) > len(words) and _raised(behind[0])


_CALLS = re.compile(r"(?:©|subscribe to|more from|support|follow)")
"""What a page's furniture says in front of the site's name."""


def _is_named_again(name: str, around: str) -> bool:
    if name not in around:
        return False
    calls = ((line, _CALLS.search(line)) for line in around.split("\n"))
    return any(call and name in line[call.end() :] for line, call in calls)


_HANDLE = re.compile(r"(?<![^\W_])@([\w.-]{3,40})")
"""An account's name on a social site: "@axle.notes" writes as "Axle Notes"."""


_NO_LETTERS = re.compile(r"[\W_]")


def _letters(name: str) -> str:
    return _NO_LETTERS.sub("", name.casefold())


def _raised(line: str) -> bool:
    """Whether a line is set in title case or capitals."""
    words = [w for w in line.split() if len(w) > 3]
    return sum(not w[0].islower() for w in words) >= 0.8 * max(1, len(words))
