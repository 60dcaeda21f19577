"""A server with people in it: what tests are written with. README.md has a whole example."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from . import shapes
from .answers import Answer, Modal
from .client import bot_is_here, bot_tasks
from .http import Upload
from .people import Person
from .permissions import Permission
from .server import LoopbackDiscord
from .world import Channel, ChannelKind, Guild, Member, Message, Overwrite, Role

Json = dict[str, Any]
__all__ = ["Answer", "GuildScene", "Modal", "Person", "Scene", "Upload"]

MOMENT = 0.4


class Scene(LoopbackDiscord):
    """The loopback Discord with guilds and people to play with."""

    def guild(self, name: str, *, bot_permissions: int | None = None) -> GuildScene:
        """A guild with the bot in it. Once a bot is connected: ``await guild.joined()``."""
        more = {} if bot_permissions is None else {"bot_permissions": int(bot_permissions)}
        return GuildScene(self, self.new_guild(name, **more))

    def stranger(self, name: str, *, dms_open: bool = True) -> Person:
        """Someone in no guild with the bot."""
        return Person(self, self.new_user(name, dms_open=dms_open))

    async def connected(self, within: float = 10.0) -> None:
        """Return when a bot has identified and has taken in all its guilds."""
        there = await self.bell.wait(lambda: self.gateway.live, within)
        assert there, "no bot connected"
        await self.gateway.caught_up()

    async def until(self, true: Callable[[], object], within: float = 10.0) -> None:
        """Wait for something to come true; it is looked at whenever anything happens here."""
        assert await self.bell.wait(true, within), "it did not come true"

    def bot_messages(self, channel: Channel) -> list[Message]:
        """What the bot has posted there and everyone can see, oldest first."""
        return [
            m
            for m in channel.messages
            if m.author is self.bot_user and not m.deleted and m.only_for is None
        ]

    async def bot_posts(self, channel: Channel, count: int = 1) -> list[Message]:
        """Wait until the bot has posted there ``count`` times in all, by itself or when asked."""
        await self.until(lambda: len(self.bot_messages(channel)) >= count)
        return self.bot_messages(channel)

    async def settled(self, within: float = 10.0) -> None:
        """Return when the bot has received every event and its code for them has ended.

        Exact for a bot in this event loop: discord.py names the tasks in which it runs a bot's
        code. A bot in another process is given a moment without requests instead.
        """
        await self.gateway.caught_up(within)
        if not bot_is_here():
            await self._quiet(within)
            return
        deadline = asyncio.get_running_loop().time() + within
        while running := bot_tasks():
            left = deadline - asyncio.get_running_loop().time()
            assert left > 0, f"the bot is still busy with {[t.get_name() for t in running]}"
            await asyncio.wait(running, timeout=left)

    async def _quiet(self, within: float) -> None:
        """No request under way, and none for a moment."""
        loop = asyncio.get_running_loop()
        deadline, seen = loop.time() + within, -1
        while loop.time() < deadline and (self.door.in_flight or seen != len(self.door.seen)):
            seen = len(self.door.seen)
            await asyncio.sleep(MOMENT)

    def settling(self) -> asyncio.Task[None]:
        """``settled`` in the background; it rings the bell when it is."""

        async def wait() -> None:
            try:
                await self.settled()
            finally:
                asyncio.get_running_loop().call_soon(self.bell.ring)

        return asyncio.create_task(wait(), name="loopback: settling")

    @staticmethod
    async def no_longer(task: asyncio.Task[None]) -> None:
        """Stop waiting in the background; its failure, if it had one, is raised here."""
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class GuildScene:
    """One guild, and how a test furnishes it. Before the bot connects no event is needed; after,
    each call that changes something comes with its event: use the ``await``able ones.
    """

    def __init__(self, discord: Scene, guild: Guild) -> None:
        self.discord = discord
        self.model = guild

    @property
    def id(self) -> int:
        return self.model.id

    @property
    def everyone(self) -> Role:
        return self.model.everyone

    @property
    def all_channels(self) -> AllChannels:
        return AllChannels(self.id - 1)

    @property
    def bot_member(self) -> Member:
        return self.model.members[self.discord.bot_user.id]

    @property
    def bot_role(self) -> Role:
        return next(r for r in self.model.roles.values() if r.managed_by_bot)

    def channel(self, name: str, kind: ChannelKind = ChannelKind.TEXT, **more: Any) -> Channel:
        channel = Channel(self.discord.ids.new(), kind, name, self.model, **more)
        self.model.channels[channel.id] = channel
        return channel

    def news_channel(self, name: str) -> Channel:
        return self.channel(name, ChannelKind.NEWS)

    def forum(self, name: str, tags: tuple[str, ...] = ()) -> Channel:
        made = [
            {
                "id": str(self.discord.ids.new()),
                "name": tag,
                "moderated": False,
                "emoji_id": None,
                "emoji_name": None,
            }
            for tag in tags
        ]
        return self.channel(name, ChannelKind.FORUM, tags=made)

    def thread(self, parent: Channel, name: str) -> Channel:
        """A public thread that is there when the bot connects."""
        thread = Channel(
            self.discord.ids.new(), ChannelKind.PUBLIC_THREAD, name, self.model, parent
        )
        self.model.threads[thread.id] = thread
        return thread

    def role(self, name: str, permissions: int = 0) -> Role:
        role = Role(self.discord.ids.new(), name, int(permissions), len(self.model.roles))
        self.model.roles[role.id] = role
        return role

    def member(self, name: str, *roles: Role, dms_open: bool = True) -> Person:
        """A new user who is a member here."""
        return self.add(
            Person(self.discord, self.discord.new_user(name, dms_open=dms_open)), *roles
        )

    def other_bot(self, name: str) -> Person:
        """A bot of somebody else, such as a feed that posts cards."""
        return self.add(Person(self.discord, self.discord.new_user(name, bot=True)))

    def add(self, person: Person, *roles: Role) -> Person:
        """Someone who exists already becomes a member here, too."""
        held = {role.id for role in roles}
        self.model.members[person.user.id] = Member(
            person.user, self.model, self.discord.clock.now(), held
        )
        return person

    def remove(self, person: Person) -> None:
        del self.model.members[person.user.id]

    def admin(self, name: str) -> Person:
        return self.member(name, self.role(f"admin-{name}", Permission.ADMINISTRATOR))

    def overwrite(
        self, channel: Channel, whom: Role | Person, *, allow: int = 0, deny: int = 0
    ) -> None:
        """A channel's own rule for a role or a member, before the bot connects."""
        target = whom.user if isinstance(whom, Person) else whom
        kind = 1 if isinstance(whom, Person) else 0
        channel.overwrites[target.id] = Overwrite(target.id, kind, int(allow), int(deny))

    def shut_out_bot(self, channel: Channel, deny: int) -> None:
        """Take permissions from the bot in one channel."""
        self.overwrite(channel, self.bot_role, deny=deny)

    # With events -----------------------------------------------------------------------------

    async def joined(self) -> None:
        """The bot is invited: GUILD_CREATE."""
        shape = shapes.guild(self.model, self.discord.bot_user)
        await self.discord.tell("GUILD_CREATE", shape, self.model)

    async def leaves(self) -> None:
        await self.discord.bot_leaves(self.model)

    async def channel_changed(self, channel: Channel) -> None:
        """Tell of changed overwrites or a new name: CHANNEL_UPDATE."""
        await self.discord.tell("CHANNEL_UPDATE", shapes.channel(channel), self.model)

    async def channel_created(self, channel: Channel) -> None:
        """Tell of a channel (or a thread) that was made after the bot connected."""
        event = "THREAD_CREATE" if channel.is_thread else "CHANNEL_CREATE"
        await self.discord.tell(event, shapes.channel(channel), self.model)

    async def role_created(self, role: Role) -> None:
        data = {"guild_id": str(self.id), "role": shapes.role(role)}
        await self.discord.tell("GUILD_ROLE_CREATE", data, self.model)

    async def channel_deleted(self, channel: Channel) -> None:
        del self.model.channels[channel.id]
        await self.discord.tell("CHANNEL_DELETE", shapes.channel(channel), self.model)

    async def role_changed(self, role: Role) -> None:
        data = {"guild_id": str(self.id), "role": shapes.role(role)}
        await self.discord.tell("GUILD_ROLE_UPDATE", data, self.model)

    async def override(
        self,
        command: str | None,
        *,
        allow: tuple[Ruled, ...] = (),
        deny: tuple[Ruled, ...] = (),
    ) -> None:
        """An admin sets who may use a command (None: the whole app), as under Integrations."""
        discord = self.discord
        key = discord.application_id
        if command is not None:
            known = [*discord.commands.listed(self.id), *discord.commands.listed(None)]
            key = int(next(c["id"] for c in known if c["name"] == command))
        rules = [_rule(who, True) for who in allow] + [_rule(who, False) for who in deny]
        shape = discord.commands.set_overrides(self.id, key, rules)
        await discord.tell("APPLICATION_COMMAND_PERMISSIONS_UPDATE", shape, self.model)


@dataclass(frozen=True, slots=True)
class AllChannels:
    """Stands for every channel of a guild in an override; its id is the guild's minus one."""

    id: int


Ruled = Role | Person | Channel | AllChannels


def _rule(who: Ruled, permission: bool) -> Json:
    if isinstance(who, Person):
        return {"id": str(who.user.id), "type": 2, "permission": permission}
    kind = 1 if isinstance(who, Role) else 3
    return {"id": str(who.id), "type": kind, "permission": permission}
