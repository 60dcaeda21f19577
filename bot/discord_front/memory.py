"""Questions too long for a custom id: kept in the asker's library before the message is sent, and
found again at the press, for 30 days."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.discord_front.page_state import PageState
from bot.errors import BadQuestion
from bot.translations import gettext, gettext_noop

if TYPE_CHECKING:
    from bot.discord_front.client import BriefingBot

_FORGOTTEN = gettext_noop("That page has been forgotten after 30 days; ask again.")


async def fitted(bot: BriefingBot, state: PageState, library: int) -> PageState:
    """The state with a key for its argument, where the argument itself does not fit."""
    if state.fits:
        return state
    text, now = state.question.argument, bot.clock()
    key = await bot.desk.storage.write(lambda desk: desk.remember(library, text, now))
    return replace(state, memo=key)


async def recalled(bot: BriefingBot, state: PageState, library: int) -> PageState:
    """The state with the argument that its key stands for. Raises `BadQuestion` for one that is
    forgotten, or another library's."""
    if not state.memo:
        return state
    key, now = state.memo, bot.clock()
    text = await bot.desk.storage.read(lambda shelf: shelf.recall(library, key, now))
    if text is None:
        raise BadQuestion(gettext(_FORGOTTEN))
    return replace(state, question=replace(state.question, argument=text))
