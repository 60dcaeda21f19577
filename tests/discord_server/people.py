"""A person at a Discord client: says, types, clicks, fills in; never more than it would allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from . import posting, shapes
from .answers import Answer, Modal, NoAnswer, NotOffered, walk
from .client import bot_is_here
from .http import Upload
from .interactions import Callback, Interaction, Kind
from .options import chosen, modal_data, resolved
from .permissions import Permission, allows
from .world import Channel, Message, MessageFlag, User

if TYPE_CHECKING:
    from .scenario import Scene

Json = dict[str, Any]
PATIENCE = 10.0  # real seconds; the three seconds of Discord are the server's clock's
LONGEST = 2000
CHAT, MESSAGE_MENU = 1, 3


class Person:
    """Someone who uses the bot."""

    def __init__(self, discord: Scene, user: User) -> None:
        self.discord = discord
        self.user = user

    def __repr__(self) -> str:
        return f"<Person {self.user.name}>"

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def mention(self) -> str:
        return self.user.mention

    @property
    def dm_channel(self) -> Channel:
        return self.discord.dm_with(self.user)

    def sees(self, channel: Channel) -> list[Message]:
        """The messages this person can see there, oldest first; others' ephemeral ones are not."""
        return [message for message in channel.messages if message.visible_to(self.user)]

    # Text -------------------------------------------------------------------------------------

    async def posts(
        self,
        channel: Channel,
        text: str = "",
        *,
        files: Iterable[Upload] = (),
        embeds: Iterable[Json] = (),
        replying_to: Message | None = None,
        ping: bool = True,
        forwarding: Message | None = None,
    ) -> Message:
        """Put a message there and wait for nothing. Text is no longer than a client lets one."""
        if len(text) > LONGEST:
            raise NotOffered(f"{len(text)} characters; a client makes a file of it: see pastes")
        sending = Permission.SEND_MESSAGES
        if channel.is_thread:
            sending = Permission.SEND_MESSAGES_IN_THREADS
        self._must(channel, Permission.VIEW_CHANNEL | sending)
        body: Json = {"content": text, "embeds": list(embeds)}
        if not ping:
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"]}
        message = posting.fresh(self.discord, channel, self.user, body)
        if replying_to is not None:
            message.replies_to, message.kind = replying_to, 19
            message.mentions = posting.pings(message, body.get("allowed_mentions"))
        if forwarding is not None:
            message.forwards, message.flags = forwarding, MessageFlag.HAS_SNAPSHOT
        message.attachments += [self.discord.keep_file(file) for file in files]
        return await self.discord.post(message)

    async def pastes(self, channel: Channel, text: str, **more: Any) -> Message:
        """Paste and send: what is too long for a message goes as the client's ``message.txt``."""
        if len(text) <= LONGEST:
            return await self.posts(channel, text, **more)
        file = Upload("message.txt", text.encode(), "text/plain")
        return await self.posts(channel, files=[file], **more)

    async def edits(self, message: Message, text: str) -> None:
        """Change one's own message."""
        assert message.author is self.user, "only one's own"
        posting.edit(self.discord, message, {"content": text}, {})
        await self.discord.tell_message("MESSAGE_UPDATE", message)

    async def deletes(self, message: Message) -> None:
        """Delete one's own message, or with MANAGE_MESSAGES another's."""
        if message.author is not self.user:
            self._must(message.channel, Permission.MANAGE_MESSAGES)
        await self.discord.remove(message)

    async def says(self, channel: Channel, text: str = "", **more: Any) -> Answer:
        """Post, and wait for the bot's answer there, or until it has settled without one."""
        said = await self.posts(channel, text, **more)
        return await self._heard(said)

    async def dm(self, text: str = "", **more: Any) -> Answer:
        return await self.says(self.dm_channel, text, **more)

    async def mentions_bot(self, channel: Channel, text: str, **more: Any) -> Answer:
        """``@Bot text``."""
        return await self.says(channel, f"{self.discord.bot_user.mention} {text}", **more)

    async def _heard(self, said: Message) -> Answer:
        bot, channel = self.discord.bot_user, said.channel

        def answers() -> list[Message]:
            later = [m for m in channel.messages if m.id > said.id and m.author is bot]
            return [m for m in later if m.interaction is None and not m.deleted]

        await self._until(answers, silence_counts=True)
        return Answer(answers)

    def _must(self, channel: Channel, needed: int) -> None:
        if not allows(self.user, channel, needed):
            raise NotOffered(f"{self.user.name} may not do this in #{channel.name}")

    # Commands ---------------------------------------------------------------------------------

    async def slash(self, channel: Channel, command: str, /, **options: Any) -> Answer:
        """``/command option: value``; a subcommand is written ``"settings zone"``."""
        return await self.answer_to(await self.begins_slash(channel, command, **options))

    async def begins_slash(self, channel: Channel, command: str, /, **options: Any) -> Interaction:
        """Send the command and do not wait: for tests of late and lost answers."""
        name, *inner = command.split()
        synced = self._offered(name, CHAT, channel)
        picked = chosen(self.discord, synced, inner, options)
        data = {
            **_names(synced),
            "type": CHAT,
            "options": picked,
            **resolved(self.discord, picked, channel),
        }
        return await self._begin(Kind.COMMAND, channel, data)

    async def autocomplete(
        self, channel: Channel, command: str, /, focus: str | None = None, **typed: Any
    ) -> list[Json]:
        """The choices shown while typing; ``focus`` names the option (default: the last one)."""
        name, *inner = command.split()
        synced = self._offered(name, CHAT, channel)
        picked = chosen(self.discord, synced, inner, typed, focus=focus or list(typed)[-1])
        data = {**_names(synced), "type": CHAT, "options": picked}
        interaction = await self._begin(Kind.AUTOCOMPLETE, channel, data)
        return (await self.answer_to(interaction)).choices or []

    async def right_clicks(self, message: Message, command: str) -> Answer:
        """Apps → ``command`` in a message's menu."""
        channel = message.channel
        self._must_see(message)
        synced = self._offered(command, MESSAGE_MENU, channel)
        data = {
            **_names(synced),
            "type": MESSAGE_MENU,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): shapes.message(message)}},
        }
        return await self.answer_to(await self._begin(Kind.COMMAND, channel, data))

    def may_use(self, channel: Channel, command: str, kind: int = CHAT) -> bool:
        """Whether Discord would show the command to this person here."""
        synced = self.discord.commands.offered(command, kind, channel)
        if synced is None or not allows(self.user, channel, Permission.VIEW_CHANNEL):
            return False
        return self.discord.commands.may_use(synced, self.user, channel)

    def _offered(self, name: str, kind: int, channel: Channel) -> Json:
        if not self.may_use(channel, name, kind):
            where = f"#{channel.name}" if channel.guild else "the DM"
            raise NotOffered(f"Discord does not show {name!r} to {self.user.name} in {where}")
        synced = self.discord.commands.offered(name, kind, channel)
        assert synced is not None
        return synced

    # Components and modals --------------------------------------------------------------------

    async def clicks(self, message: Message | Answer, button: str) -> Answer:
        """Press a button, named by its custom id or by its label."""
        message = message.message if isinstance(message, Answer) else message
        found = self._component(message, button, (2,))
        data = {"custom_id": found["custom_id"], "component_type": 2, "id": found["id"]}
        return await self.answer_to(await self._press(message, data))

    async def selects(self, message: Message | Answer, custom_id: str, *values: str) -> Answer:
        """Choose in a string select."""
        message = message.message if isinstance(message, Answer) else message
        found = self._component(message, custom_id, (3,))
        offered = {option["value"] for option in found["options"]}
        if not set(values) <= offered:
            raise NotOffered(f"{set(values) - offered} is not among {offered}")
        data = {"custom_id": custom_id, "component_type": 3, "id": found["id"], "values": values}
        return await self.answer_to(await self._press(message, data))

    def _component(self, message: Message, name: str, kinds: tuple[int, ...]) -> Json:
        self._must_see(message)
        for component in walk(message.components):
            named = name in (component.get("custom_id"), component.get("label"))
            if component["type"] in kinds and named and "custom_id" in component:
                if component.get("disabled"):
                    raise NotOffered(f"{name!r} is disabled")
                return component
        raise NotOffered(f"no {name!r} on this message")

    async def _press(self, message: Message, data: Json) -> Interaction:
        return await self._begin(Kind.COMPONENT, message.channel, data, message)

    async def submits(self, modal: Modal | Answer, values: dict[str, Any]) -> Answer:
        """Send a modal with the inputs' values by custom id; an absent one keeps its default."""
        opened = modal.modal if isinstance(modal, Answer) else modal
        assert opened is not None, "no modal is open"
        data = modal_data(self.discord, opened, values)
        interaction = await self._begin(Kind.MODAL_SUBMIT, opened.channel, data, opened.source)
        return await self.answer_to(interaction)

    def _must_see(self, message: Message) -> None:
        if not message.visible_to(self.user):
            raise NotOffered(f"{self.user.name} does not see this message")

    # Waiting ----------------------------------------------------------------------------------

    async def _begin(
        self, kind: Kind, channel: Channel, data: Json, source: Message | None = None
    ) -> Interaction:
        self._must(channel, Permission.VIEW_CHANNEL)
        discord = self.discord
        interaction = Interaction(
            discord.ids.new(), kind, self.user, channel, data, discord.clock.now(), source
        )
        return await discord.begin(interaction)

    async def answer_to(self, interaction: Interaction) -> Answer:
        """Wait for the answer, a deferred one until it is filled in or the bot has ended its work.

        ``NoAnswer`` after three seconds of the server's clock, or when the bot is done without one.
        """
        clock = self.discord.clock

        def over() -> bool:
            return interaction.too_late(clock.now()) or _complete(interaction)

        await self._until(over)
        if interaction.answered_with is None:
            raise NoAnswer(f"{interaction.kind.name}: The application did not respond")
        opened = interaction.modal
        modal = None
        if opened is not None:
            modal = Modal(opened, interaction.channel, interaction.source)
        return Answer(lambda: interaction.messages, modal, interaction.choices)

    async def _until(self, over: Callable[[], object], *, silence_counts: bool = False) -> None:
        """Wait until it is over, or the bot has settled, or patience has run out.

        Of a bot in another process it is not known when it has settled; its mere silence counts
        only where no answer is due.
        """
        if not (silence_counts or bot_is_here()):
            await self.discord.bell.wait(over, PATIENCE)
            return
        settled = self.discord.settling()
        try:
            await self.discord.bell.wait(lambda: over() or settled.done(), PATIENCE)
        finally:
            await self.discord.no_longer(settled)


def _complete(interaction: Interaction) -> bool:
    """Answered, and not "thinking" any more."""
    if interaction.answered_with is None:
        return False
    if interaction.answered_with is Callback.DEFERRED_UPDATE:
        return interaction.told
    waiting = interaction.original
    return interaction.answered_with is not Callback.DEFERRED_MESSAGE or (
        waiting is not None and (waiting.deleted or not waiting.loading)
    )


def _names(synced: Json) -> Json:
    of_guild = {"guild_id": synced["guild_id"]} if "guild_id" in synced else {}
    return {"id": synced["id"], "name": synced["name"], **of_guild}
