"""Who may do what, in which library, by which way in: one table, and nothing that is not in it.

Each command, button and form of the bot stands in the tables below with whom it is for; each kind
of person tries each of them by each way in, and is let in or refused as the plain rule has it. What
they ask for is put so that it changes nothing: what a command does when it is let in is
`test_parity`'s to show. A library is one server's own, another server's, or the house's.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot import discord_front
from bot.discord_front.checks import NOT_HERE, REFUSED, Asker, Override, Rules, decide
from bot.ingestion.intake import take_in
from bot.model import HOUSE, Settings
from tests.discord_front.conftest import NOON, Stage
from tests.discord_front.parity_stage import IN_SERVER, Place
from tests.discord_front.test_moderation import plain
from tests.discord_server import Person
from tests.discord_server.answers import NotOffered
from tests.discord_server.clock import Clock, Snowflakes
from tests.discord_server.commands import CommandBook
from tests.discord_server.permissions import Permission
from tests.discord_server.world import Channel, ChannelKind, Guild, Member, Role, User

Options = Callable[[Place], dict[str, Any]]
EVERYONE, MODERATORS, DIRECT = "everyone", "moderators", "in direct messages"


@dataclass(frozen=True)
class Row:
    """A command: its name in text and by slash ("" where it has none), whom it is for, and what is
    asked of it that changes nothing."""

    text: str
    level: str = MODERATORS
    typed: str = ""
    options: Options = lambda place: {}
    slash: str | None = None
    menu: str = ""

    @property
    def by_slash(self) -> str:
        return self.text if self.slash is None else self.slash

    @property
    def root(self) -> str:
        """Under which Discord keeps who may use it."""
        return self.menu or self.by_slash.split()[0]

    def line(self, place: Place) -> str:
        """As it is typed, mentions and all."""
        return f"{self.text} {self.typed.format(place=place)}".strip()

    def __str__(self) -> str:
        return self.menu or self.text


def given_by(typed: str, **options: Any) -> dict[str, Any]:
    return {"typed": typed, "options": lambda place: options}


_NONE = given_by("nothing such", briefing="nothing such")
_99 = given_by("99", number=99)

COMMANDS = (
    *(Row(name, EVERYONE) for name in ("today", "latest", "companies", "corrections", "help")),
    *(Row(name, EVERYONE) for name in ("week", "month", "upcoming", "following", "my-data")),
    Row("company", EVERYONE, **given_by("Nobody", name="Nobody")),
    Row("timeline", EVERYONE, **given_by("Nobody", name="Nobody")),
    Row("follow", EVERYONE, **given_by("Nobody", name="Nobody")),
    Row("unfollow", EVERYONE, **given_by("Nobody", name="Nobody")),
    Row("briefing", EVERYONE, **given_by("1999-01-01", day="1999-01-01")),
    Row("compare", EVERYONE, **given_by("Ford, Nobody", names="Ford, Nobody")),
    Row("search", EVERYONE, **given_by("zeppelin", words="zeppelin")),
    Row("why", EVERYONE, **given_by("99:0-10", line="99:0-10")),
    Row("server", DIRECT, **given_by("Cars", name="Cars")),
    Row("ingest"),
    Row("", menu="Ingest as briefing"),
    Row("fetch", **given_by("http://127.0.0.1/", url="http://127.0.0.1/")),
    Row("feed", slash="feed list"),
    Row("feed add", **given_by("nonsense", url="nonsense")),
    *(Row(f"feed {action}", **_99) for action in ("remove", "pause", "resume")),
    Row("remove", **_NONE),
    Row("export"),
    Row("desk", slash="desk queue"),
    Row("desk log"),
    *(Row(f"desk {one}", **_NONE) for one in ("edit", "redate", "withdraw", "restore", "history")),
    Row("desk undo"),
    Row("desk name", slash="desk name list"),
    Row("desk name add", **given_by("!!", name="!!")),
    *(Row(f"desk name {one}", **given_by("Ford", name="Ford")) for one in ("alias", "parent")),
    Row("desk name merge", **given_by("Ford", name="Ford")),
    Row("desk name ambiguous", **given_by("!!", form="!!")),
    Row("desk name adopt", **given_by("Ford", name="Ford")),
    Row("desk name drop", **_99),
    Row("settings", slash="settings show"),
    Row("settings zone", **given_by("Nowhere/None", name="Nowhere/None")),
    Row("settings prefix", **given_by("far too long", mark="far too long")),
    Row("settings moderators", MODERATORS, "<@&{place.editors.id}>", lambda p: {"role": p.editors}),
    Row("settings trusted", MODERATORS, "<@&{place.editors.id}>", lambda p: {"role": p.editors}),
    Row("settings notices", MODERATORS, "<#{place.notices.id}>", lambda p: {"channel": p.notices}),
    Row("settings plain", **given_by("off", on=False)),
    Row("settings approval", **given_by("on", on=True)),
    Row("settings locale", **given_by("zz", tag="zz")),
    Row("schedule", slash="schedule list"),
    Row("schedule add", **given_by("at: noonish", at="noonish")),
    Row("schedule edit", **given_by("99 at: 08:00", number=99, at="08:00")),
    *(Row(f"schedule {one}", **_99) for one in ("pause", "resume", "skip", "remove")),
    *(Row(f"schedule {one}", **_99) for one in ("test", "why")),
    Row("doctor"),
)


@dataclass(frozen=True)
class Pressed:
    """A button or select of the moderators: the class that answers to it, and a custom id of it;
    `values` are what is chosen in a select."""

    kind: str
    custom_id: str
    values: tuple[str, ...] = ()


PRESSES = (
    *(Pressed("DraftButton", f"desk:d:{action}:99:1:0") for action in "yenvo"),
    Pressed("LeaveOutSelect", "desk:dl:99:1", ("0-10",)),
    Pressed("LineSelect", "desk:dd:99:1", ("0-10",)),
    Pressed("NameSelect", "desk:dn:99:1", ("~nobody",)),
    Pressed("MoreButton", "desk:queue:1"),
    Pressed("ProgressButton", "desk:progress"),
    Pressed("OlderButton", "desk:log:1"),
    Pressed("UndoButton", "desk:undo:99:{who}"),
    Pressed("RemoveButton", "desk:remove:no:99:{who}:{now}"),
    Pressed("NameButton", "desk:name:no:abcdefghijklmnop:{who}:{now}"),
    Pressed("DayButton", "desk:day"),
)
READERS_OWN = {
    *("PageButton", "JumpSelect", "ShareButton", "WhyButton", "ReceiptButton", "ReceiptSelect"),
    *("StopButton", "FollowButton", "DeleteButton"),
}
"""What everybody may press."""
FORMS = {"IngestForm", "DayForm", "EditForm", "LineForm"}
"""Forms, all of them of moderators."""


async def test_the_tables_hold_every_command_button_and_form(stage: Stage) -> None:
    async with stage.bot() as bot:
        typed = {command.qualified_name for command in bot.walk_commands()}
        slash = {
            command.qualified_name
            for command in bot.tree.walk_commands()
            if not isinstance(command, discord.app_commands.Group)
        }
        menus = {
            command.name
            for kind in (discord.AppCommandType.message, discord.AppCommandType.user)
            for command in bot.tree.get_commands(type=kind)
        }
        items = {item.__name__ for item in bot._connection._view_store._dynamic_items.values()}
    assert typed == {row.text for row in COMMANDS if row.text}
    assert slash == {row.by_slash for row in COMMANDS if not row.menu}
    assert menus == {row.menu for row in COMMANDS if row.menu}
    assert items == {one.kind for one in PRESSES} | READERS_OWN
    for module in pkgutil.iter_modules(discord_front.__path__, "bot.discord_front."):
        importlib.import_module(module.name)
    assert {form.__name__ for form in _below(ui.Modal) if form.__name__[0] != "_"} == FORMS


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("bot."):
            yield one
        yield from _below(one)


# --- who ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Who:
    """A kind of person, and whether the moderators' commands are open to them by slash, and in
    text and by a press."""

    name: str
    slash: bool
    text: bool
    made: Callable[[Place], Person] = field(compare=False)


def _with(*roles: str, permission: int = 0) -> Callable[[Place], Person]:
    """A new member with roles of those names; a name of the place's own is that role."""

    def made(place: Place) -> Person:
        guild = place.guild
        held = [getattr(place, role, None) or guild.role(role, permission) for role in roles]
        return guild.member("-".join(roles) or "member", *held)  # type: ignore[no-any-return]

    return made


def _owner(place: Place) -> Person:
    owner = place.guild.member("owner")
    place.guild.model.owner_id = owner.id
    return owner  # type: ignore[no-any-return]


def _elsewhere(place: Place) -> Person:
    """Who may manage another server, and is a plain member here."""
    other = place.stage.here.guild("Elsewhere")
    person = other.member("elsewhere", other.role("bosses", Permission.MANAGE_GUILD))
    return place.guild.add(person)  # type: ignore[no-any-return]


PEOPLE = (
    Who("the owner", True, True, _owner),
    Who("an administrator", True, True, _with("admins", permission=Permission.ADMINISTRATOR)),
    Who("a manager", True, True, _with("bosses", permission=Permission.MANAGE_GUILD)),
    Who("the chosen moderators", False, True, _with("editors")),
    Who("whom the command names", True, True, _with("named")),
    Who("a manager whom it bars", False, False, _with("barred", "bosses", permission=1 << 5)),
    Who("whom only the whole application names", False, False, _with("readers")),
    Who("a member", False, False, _with()),
    Who("a manager of elsewhere", False, False, _elsewhere),
)

READERS = tuple(who for who in PEOPLE if not who.text)
"""Who is tried with what everybody may: those who may nothing else."""


@dataclass
class Cast:
    """A furnished server with one of each kind, by their names."""

    place: Place
    people: dict[str, Person]
    named: Any
    readers: Any

    async def bar(self, root: str) -> None:
        """What Server Settings, Integrations says of the command."""
        barred = self.place.barred
        await self.place.guild.override(root, allow=(self.named,), deny=(barred,))


VAN = "December 9, 2025 - A Van\nTallowbrook Motors spent $40 million on its plant in 2024."


async def cast(stage: Stage) -> Cast:
    place = Place.made(stage)
    named, readers = place.guild.role("named"), place.guild.role("readers")
    setattr(place, "named", named)  # noqa: B010 - found again by its name
    setattr(place, "readers", readers)  # noqa: B010
    people = {who.name: who.made(place) for who in PEOPLE}
    guilds = [guild.id for guild in stage.here.guilds.values()]
    for library in (HOUSE, *guilds):
        await take_in(
            *(stage.desk.storage, stage.desk.catalogue, VAN.encode()),
            library=library,
            now=NOON.replace(hour=1),
            today=NOON.date(),
        )
    editors, notices = str(place.editors.id), str(place.notices.id)
    extra = {"moderator_role": editors, "trusted_role": editors, "notice_channel": notices}
    chosen = Settings(place.guild.id, extra=extra | {"approval": "on", "zone_told": "yes"})
    await stage.desk.storage.write(lambda desk: desk.set_settings(chosen))
    return Cast(place, people, named, readers)


async def everything(stage: Stage) -> dict[int, tuple[Any, ...]]:
    """All that a moderator could change, library by library."""

    def look(shelf: Any) -> dict[int, tuple[Any, ...]]:
        return {
            library: (
                list(shelf.kept(library, 0, 99)),
                shelf.settings(library),
                shelf.drafts(library, 0, 99),
                shelf.schedules(library),
                shelf.feeds(library),
                shelf.name_rules((library,)),
                shelf.changes(library, None, 99),
            )
            for library in (HOUSE, *(guild.id for guild in stage.here.guilds.values()))
        }

    found: dict[int, tuple[Any, ...]] = await stage.desk.storage.read(look)
    return found


# --- the matrix --------------------------------------------------------------------------------


def let_in(row: Row, who: Who, way: str) -> bool:
    """The rule."""
    if row.level == MODERATORS:
        return who.slash if way == "slash" else who.text
    return row.level == EVERYONE


def few(rows: tuple[Row, ...]) -> str:
    return ", ".join(map(str, rows))


_SORTED = sorted(COMMANDS, key=lambda row: row.root)
BY_FEW = [tuple(_SORTED[at : at + 2]) for at in range(0, len(_SORTED), 2)]
"""A bot's connection bears a hundred questions of the loopback's in a minute, not more."""


@pytest.mark.parametrize("rows", BY_FEW, ids=few)
async def test_who_may_what_by_which_way(stage: Stage, rows: tuple[Row, ...]) -> None:
    there = await cast(stage)
    place = there.place
    async with stage.bot(message_content=True):
        await place.guild.override(None, allow=(there.readers,))
        await place.something_shown()
        before = await everything(stage)
        for row in rows:
            if row.level == MODERATORS:
                await there.bar(row.root)
            for who in PEOPLE if row.level == MODERATORS else READERS:
                for way, refused in (await _tried(row, there.people[who.name], place)).items():
                    assert refused is not let_in(row, who, way), (row, who.name, way)
        assert await everything(stage) == before


async def _tried(row: Row, who: Person, place: Place) -> dict[str, bool]:
    """By each way in: whether the person was refused."""
    refused = {"slash": await _by_slash(row, who, place)}
    for way, typed in IN_SERVER.items() if row.text else ():
        told = plain(await typed(who, place, row.line(place)))
        assert told, (row, way)
        refused[way] = told == REFUSED or told.startswith("That is for direct messages")
    return refused


async def _by_slash(row: Row, who: Person, place: Place) -> bool:
    try:
        if row.menu:
            said = await place.mod.posts(place.news, "?")
            answer = await who.right_clicks(said, row.menu)
        else:
            answer = await who.slash(place.news, row.by_slash, **row.options(place))
    except NotOffered:
        return True
    assert answer.modal or REFUSED not in answer.text, (row, who)
    return False


async def test_in_a_direct_message_nobody_moderates(stage: Stage) -> None:
    there = await cast(stage)
    place = there.place
    rows = [row for row in COMMANDS if row.level == MODERATORS]
    for who in ("the owner", "a member"):
        person = there.people[who]
        async with stage.bot(message_content=True):
            before = await everything(stage)
            for row in rows:
                if row.text:
                    assert plain(await person.dm(row.line(place))) == NOT_HERE, row
                    with pytest.raises(NotOffered):
                        await person.slash(person.dm_channel, row.by_slash)
            assert await everything(stage) == before


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.name)
async def test_who_may_press_what(stage: Stage, who: Who) -> None:
    """Every moderators' button and select, on a message that everybody sees."""
    there = await cast(stage)
    place, person = there.place, there.people[who.name]
    async with stage.bot(message_content=True):
        await place.guild.override(None, allow=(there.readers,))
        for root in ("desk", "remove", "ingest", "Ingest as briefing"):
            await there.bar(root)
        before = await everything(stage)
        for one in PRESSES:
            told = await _pressed(person, place, one)
            assert (told == REFUSED) is not who.text, (one, told)
        assert await everything(stage) == before


async def _pressed(who: Person, place: Place, one: Pressed) -> str:
    """The button put on a message of the bot's, and pressed; what is told, or "" for a form."""
    shown = await place.alice.says(place.news, "!why nothing")
    now = int(NOON.timestamp())
    custom_id = one.custom_id.format(who=who.id, now=now)
    part: dict[str, Any] = {"id": 2, "custom_id": custom_id}
    if one.values:
        options = [{"label": value, "value": value} for value in one.values]
        part |= {"type": 3, "options": options}
    else:
        part |= {"type": 2, "style": 2, "label": "?"}
    shown.message.components[:] = [{"type": 1, "id": 1, "components": [part]}]
    if one.values:
        answer = await who.selects(shown, custom_id, *one.values)
    else:
        answer = await who.clicks(shown, custom_id)
    return "" if answer.modal else plain(answer)


async def test_a_form_does_not_outlive_its_right(stage: Stage) -> None:
    """Opened by a moderator, sent by who is none any more."""
    there = await cast(stage)
    place, boss = there.place, there.people["a manager"]
    member = place.guild.model.members[boss.id]
    roles = set(member.role_ids)
    async with stage.bot(message_content=True):
        draft = await boss.slash(place.news, "ingest")
        shown = await boss.submits(draft, {next(iter(draft.modal.inputs)): VAN.replace("40", "41")})
        opened = {
            "IngestForm": await boss.slash(place.news, "ingest"),
            "EditForm of a draft": await boss.clicks(shown, "Edit"),
            "EditForm": await boss.slash(place.news, "desk edit", briefing="A Van"),
        }
        before = await everything(stage)
        member.role_ids.clear()
        for name, form in opened.items():
            filled = {next(iter(form.modal.inputs)): "Somewhat Changed"}
            told = plain(await boss.submits(form, filled))
            assert told.startswith(REFUSED), name
        assert await everything(stage) == before
        member.role_ids |= roles
        told = plain(await boss.submits(opened["EditForm"], {}))
        assert not told.startswith(REFUSED)


# --- the libraries -----------------------------------------------------------------------------


def aimed(number: int) -> tuple[str, ...]:
    """Every moderators' command that takes a briefing, aimed at one by its number."""
    return (
        f"remove {number}",
        f"desk edit {number} title: Mine Now",
        f"desk redate {number} 2025-12-01",
        f"desk withdraw {number}",
        f"desk restore {number} 1",
        f"desk history {number}",
    )


async def test_a_moderator_writes_their_own_library_and_no_other(stage: Stage) -> None:
    """Each command that takes a briefing, aimed at the house's, at another server's, and at one of
    their own: only the last is found."""
    there = await cast(stage)
    place, boss = there.place, there.people["a manager"]
    async with stage.bot(message_content=True):
        kept = await everything(stage)
        numbers = {library: found[0][0].id for library, found in kept.items()}
        own = numbers.pop(place.guild.id)
        assert HOUSE in numbers
        assert len(numbers) == 2
        for number in numbers.values():
            for line in aimed(number):
                told = plain(await boss.says(place.news, f"!{line}"))
                assert "has no briefing" in told, line
        assert await everything(stage) == kept
        for line in aimed(own):
            told = plain(await boss.says(place.news, f"!{line}"))
            assert "has no briefing" not in told, line
    after = await everything(stage)
    changed = {library for library in kept if after[library] != kept[library]}
    assert changed == {place.guild.id}


# --- the rule itself ---------------------------------------------------------------------------

ROLES, USERS = (11, 12), 21
GUILD, NEWS, APP, NUMBER = 100, 31, 41, 51
_TARGETS = st.sampled_from(
    [(ROLES[0], 1), (ROLES[1], 1), (GUILD, 1), (USERS, 2), (NEWS, 3), (GUILD - 1, 3), (99, 3)]
)
_OVERRIDES = st.dictionaries(_TARGETS, st.booleans(), max_size=5)


@given(
    command=_OVERRIDES,
    application=_OVERRIDES,
    roles=st.sets(st.sampled_from(ROLES)),
    permission=st.sampled_from([0, Permission.MANAGE_GUILD, Permission.ADMINISTRATOR]),
)
def test_text_goes_by_the_very_rule_that_discord_has_for_slash(
    command: dict[tuple[int, int], bool],
    application: dict[tuple[int, int], bool],
    roles: set[int],
    permission: int,
) -> None:
    """Whatever a server says of a command, of the whole application, or of neither."""
    book = CommandBook(APP, Snowflakes(Clock(NOON)))
    for number, told in ((NUMBER, command), (APP, application)):
        rules = [{"id": str(t), "type": k, "permission": v} for (t, k), v in told.items()]
        book.set_overrides(GUILD, number, rules)
    guild = Guild(GUILD, "Cars", owner_id=1)
    held = Permission.VIEW_CHANNEL | Permission.USE_APPLICATION_COMMANDS | permission
    guild.roles[GUILD] = Role(GUILD, "@everyone", int(held), 0)
    for role in roles:
        guild.roles[role] = Role(role, "role", 0, 1)
    user = User(USERS, "somebody")
    guild.members[user.id] = Member(user, guild, NOON, set(roles))
    channel = Channel(NEWS, ChannelKind.TEXT, "news", guild)
    synced = {"id": str(NUMBER), "default_member_permissions": str(1 << 5)}
    asker = Asker(
        guild=GUILD,
        member=USERS,
        roles=(GUILD, *roles),
        channels=(NEWS,),
        administrator=bool(permission & Permission.ADMINISTRATOR),
        by_default=bool(permission & Permission.MANAGE_GUILD),
    )
    assert decide(asker, Rules(_lines(command), _lines(application))) is book.may_use(
        synced, user, channel
    )


def _lines(told: dict[tuple[int, int], bool]) -> tuple[Override, ...]:
    return tuple(Override(target, kind, allow) for (target, kind), allow in told.items())
