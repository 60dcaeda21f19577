"""A pasted page, a page's source, Markdown or a feed → title, day, author and body.

The page's head is read line by line (who, when, how long), furniture is dropped wherever it
stands, and a tail such as "Comments" ends the text. A line that is neither stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.extraction import page_days
from bot.extraction.furniture import (
    ends_text,
    is_furniture,
    is_greeting,
    is_sign_off,
    opens_show,
)
from bot.extraction.sentences import split
from bot.model import Page, TextKind

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
_BLANKS = re.compile(r"[^\S\n]+")


def open_page(raw: str, *, kind: TextKind | None = None, pasted_on: date | None = None) -> Page:
    """The first page of `raw`; an empty one where there is nothing to read."""
    pages = open_pages(raw, kind=kind, pasted_on=pasted_on)
    return pages[0] if pages else Page("", "")


def open_pages(
    raw: str, *, kind: TextKind | None = None, pasted_on: date | None = None
) -> tuple[Page, ...]:
    """All pages of `raw`: one, or of a feed one an entry. `pasted_on` is what "1 day ago" counts
    back from. Never raises."""
    from bot.extraction import page_html

    match kind or guess(raw):
        case TextKind.FEED:
            entries = page_html.feed_entries(raw)
            return tuple(_of_html(entry, pasted_on) for entry in entries)
        case TextKind.HTML:
            return (_of_html(page_html.read_html(raw), pasted_on),)
        case TextKind.MARKDOWN:
            return (_read(_unmarked(_clean(raw)), Known(), pasted_on),)
        case _:
            return (_read(_clean(raw), Known(), pasted_on),)


@dataclass(frozen=True, slots=True)
class Known:
    """What a page's metadata have told before its lines are read."""

    title: str = ""
    author: str = ""
    source: str = ""
    url: str = ""
    day: date | None = None
    day_rule: str = ""


def _of_html(found: tuple[str, Known], pasted_on: date | None) -> Page:
    text, known = found
    return _read(_clean(text), known, pasted_on)


_TAGS = re.compile(r"<(?:html|head|body|div|p|article|br|meta|h[1-6])\b", re.I)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|---+\s*$|\*\*?[^*\s])|\]\(https?://", re.M)


def guess(raw: str) -> TextKind:
    """What a text is, by its first signs."""
    head = raw[:3000].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<?xml", "<rss", "<feed")):
        return TextKind.FEED
    if head.startswith(("<!doctype html", "<html")) or len(_TAGS.findall(head)) >= 3:
        return TextKind.HTML
    return TextKind.MARKDOWN if len(_MARKDOWN.findall(raw[:5000])) >= 2 else TextKind.PASTE


def _clean(raw: str) -> list[str]:
    """Lines without unseen characters, blanks folded."""
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub("[\u2028\u2029\x85\x0b\x0c]", "\n", text)
    return [_BLANKS.sub(" ", line).strip() for line in _UNSEEN.sub("", text).split("\n")]


_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,500}?)(?<=\S)\1")


def _unmarked(lines: Sequence[str]) -> list[str]:
    """Markdown to plain lines: links to their words, emphasis and the marks of the title and of
    bullets away, rules empty; the mark of an inner heading stays until the head is read."""
    plain = []
    for line in lines:
        text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", line)))
        text = re.sub(r"^(?:#|[-*+>]|\d{1,2}\.)\s+", "", text)
        plain.append("" if re.fullmatch(r"[-*_=]{3,}", text) else text)
    return plain


# --- lines ---------------------------------------------------------------------------------------


def _read(lines: Sequence[str], known: Known, pasted_on: date | None) -> Page:
    lines = [line for line in lines if line]
    head_end = _head_end(lines)
    head = _Head.of(lines[:head_end], known, pasted_on)
    wired = page_days.wire_day(lines[head_end]) if head_end < len(lines) else None
    body, greeting = _body(lines[head_end:])
    told = _greeted(greeting + next((line for line in body[:2] if opens_show(line)), ""))
    day, rule = _day(head, told, known, wired)
    return Page(
        title=_without_date(known.title) or head.title or _first_words(body),
        body="\n".join(body),
        day=day,
        author=known.author or head.author or told.author,
        source=known.source or head.source or told.source,
        url=known.url,
        day_rule=rule,
    )


def _first_words(body: Sequence[str]) -> str:
    """A name for a text without a title: its own first words."""
    first = split(body[0])[0].span.of(body[0]) if body and split(body[0]) else ""
    return first if len(first) <= 90 else first[:89].rsplit(" ", 1)[0] + "…"


def _head_end(lines: Sequence[str]) -> int:
    """The first line that is text: two clauses long or a whole sentence, and no furniture."""
    for number, line in enumerate(lines):
        if not is_furniture(line) and _is_text(line, number):
            return number - 1 if number > 1 and _heads_a_story(lines[number - 1]) else number
        if number >= 25:
            break
    return min(len(lines), 1)


_STORY = re.compile(r"(?:(?:\d{1,2}[.)]|#{2,6})\s+\S.{1,80}|[^a-z]{3,60})")
_INNER = re.compile(r"#{2,6}\s+")


def _heads_a_story(line: str) -> bool:
    """A numbered, inner or capital heading just above the text titles a story, not the page."""
    return bool(_STORY.fullmatch(line)) and not is_furniture(line) and not page_days.is_date(line)


_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]{0,2}\Z")


def _is_text(line: str, number: int) -> bool:
    words = line.split()
    if page_days.heads_a_wire(line):
        return True
    if len(words) >= 25 or (is_greeting(line) and len(words) >= 4):
        return True
    if line[:1] in "•▪‣●" and len(words) >= 8:
        return True
    ends = bool(_SENTENCE_END.search(line))
    return (ends and len(words) >= 8) or (ends and number >= 2 and len(words) >= 5)


def _body(lines: Sequence[str]) -> tuple[list[str], str]:
    """The text's own lines, and the greeting that was taken from its first ones."""
    kept: list[str] = []
    greeting = ""
    for number, line in enumerate(lines):
        if kept and ends_text(line) and _nothing_after(lines[number + 1 :], line):
            break
        if is_furniture(line):
            continue
        rest, greeted = _without_frame(_INNER.sub("", line), first=not kept)
        greeting += greeted
        if rest:
            kept.append(rest)
    return kept, greeting


def _nothing_after(rest: Sequence[str], line: str) -> bool:
    """A tail's heading ends the text; a short line that only looks like one ("About Ford") does
    so where what follows is short: half a text does not hang on a page's end."""
    if not line.casefold().startswith("about "):
        return True
    return sum(len(one) for one in rest) < 3000


def _without_frame(line: str, *, first: bool) -> tuple[str, str]:
    """A line without the host's greeting at its beginning and the sign-off at its end."""
    pieces = [sentence.span for sentence in split(line)]
    start, end = 0, len(pieces)
    while first and start < end and is_greeting(pieces[start].of(line)):
        start += 1
    while end > start and is_sign_off(pieces[end - 1].of(line)):
        end -= 1
    if start == 0 and end == len(pieces):
        return line, ""
    if start == end:
        return "", line + " " if start else ""
    cut = line[pieces[start].start : pieces[end - 1].end]
    return cut, line[: pieces[start].start]


# --- the head ------------------------------------------------------------------------------------

_BYLINE = re.compile(
    r"(?:(?:written|reported|hosted|posted|published)\s+)?(?:by|author|words|host|text)\b\s?:?\s+"
    r"(?P<name>[^\d|·•,]{3,60}?)(?:\s*(?:[|·•,]|\son\s).*)?",
    re.I,
)
_POSTED = re.compile(r"posted on .{4,40}? by (?P<name>[^\d|·•,]{3,60})", re.I)
_NAME_PART = r"(?:[^\W\d_a-z][\w.’'-]*|de|da|di|van|von|der|den|la|le|el|bin|al|du|dos|ter)"
_PERSON = re.compile(rf"{_NAME_PART}(?: {_NAME_PART}){{1,3}}")
_SHOW = re.compile(
    r"(?:the )?.*\b(?:daily|weekly|morning|minute|letter|post|report|news|newsletter|brief|"
    r"briefing|times|journal|digest|podcast|sheet|wire|gazette|review|dispatch|bulletin|magazine|blog|"
    r"radio|today|tribune|herald|chronicle|observer|monitor|standard|studio|show)\b",
    re.I,
)
_PIECES = re.compile(r"\s+[·|•—–]\s+|\s*[|·•]\s*")


@dataclass(frozen=True, slots=True)
class _Head:
    title: str = ""
    author: str = ""
    source: str = ""
    day: date | None = None
    day_rule: str = ""
    weak_day: date | None = None

    @classmethod
    def of(cls, lines: Sequence[str], known: Known, pasted_on: date | None) -> _Head:
        """Read the lines above the text: each piece of a line is a date, a name, a title …"""
        head = cls()
        titles: list[str] = []
        for line in lines:
            head = _dated(head, line, pasted_on)
            author = _byline(line)
            if author:
                head = replace(head, author=head.author or author)
            elif not is_furniture(line):
                titles += _title_pieces(line)
        return _titled(head, titles, known)


def _dated(head: _Head, line: str, pasted_on: date | None) -> _Head:
    """A full date counts, and the first that is told; one counted back or without a year is kept
    for want of better."""
    found = page_days.full_day(line, pasted_on)
    if found and head.day is None:
        return replace(head, day=found, day_rule="line")
    weak = page_days.relative_day(line, pasted_on) or page_days.day_without_year(line, pasted_on)
    return replace(head, weak_day=weak) if weak and head.weak_day is None else head


def _byline(line: str) -> str:
    for pattern in (_POSTED, _BYLINE):
        found = pattern.fullmatch(line.strip("-–—•* "))
        if found and _PERSON.fullmatch(found["name"].strip()):
            return found["name"].strip()
    return ""


def _title_pieces(line: str) -> list[str]:
    """What is left of a head line without its date; a line of short pieces is taken apart."""
    pieces = [piece for piece in _PIECES.split(line) if piece]
    apart = len(pieces) > 1 and any(
        page_days.is_date(piece) or is_furniture(piece) for piece in pieces
    )
    told = pieces if apart else [line]
    kept = [_without_date(piece) for piece in told if not is_furniture(piece)]
    return [piece for piece in kept if piece and not page_days.is_date(piece)]


def _without_date(title: str) -> str:
    """A title without a date before or behind it."""
    return page_days.strip_date(title).strip(" -–—|·:,") if title else title


def _titled(head: _Head, pieces: Sequence[str], known: Known) -> _Head:
    plain = [piece.lstrip("-–—•* ").strip() for piece in pieces]
    plain = [piece for piece in plain if piece]
    shows = [piece for piece in plain if _is_show(piece)]
    people = [piece for piece in plain if piece not in shows and _is_person(piece)]
    rest = [piece for piece in plain if piece not in people and piece not in shows]
    if rest:
        title = rest[0]
    else:
        title = (shows or people or [""])[0]
    people = [piece for piece in people if piece != title]
    source = next((piece for piece in shows if piece != title), "")
    author = head.author or (people[0] if people else "")
    return replace(head, title=title, author=author, source=source)


def _is_person(piece: str) -> bool:
    return bool(_PERSON.fullmatch(piece)) and not piece.casefold().startswith(("the ", "a "))


def _is_show(piece: str) -> bool:
    return len(piece.split()) <= 5 and bool(_SHOW.fullmatch(piece))


# --- the greeting --------------------------------------------------------------------------------

_HOST = re.compile(r"\b(?:i['’]m|i am|my name is)\s+", re.I)
_SHOW_NAME = re.compile(
    r"this is (?:the |your )?(?P<name>[^.,!]{2,60}?)(?= for |[.,!]| and i\b|$)", re.I
)


@dataclass(frozen=True, slots=True)
class _Greeted:
    author: str = ""
    source: str = ""
    day: date | None = None


def _greeted(greeting: str) -> _Greeted:
    if not greeting:
        return _Greeted()
    host = _HOST.search(greeting)
    name = _PERSON.match(greeting, host.end()) if host else None
    show = _SHOW_NAME.search(greeting)
    return _Greeted(
        author=name.group().rstrip(".,") if name else "",
        source=show["name"].strip() if show else "",
        day=page_days.full_day(greeting, None),
    )


def _day(
    head: _Head, greeted: _Greeted, known: Known, wired: date | None
) -> tuple[date | None, str]:
    """The page's own full date before the host's, a host's before one that is counted back."""
    for day, rule in (
        (known.day, known.day_rule),
        (head.day, head.day_rule),
        (wired, "dateline"),
        (greeted.day, "greeting"),
        (head.weak_day, "counted back"),
    ):
        if day is not None:
            return day, rule
    return None, ""
