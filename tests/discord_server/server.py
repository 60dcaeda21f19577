"""A small Discord on one loopback port: the world, its doors, and what a test may turn.

Start it with ``async with loopback() as discord``; see README.md for how to write a scenario.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from . import shapes
from .bell import Bell
from .client import discord_py_pointed_at
from .clock import Clock, Snowflakes
from .commands import CommandBook
from .faults import Faults
from .gateway import Gateway
from .http import PREFIX, Door, Upload
from .interactions import Interaction, event
from .judge import Judge
from .limits import RateLimits
from .permissions import DEFAULT_EVERYONE, Permission, in_channel
from .posting import guessed_type
from .routes import ROUTES
from .visibility import Grant, Grants, Intent, as_seen
from .world import Attachment, Channel, ChannelKind, Guild, Member, Message, Role, User

Json = dict[str, Any]
TOKEN = "loopback.token.not-a-secret"
BOT_PERMISSIONS = DEFAULT_EVERYONE


class LoopbackDiscord:
    """The whole server. Its parts have their own modules; this one holds them together.

    ``clock``: what tokens, nonces and old edits are judged by. ``faults``, ``rate_limits``,
    ``gateway``, ``judge``, ``grants``, ``commands``, ``door.seen``: see there. ``nonce_life``: how
    long an enforced nonce is remembered ("a few minutes"). ``old_edit_wait``: ``retry_after`` of
    30046, in seconds.
    """

    def __init__(self, *, message_content: Grant = Grant.OFF) -> None:
        self.token = TOKEN
        self.clock = Clock(datetime.now(UTC))
        self.ids = Snowflakes(self.clock)
        self.bell = Bell()
        self.application_id = self.ids.new()
        self.bot_user = User(self.application_id, "briefing-desk", bot=True)
        self.owner = User(self.ids.new(), "operator")
        self.grants = Grants(message_content=message_content)
        self.shards = 1
        self.nonce_life = timedelta(minutes=5)
        self.old_edit_wait = 0.01
        self.users: dict[int, User] = {u.id: u for u in (self.bot_user, self.owner)}
        self.guilds: dict[int, Guild] = {}
        self.dms: dict[int, Channel] = {}
        self.files: dict[int, Attachment] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands = CommandBook(self.application_id, self.ids)
        self.faults = Faults()
        self.rate_limits = RateLimits(time.monotonic)
        self.judge = Judge.beside()
        self.gateway = Gateway(self)
        self.door = Door(self, ROUTES)
        self.url = ""
        self.clock.when_advanced(self.bell.ring)

    @property
    def gateway_url(self) -> str:
        return self.url.replace("http", "ws", 1) + "/gateway"

    # Serving ----------------------------------------------------------------------------------

    async def start(self) -> web.AppRunner:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.accept)
        app.router.add_get("/gateway/", self.gateway.accept)
        app.router.add_get("/attachments/{id}/{name}", self._download)
        app.router.add_route("*", PREFIX + "/{rest:.*}", self.door.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return runner

    async def _download(self, request: web.Request) -> web.Response:
        file = self.files.get(int(request.match_info["id"]))
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.content, content_type=file.content_type)

    def keep_file(self, file: Upload) -> Attachment:
        """Store a file and give it the address from which the bot can fetch it.

        Its name keeps letters, digits, ``_``, ``.`` and ``-``; all else becomes ``_``.
        """
        number, name = self.ids.new(), re.sub(r"[^\w.-]", "_", file.filename)
        url = f"{self.url}/attachments/{number}/{name}"
        self.files[number] = Attachment(number, name, file.content, guessed_type(name), url)
        return self.files[number]

    # Finding ----------------------------------------------------------------------------------

    def channel_of(self, channel_id: int) -> Channel | None:
        """A guild's channel or thread, or a DM."""
        for guild in self.guilds.values():
            found = guild.channels.get(channel_id) or guild.threads.get(channel_id)
            if found is not None:
                return found
        return self.dms.get(channel_id)

    def dm_with(self, user: User) -> Channel:
        """The DM between the bot and ``user``; made when first asked for."""
        for channel in self.dms.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.ids.new(), ChannelKind.DM, "", recipient=user)
        self.dms[channel.id] = channel
        return channel

    def shares_a_guild(self, user: User) -> bool:
        return any(user.id in guild.members and guild.has_bot for guild in self.guilds.values())

    # Telling the bot --------------------------------------------------------------------------

    def has_content(self) -> bool:
        """Whether REST answers carry message content: the application's grant alone decides."""
        return self.grants.message_content is not Grant.OFF

    async def tell(self, name: str, data: Json, guild: Guild | None = None) -> None:
        await self.gateway.dispatch(name, data, guild.id if guild else None)
        self.bell.ring()

    async def tell_message(self, name: str, message: Message) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE, as far as each session may see it."""
        channel, guild = message.channel, message.channel.guild
        if message.only_for is None and self._bot_sees(channel):
            shape = shapes.event_message(message)

            def seen(intents: int) -> Json:
                has_content = bool(intents & Intent.MESSAGE_CONTENT)
                return as_seen(shape, message, self.bot_user, has_content)

            await self.gateway.dispatch(name, shape, guild.id if guild else None, seen)
        self.bell.ring()

    def _bot_sees(self, channel: Channel) -> bool:
        return bool(in_channel(self.bot_user, channel) & Permission.VIEW_CHANNEL)

    async def post(self, message: Message) -> Message:
        """Put a message into its channel and tell the bot."""
        message.channel.messages.append(message)
        await self.tell_message("MESSAGE_CREATE", message)
        return message

    async def remove(self, message: Message) -> None:
        message.deleted = True
        if message.only_for is None:
            guild = message.channel.guild
            data = {"id": str(message.id), "channel_id": str(message.channel.id)}
            await self.tell("MESSAGE_DELETE", data | _guild_id(guild), guild)
        self.bell.ring()

    async def begin(self, interaction: Interaction) -> Interaction:
        """Send an interaction to the bot."""
        self.interactions[interaction.token] = interaction
        guild = interaction.channel.guild
        await self.tell("INTERACTION_CREATE", event(self, interaction), guild)
        return interaction

    async def bot_leaves(self, guild: Guild) -> None:
        """The bot is removed from the guild (kicked, or it left): GUILD_DELETE."""
        guild.has_bot = False
        guild.members.pop(self.bot_user.id, None)
        await self.tell("GUILD_DELETE", {"id": str(guild.id)}, guild)

    # Building the world -----------------------------------------------------------------------

    def new_user(self, name: str, *, dms_open: bool = True, bot: bool = False) -> User:
        user = User(self.ids.new(), name, bot=bot, dms_open=dms_open)
        self.users[user.id] = user
        return user

    def new_guild(self, name: str, bot_permissions: int = BOT_PERMISSIONS) -> Guild:
        """A guild with @everyone, an owner of its own, and the bot with its managed role."""
        owner = self.new_user(f"owner-of-{name.lower()}")
        guild = Guild(self.ids.new(), name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", DEFAULT_EVERYONE, 0)
        bot_role = Role(self.ids.new(), self.bot_user.name, bot_permissions, 1, self.bot_user.id)
        guild.roles[bot_role.id] = bot_role
        for user, roles in ((owner, set()), (self.bot_user, {bot_role.id})):
            guild.members[user.id] = Member(user, guild, self.clock.now(), roles)
        self.guilds[guild.id] = guild
        return guild


def _guild_id(guild: Guild | None) -> Json:
    return {"guild_id": str(guild.id)} if guild else {}


@asynccontextmanager
async def loopback(*, message_content: Grant = Grant.OFF) -> AsyncIterator[Any]:
    """A running loopback Discord with discord.py pointed at it; all is undone at the end.

    Yields a ``Scene`` (see ``scenario``), which is the server with people in it.
    """
    from .scenario import Scene

    scene = Scene(message_content=message_content)
    runner = await scene.start()
    try:
        with discord_py_pointed_at(scene.url):
            yield scene
    finally:
        await runner.cleanup()
