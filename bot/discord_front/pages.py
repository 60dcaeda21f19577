"""Cards cut into pages that fit a message; the one place that knows how much a message holds.

Limits, from Discord's documentation (components reference, message resource): 4,000 characters of
display text and 40 components in a message of layout components; 2,000 characters of content in
a plain one. We stay a little below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answers.card import Block, Card, Line, LineKind, Section
from bot.discord_front.markup import emphasised, link, literal, width
from bot.model import Quote

LAYOUT_TEXT = 3800
PLAIN_TEXT = 1900
MOST_QUOTES = 25
"""Lines of a page that can be asked where they come from: the options of one select."""
_ROOM_FOR_FRAME = 700  # title, subtitle, foot and the headings that repeat on a new page


@dataclass(frozen=True, slots=True)
class Page:
    """One message's worth: `head` (title and subtitle), `parts` of body text, `foot`; `quotes` are
    the stretches behind the lines that stand on it, in order, each once."""

    head: str
    parts: tuple[str, ...]
    foot: str
    quotes: tuple[Quote, ...] = ()

    def plain(self) -> str:
        """The same as one text."""
        return "\n\n".join(part for part in (self.head, *self.parts, self.foot) if part)


def layout_pages(cards: Sequence[Card]) -> tuple[Page, ...]:
    """Pages for layout components: Markdown, small print for sources."""
    return _pages(cards, _Markdown(), LAYOUT_TEXT)


def plain_pages(cards: Sequence[Card]) -> tuple[Page, ...]:
    """The plain-text twin: every word of the layout, without headings or small print."""
    return _pages(cards, _Plain(), PLAIN_TEXT)


class _Markdown:
    """How the parts of a card are written in Discord's Markdown."""

    def title(self, words: str) -> str:
        return f"### {_title(words)}"

    def small(self, words: str) -> str:
        return "\n".join(f"-# {line}" for line in words.splitlines() if line)

    def heading(self, words: str) -> str:
        return f"**{_cut(literal(words), 300)}**"

    def strong(self, words: str) -> str:
        return f"**{literal(words)}**"


class _Plain(_Markdown):
    """The same words without mark-up that changes their look."""

    def title(self, words: str) -> str:
        return _title(words)

    def small(self, words: str) -> str:
        return words

    def heading(self, words: str) -> str:
        return f"{_cut(literal(words), 300)}:"

    def strong(self, words: str) -> str:
        return literal(words)


def _pages(cards: Sequence[Card], style: _Markdown, room: int) -> tuple[Page, ...]:
    pages: list[Page] = []
    for card in cards:
        pages += _card_pages(card, style, room)
    total = len(pages)
    return tuple(
        replace(page, foot=_foot(page.foot, number, total)) for number, page in enumerate(pages, 1)
    )


def _foot(foot: str, number: int, total: int) -> str:
    turn = f"page {number} of {total}" if total > 1 else ""
    return " · ".join(words for words in (foot, turn) if words)


def _card_pages(card: Card, style: _Markdown, room: int) -> list[Page]:
    head = style.title(card.title)
    if card.subtitle:
        head += "\n" + style.small(_cut(literal(card.subtitle), 200))
    foot = style.small(_cut(literal(card.foot), 200))
    space = room - min(_ROOM_FOR_FRAME, width(head) + width(foot) + 40)
    pages = [
        Page(head, tuple(part.text for part in parts), foot, _once(parts))
        for parts in _filled(card, style, space)
    ]
    return pages or [Page(head, (), foot)]


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of body text, and the stretches behind its lines."""

    text: str
    quotes: tuple[Quote, ...] = ()


def _once(parts: Sequence[_Part]) -> tuple[Quote, ...]:
    quotes = (quote for part in parts for quote in part.quotes)
    return tuple({(quote.briefing.id, quote.span): quote for quote in quotes}.values())


def _filled(card: Card, style: _Markdown, space: int) -> Iterator[list[_Part]]:
    """Parts packed into pages: a page is turned between blocks, a heading stays with its first."""
    page: list[_Part] = []
    used = 0
    for part in _parts(card, style, space):
        if not part.text.strip():
            continue
        need = width(part.text) + 2
        if page and (used + need > space or len(_once([*page, part])) > MOST_QUOTES):
            yield page
            page, used = [], 0
        page.append(part)
        used += need
    if page:
        yield page


def _parts(card: Card, style: _Markdown, space: int) -> Iterator[_Part]:
    for section in card.sections:
        heading = _section_heading(section, style)
        parts = [_block(block, style) for block in section.blocks]
        if all(len(block.lines) == 1 for block in section.blocks) and section.heading:
            yield from _packed([_Part(heading), *parts], space, "\n")
            continue
        for number, part in enumerate(parts):
            whole = f"{heading}\n{part.text}" if heading and number == 0 else part.text
            yield from (replace(part, text=piece) for piece in _split(whole, space))


def _section_heading(section: Section, style: _Markdown) -> str:
    if section.divider:
        return f"—— {_cut(literal(section.heading), 300)} ——\n"
    return style.heading(section.heading) if section.heading else ""


def _packed(parts: Sequence[_Part], space: int, between: str) -> Iterator[_Part]:
    """Short lines joined into parts no longer than a page."""
    whole = _Part("")
    for part in parts:
        for piece in _split(part.text, space):
            text = f"{whole.text}{between}{piece}" if whole.text else piece
            joined = _Part(text, _once([whole, part]))
            if width(text) > space or len(joined.quotes) > MOST_QUOTES:
                yield whole
                joined = _Part(piece, part.quotes)
            whole = joined
    if whole.text:
        yield whole


def _block(block: Block, style: _Markdown) -> _Part:
    quotes = tuple(line.quote for line in block.lines if line.quote is not None)
    return _Part("\n".join(_line(line, style) for line in block.lines), quotes)


def _line(line: Line, style: _Markdown) -> str:
    match line.kind:
        case LineKind.ITEM:
            return f"{line.mark}\\. {literal(line.text)}"
        case LineKind.WHEN:
            standing = f" · {literal(line.aside)}" if line.aside else ""
            return f"{line.mark} {style.strong(line.text)}{standing}"
        case LineKind.SOURCE:
            return style.small(link(_cut(line.text, 300), line.url))
        case LineKind.CATALOGUE:
            return style.small(literal(line.text))
        case _ if line.bold:
            return emphasised(line.text, line.bold)
        case _:
            return literal(line.text)


def _title(words: str) -> str:
    """A title with nothing to see in it would make an empty text, which Discord refuses."""
    shown = literal(words).strip()
    return _cut(shown, 400) if shown else "(untitled)"


def _cut(text: str, most: int) -> str:
    """Frame words (a title of 5,000 letters) shortened; never used on a fact."""
    return text if width(text) <= most else text[: _off_escape(text, most // 2)] + "…"


def _split(text: str, space: int) -> Iterator[str]:
    """A text longer than a page, continued on the next at a blank where there is one; nothing is
    dropped, no escape is torn, and bold that runs on is closed and opened again."""
    while width(text) > space:
        at = _break_before(text, space // 2)
        piece, rest = text[:at].rstrip(), text[at:].lstrip()
        bold = "**" if len(_BOLD.findall(piece)) % 2 else ""
        yield f"{piece}{bold} …"
        text = f"… {bold}{rest}"
    yield text


_BOLD = re.compile(r"(?<!\\)(?:\\\\)*\*\*")
"""Our own stars: those of others are escaped."""


def _break_before(text: str, most: int) -> int:
    """`most` code points are at most a page in UTF-16 units; a blank is looked for in the last
    fifth, else the cut moves off an escape and off our own stars."""
    blank = text.rfind(" ", most - most // 5, most)
    return blank if blank > 0 else _off_bold(text, _off_escape(text, most))


def _off_bold(text: str, at: int) -> int:
    """`at`, or beside our own stars where a cut there would part them or leave none between."""
    for number, bold in enumerate(_BOLD.finditer(text)):
        start, end = bold.end() - 2, bold.end()
        if number % 2 == 0 and start < at <= end:
            return start
        if number % 2 and start <= at < end:
            return end
    return at


def _off_escape(text: str, at: int) -> int:
    """`at`, or one less where a cut there would part a backslash from what it escapes."""
    slashes = at - len(text[:at].rstrip("\\"))
    return at - slashes % 2
