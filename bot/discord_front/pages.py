"""Cards cut into pages that fit a message; the one place that knows how much a message holds.

Limits, from Discord's documentation (components reference, message resource): 4,000 characters of
display text and 40 components in a message of layout components; 2,000 characters of content in
a plain one. We stay a little below.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from bot.answers.card import Block, Card, Line, LineKind, Section
from bot.discord_front.markup import emphasised, link, literal, width
from bot.model import Quote
from bot.translations import gettext

LAYOUT_TEXT = 3800
PLAIN_TEXT = 1900
MOST_QUOTES = 25
"""Lines of a page that can be asked where they come from: the options of one select."""
_ROOM_FOR_FRAME = 700  # title, subtitle, foot and the headings that repeat on a new page


@dataclass(frozen=True, slots=True)
class Page:
    """One message's worth: `head` (title and subtitle), `parts` of body text, `foot`; `quotes` are
    the stretches behind the lines that stand on it, in order, each once. `start` is the key of the
    piece that it begins with, and behind it the key of the piece before that, if there is one: 6
    letters and digits each, which stay the same whatever comes before or between."""

    head: str
    parts: tuple[str, ...]
    foot: str
    quotes: tuple[Quote, ...] = ()
    start: str = ""

    def plain(self) -> str:
        """The same as one text."""
        return "\n\n".join(part for part in (self.head, *self.parts, self.foot) if part)


def layout_pages(cards: Sequence[Card], start: str = "") -> tuple[Page, ...]:
    """Pages for layout components: Markdown, small print for sources. Wherever the piece with the
    key `start` stands by now, a page begins with it."""
    return _pages(cards, _Markdown(), LAYOUT_TEXT, start)


def plain_pages(cards: Sequence[Card], start: str = "") -> tuple[Page, ...]:
    """The plain-text twin: every word of the layout, without headings or small print."""
    return _pages(cards, _Plain(), PLAIN_TEXT, start)


def page_at(pages: Sequence[Page], start: str, number: int) -> int:
    """The page, of pages made with `start`, that begins there; where neither that piece nor the one
    before it is there any more, the page of this `number`, or the last one if there are fewer."""
    meant = _meant(pages, start)
    found = next((at for at, page in enumerate(pages) if meant and page.start == meant), number)
    return min(found, len(pages) - 1)


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


class _Keys:
    """Names pieces by what they tell and not by where they stand: by the briefing and the place in
    it of their first quoted line (else by their own key or words), and which of its like it is."""

    def __init__(self) -> None:
        self._met: Counter[str] = Counter()
        self._last = ""

    def of(self, block: Block, turn: int) -> str:
        """The key of a block's piece number `turn`, and of the piece before it."""
        told = f"{_identity(block)}\0{turn}"
        self._met[told] += 1
        key = _key(f"{told}\0{self._met[told]}")
        before, self._last = self._last, key
        return key + before


_KEY = 6
"""Letters and digits of a key: two pieces of one answer as good as never have the same."""


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(digest[:5]).decode().lower()[:_KEY]  # five bytes make eight letters


def _identity(block: Block) -> str:
    for line in block.lines:
        if line.quote is not None:
            return f"{line.quote.briefing.id}:{line.quote.span[0]}"
    return "\n".join(line.key or line.text for line in block.lines)


def _pages(cards: Sequence[Card], style: _Markdown, room: int, start: str) -> tuple[Page, ...]:
    keys = _Keys()
    pieces = [list(_pieces(card, style, _space(card, style, room), keys)) for card in cards]
    turn = _meant(list(chain.from_iterable(pieces)), start)
    pages: list[Page] = []
    for card, parts in zip(cards, pieces, strict=True):
        pages += _card_pages(card, style, _filled(parts, _space(card, style, room), turn))
    total = len(pages)
    return tuple(
        replace(page, foot=_foot(page.foot, number, total)) for number, page in enumerate(pages, 1)
    )


def _foot(foot: str, number: int, total: int) -> str:
    turn = gettext("page {number} of {pages}", number=number, pages=total) if total > 1 else ""
    return " · ".join(words for words in (foot, turn) if words)


def _card_pages(card: Card, style: _Markdown, filled: Iterable[list[_Part]]) -> list[Page]:
    head, foot = _frame(card, style)
    pages = [
        Page(head, tuple(part.text for part in parts), foot, _once(parts), parts[0].start)
        for parts in filled
    ]
    return pages or [Page(head, (), foot)]


def _frame(card: Card, style: _Markdown) -> tuple[str, str]:
    """Head and foot of a card."""
    head = style.title(card.title)
    if card.subtitle:
        head += "\n" + style.small(_cut(literal(card.subtitle), 200))
    return head, style.small(_cut(literal(card.foot), 200))


def _space(card: Card, style: _Markdown, room: int) -> int:
    """What a page has left for the body."""
    head, foot = _frame(card, style)
    return room - min(_ROOM_FOR_FRAME, width(head) + width(foot) + 40)


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of body text, the stretches behind its lines, its key and that of the piece before.
    A `listed` one is a line of a list and stands close below the one before it."""

    text: str
    quotes: tuple[Quote, ...] = ()
    start: str = ""
    listed: bool = False


def _once(parts: Sequence[_Part]) -> tuple[Quote, ...]:
    quotes = (quote for part in parts for quote in part.quotes)
    return tuple({(quote.briefing.id, quote.span): quote for quote in quotes}.values())


def _meant(pieces: Sequence[_Part] | Sequence[Page], start: str) -> str:
    """Which piece a page has to begin with: the one of the key, or the one that now follows the
    piece before it; "" for none."""
    piece, before = start[:_KEY], start[_KEY:]
    found = [part.start for part in pieces if piece and part.start[:_KEY] == piece]
    found += [part.start for part in pieces if before and part.start[_KEY:] == before]
    return found[0] if found else ""


def _filled(pieces: Sequence[_Part], space: int, turn: str) -> Iterator[list[_Part]]:
    """Pieces packed into pages: a page is turned between them, and before the one of `turn`."""
    page: list[_Part] = []
    used = 0
    for part in pieces:
        need = width(part.text) + 2
        full = used + need > space or len(_once([*page, part])) > MOST_QUOTES
        if page and (full or part.start == turn):
            yield page
            page, used = [], 0
        page = _joined(page, part)
        used += need
    if page:
        yield page


def _joined(page: list[_Part], part: _Part) -> list[_Part]:
    """The page with one more piece; the lines of a list are one text."""
    if not (page and part.listed):
        return [*page, part]
    last = page[-1]
    text, quotes = f"{last.text}\n{part.text}", _once([last, part])
    return [*page[:-1], replace(last, text=text, quotes=quotes)]


def _pieces(card: Card, style: _Markdown, space: int, keys: _Keys) -> Iterator[_Part]:
    """A card's blocks, each no longer than a page; a heading stays with its first."""
    for section in card.sections:
        heading = _section_heading(section, style)
        listed = bool(heading) and all(len(block.lines) == 1 for block in section.blocks)
        for number, block in enumerate(section.blocks):
            part = _block(block, style)
            whole = f"{heading}\n{part.text}" if heading and number == 0 else part.text
            for turn, text in enumerate(piece for piece in _split(whole, space) if piece.strip()):
                close = listed and number + turn > 0
                yield _Part(text, part.quotes, keys.of(block, turn), close)


def _section_heading(section: Section, style: _Markdown) -> str:
    if section.divider:
        return f"—— {_cut(literal(section.heading), 300)} ——\n"
    return style.heading(section.heading) if section.heading else ""


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
    return _cut(shown, 400) if shown else gettext("(untitled)")


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
