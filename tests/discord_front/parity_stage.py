"""The ways to ask, a server to ask in, and a desk that notes the answers it gives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, get_args

from bot.answers.standing import Kept
from bot.answers.values import Answer as Value
from bot.app import Desk
from bot.discord_front.paging import Found
from tests.discord_front.conftest import Stage
from tests.discord_server import Answer, Person
from tests.discord_server.permissions import Permission
from tests.discord_server.visibility import Grant
from tests.discord_server.world import Channel, Message, Role

T = TypeVar("T")


class Noting:
    """A real library that keeps each answer value that is read from it."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self.values: list[Value] = []

    async def read(self, question: Callable[[Any], T]) -> T:
        found = await self._storage.read(question)
        value = found.answer if isinstance(found, Kept | Found) else found
        if isinstance(value, get_args(Value)):
            self.values.append(value)  # type: ignore[arg-type]
        return found

    def mark(self) -> None:
        """Untold, so that each answer is asked for here."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)


def noting(stage: Stage) -> tuple[Stage, Noting]:
    """The same stage, its answers noted."""
    noted = Noting(stage.desk.storage)
    return replace(stage, desk=Desk(noted, stage.desk.catalogue)), noted


@dataclass
class Place:
    """A server: `mod` may manage it, `alice` is a plain member, `carol` has the role `editors`
    and `dave` may manage it and has the role `barred`, of both of which only a command's own
    permissions speak."""

    stage: Stage
    guild: Any
    news: Channel
    notices: Channel
    editors: Role
    barred: Role
    mod: Person
    alice: Person
    carol: Person
    dave: Person
    shown: Message | None = field(default=None)
    """A message of the bot, to reply to."""
    schedule: int = 0
    """The number of a schedule of this server."""

    @classmethod
    def made(cls, stage: Stage, name: str = "Cars") -> Place:
        stage.here.grants.message_content = Grant.LIMITED
        guild = stage.here.guild(name)
        mods = guild.role("mods", Permission.MANAGE_GUILD)
        editors, barred = guild.role("editors"), guild.role("barred")
        return cls(
            stage,
            guild,
            guild.channel("news"),
            guild.channel("notices"),
            editors,
            barred,
            guild.member(f"mod-{name}", mods),
            guild.member(f"alice-{name}"),
            guild.member(f"carol-{name}", editors),
            guild.member(f"dave-{name}", mods, barred),
        )

    async def something_shown(self) -> Message:
        if self.shown is None:
            answer = await self.alice.mentions_bot(self.news, "help")
            self.shown = answer.message
        return self.shown


Typed = Callable[[Person, Place, str], Awaitable[Answer]]


async def by_mark(who: Person, place: Place, line: str) -> Answer:
    return await who.says(place.news, f"!{line}")


async def by_mention(who: Person, place: Place, line: str) -> Answer:
    return await who.mentions_bot(place.news, line)


async def by_reply(who: Person, place: Place, line: str) -> Answer:
    return await who.says(place.news, line, replying_to=await place.something_shown())


async def by_direct_message(who: Person, place: Place, line: str) -> Answer:
    return await who.dm(line)


IN_SERVER: dict[str, Typed] = {"mark": by_mark, "mention": by_mention, "reply": by_reply}
TYPED: dict[str, Typed] = {**IN_SERVER, "direct message": by_direct_message}
