"""A scheduled post as it is kept in the ledger: rendered once, sent as often as it takes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import discord
from discord import ui

from bot.answers.card import Card
from bot.discord_front.cards import CardView
from bot.discord_front.delivery import Shown
from bot.discord_front.jumping import JumpSelect, turn_label
from bot.discord_front.pages import Page, layout_pages, plain_pages
from bot.discord_front.receipts import Way, receipt_items, ways
from bot.translations import gettext

ASK_WHY = "desk:w:"
"""What the custom id of each post's "Why?" begins with; the ledger row's key follows, by which the
post is known again in its channel."""

STOP = "desk:stop:"
"""What the custom id of a button "Stop" begins with; the follow's key is behind it."""

_LABEL = 80  # characters of a button's label, by Discord's components reference


@dataclass(frozen=True, slots=True)
class Rendering:
    """`title` names a forum post or thread; `role` is pinged, 0 for nobody. `turns` are the custom
    ids of the page buttons, and of the select for more than a few `pages`; `key` is the ledger
    row's; `lines` can be asked where they come from; `starts` are the keys of all pages'
    beginnings. A post that was rendered before there were any has neither lines nor pages. `stops`
    are names that a person follows, each with its follow's key."""

    title: str
    head: str
    parts: tuple[str, ...]
    foot: str
    plain: bool
    key: str
    role: int = 0
    turns: tuple[str, ...] = ()
    lines: tuple[Way, ...] = ()
    pages: int = 1
    stops: tuple[tuple[str, str], ...] = ()
    starts: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        cards: Sequence[Card],
        *,
        title: str,
        key: str,
        plain: bool,
        role: int = 0,
        stops: tuple[tuple[str, str], ...] = (),
    ) -> tuple[Self, int]:
        """The first page of the cards, and how many pages there are."""
        pages = (plain_pages if plain else layout_pages)(cards)
        first = pages[0]
        told = (first.head, first.parts, first.foot)
        lines = ways(first.quotes)
        starts = tuple(page.start for page in pages)
        made = cls(
            title[:100],
            *told,
            plain,
            key,
            role,
            lines=lines,
            pages=len(pages),
            stops=stops,
            starts=starts,
        )
        return made, len(pages)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        told = json.loads(text)
        lines = tuple(Way(*line) for line in told.get("lines", ()))
        stops = tuple((name, key) for name, key in told.get("stops", ()))
        listed = {name: tuple(told.get(name, ())) for name in ("parts", "turns", "starts")}
        return cls(**{**told, **listed, "lines": lines, "stops": stops})

    def shown(self) -> Shown:
        """The same as an answer to one reader, who is shown it before it is posted."""
        page = Page(self.head, self.parts, self.foot)
        if self.plain:
            return Shown.plain(page.plain(), self._receipts())
        return Shown.layout(CardView(page, self._receipts()))

    def fields(self) -> dict[str, Any]:
        """Keyword arguments of discord.py's send; only the chosen role is ever pinged."""
        page = Page(self.head, self.parts, self.foot)
        ping = f"<@&{self.role}>" if self.role else ""
        pinged = discord.AllowedMentions(
            everyone=False, users=False, roles=[discord.Object(self.role)] if self.role else False
        )
        if self.plain:
            content = "\n\n".join(text for text in (ping, page.plain()) if text)
            return {"content": content, "view": self._row(), "allowed_mentions": pinged}
        view = CardView(page, self._buttons(), above=ping)
        return {"view": view, "allowed_mentions": pinged}

    def _row(self) -> ui.View:
        view = ui.View(timeout=None)
        for button in self._buttons():
            view.add_item(button)
        view.stop()
        return view

    def _receipts(self) -> tuple[ui.Item[Any], ...]:
        """A select always: a button "Why?" stands there already, and tells of the post itself."""
        return receipt_items(self.lines, button=False)

    def _starts(self) -> tuple[str, ...]:
        return self.starts or ("",) * self.pages

    def _buttons(self) -> tuple[ui.Item[Any], ...]:
        turning = zip((False, True), self.turns, strict=False)
        return (
            *self._receipts(),
            *(JumpSelect(None, turn, self._starts()) for turn in self.turns[2:]),
            *(_button(turn_label(onward=onward), turn, off=not onward) for onward, turn in turning),
            *(
                _button(gettext("Stop {name}", name=name)[:_LABEL], STOP + key)
                for name, key in self.stops
            ),
            _button(gettext("Why?"), ASK_WHY + self.key),
        )


def _button(label: str, custom_id: str, *, off: bool = False) -> ui.Button[Any]:
    style = discord.ButtonStyle.secondary
    return ui.Button(style=style, label=label, custom_id=custom_id, disabled=off)


def custom_ids(components: Iterable[Any]) -> set[str]:
    """Those of a message's components, however deep."""
    found: set[str] = set()
    for component in components:
        found |= {getattr(component, "custom_id", None) or ""}
        found |= custom_ids(getattr(component, "children", ()))
    return found
