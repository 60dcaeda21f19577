"""Every command, by every way to ask, allowed and refused, gives what the terminal gives.

The table below holds each command of the bot; one that is missing fails
`test_the_table_holds_every_command`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.answers.questions import COMMANDS, ask
from bot.answers.values import Context
from bot.app import open_catalogue
from bot.delivery import manage
from bot.delivery.manage import Target, Wishes
from bot.delivery.port import Place as Channel
from bot.discord_front.private import WRITTEN
from bot.errors import BadQuestion
from bot.ingestion.intake import read, take_in
from bot.model import Settings
from tests.conftest import put
from tests.discord_front.conftest import NOON, Stage
from tests.discord_front.parity_reading import on_screen, seen_in, words
from tests.discord_front.parity_stage import IN_SERVER, TYPED, Place, noting
from tests.discord_front.test_parity_people import PEOPLE
from tests.discord_server import Answer, Person, Upload
from tests.discord_server.answers import NotOffered

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
MENU = "Ingest as briefing"
REFUSED = "Only this server's moderators may do that."
NOT_HERE = "That works in a server, not in a direct message."
VAN = "December 9, 2025 - A Van\n" + (
    "Tallowbrook Motors spent $40 million on its plant in Ludlow. Production of its small electric "
    "van starts there in March 2026. Hartwell Mobility opened a battery line in Ashcombe in May "
    "2021 and will hire 300 people for a second one, which cost $75 million."
)
OLD_VAN = VAN.replace("December 9, 2025 - A Van", "December 1, 2025 - An Older Van")


@dataclass(frozen=True)
class Reader:
    """A readers' command: its name, and what is asked with it ("" for nothing)."""

    name: str
    asked: tuple[str, ...] = ("",)
    option: str = "name"
    """The name of the slash command's only option."""


READERS = (
    Reader("today"),
    Reader("company", ("Ford", "gm", "Renault Group", "Amper", "NVDA", "nobody at all", "")),
    Reader("timeline", ("Ampere", "Cruise", "ford", "nobody at all", "")),
    Reader("timeline", ("Ford from:2026 only:planned", "ford until:1999", "Ford only:some")),
    Reader("why", ("1:0-40", "3.1:10–60", "99:0-10", "nothing", ""), option="line"),
    Reader("help"),
    Reader("latest"),
    Reader("briefing", ("9 December 2025", "2025-12-08", "3/4/2026", "soon", ""), option="day"),
    Reader("upcoming", ("", "Ford", "nobody at all")),
    Reader("compare", ("Ford, Renault", "ford gm", "Ford", "vw vs ford", ""), option="names"),
    Reader(
        "search",
        ("ampere", '"electric pickup" -hydrogen', "company:Ford after:2025-12-01", "zeppelin", ""),
        option="words",
    ),
    Reader("companies"),
    Reader("corrections"),
    Reader("week"),
    Reader("month"),
)


# --- moderators' commands ----------------------------------------------------------------------

Shelf = Any
Does = Callable[[Person, Place], Awaitable[Answer]]


@dataclass(frozen=True)
class Moderators:
    """A moderators' command: its name in text and by slash (or in the menu of a message), what is
    typed, what is done by slash, and whether a server's shelf shows its effect; `told` is in the
    answer. Before it is asked, the server holds one older briefing."""

    text: str
    slash: str
    told: str
    typed: Callable[[Place], str] = lambda place: ""
    options: Callable[[Place], dict[str, Any]] = lambda place: {}
    done: Callable[[Shelf, Place], bool] | None = None
    presses: str = ""
    """The button that the answer asks to be pressed."""
    does: Does | None = None
    """What is done where options are not enough."""
    menu: str = ""
    scheduled: bool = False
    """The server holds a schedule before it is asked."""
    private: bool = False
    """In text it is answered by direct message."""

    @property
    def root(self) -> str:
        """The name under which Discord keeps the command's permissions."""
        return self.menu or self.slash.split()[0]

    def __str__(self) -> str:
        return self.menu or self.slash

    async def by_slash(self, who: Person, place: Place) -> Answer:
        if self.does is not None:
            return await self.does(who, place)
        return await who.slash(place.news, self.slash, **self.options(place))

    def line(self, place: Place) -> str:
        return f"{self.text} {self.typed(place)}".strip()


async def pastes_into_form(who: Person, place: Place) -> Answer:
    opened = await who.slash(place.news, "ingest")
    assert opened.modal is not None
    return await who.submits(opened, {next(iter(opened.modal.inputs)): VAN})


async def right_clicks(who: Person, place: Place) -> Answer:
    file = Upload("message.txt", VAN.encode(), "text/plain")
    return await who.right_clicks(await place.alice.posts(place.news, files=[file]), MENU)


@cache
def as_the_terminal_reads(text: str) -> tuple[Any, ...]:
    (reading,) = read(text.encode(), open_catalogue(), today=NOON.date())
    return _told(reading)


def _told(briefing: Any) -> tuple[Any, ...]:
    facts = (getattr(fact, "quote", fact) for fact in briefing.facts)
    return (briefing.body, tuple(fact.span for fact in facts), tuple(briefing.subjects))


def holds_the_van(shelf: Shelf, place: Place) -> bool:
    """The briefing is there, read as the terminal reads it."""
    found = shelf.briefings_of((place.guild.id,), date(2025, 12, 9))
    return [_told(item) for item in found] == [as_the_terminal_reads(VAN)]


def has_chosen(**chosen: Callable[[Place], str]) -> Callable[[Shelf, Place], bool]:
    def look(shelf: Shelf, place: Place) -> bool:
        settings: Settings = shelf.settings(place.guild.id)
        held = {"zone": settings.zone, **settings.extra}
        return all(held.get(key) == value(place) for key, value in chosen.items())

    return look


async def corrects_by_form(who: Person, place: Place) -> Answer:
    opened = await who.slash(place.news, "desk edit", briefing="older van")
    assert opened.modal is not None
    return await who.submits(opened, {next(iter(opened.modal.inputs)): "A Tram"})


def _own_titles(shelf: Shelf, place: Place) -> list[str]:
    found = shelf.newest((place.guild.id,), date.min, date.max, 9)
    return [ref.title for ref in found]


FIRM = "Tallowbrook Motors"


def about_names(name: str, says: str, /, **options: str) -> Moderators:
    """A command that keeps a rule about names, asked back first."""
    return Moderators(
        f"desk name {name}",
        f"desk name {name}",
        told=f"Keep that {'' if says.startswith(('“', 'T', 'P')) else FIRM + ' '}{says}?",
        typed=lambda place: ", ".join(options.values()),
        options=lambda place: dict(options),
        presses="Keep it",
        done=lambda shelf, place: len(shelf.name_rules((place.guild.id,))) == 1,
    )


MODERATORS = (
    Moderators(
        "ingest",
        "ingest",
        told="Taken in, new: A Van, 9 December 2025",
        typed=lambda place: VAN,
        does=pastes_into_form,
        done=holds_the_van,
    ),
    Moderators("feed", "feed list", told="No feed is followed"),
    Moderators(
        "feed add",
        "feed add",
        told="Followed: ",
        typed=lambda place: "http://127.0.0.1/feed",
        options=lambda place: {"url": "http://127.0.0.1/feed"},
        done=lambda shelf, place: len(shelf.feeds(place.guild.id)) == 1,
    ),
    Moderators(
        "feed remove",
        "feed remove",
        told="This server follows no feed 99",
        typed=lambda place: "99",
        options=lambda place: {"number": 99},
    ),
    Moderators(
        "feed pause",
        "feed pause",
        told="This server follows no feed 99",
        typed=lambda place: "99",
        options=lambda place: {"number": 99},
    ),
    Moderators(
        "feed resume",
        "feed resume",
        told="This server follows no feed 99",
        typed=lambda place: "99",
        options=lambda place: {"number": 99},
    ),
    Moderators(
        "fetch",
        "fetch",
        told="127.0.0.1 leads to no public address; paste the text itself.",
        typed=lambda place: "http://127.0.0.1/news",
        options=lambda place: {"url": "http://127.0.0.1/news"},
    ),
    Moderators(
        "",
        "",
        menu=MENU,
        told="Taken in, new: A Van, 9 December 2025",
        does=right_clicks,
        done=holds_the_van,
    ),
    Moderators(
        "remove",
        "remove",
        told="Remove An Older Van, 1 December 2025",
        typed=lambda place: "older van",
        options=lambda place: {"briefing": "older van"},
        presses="Remove it",
        done=lambda shelf, place: shelf.coverage((place.guild.id,)).briefings == 0,
    ),
    Moderators("export", "export", told="1 briefing of this server", private=True),
    Moderators(
        "desk edit",
        "desk edit",
        told="Stored: A Tram, 1 December 2025 (briefing",
        typed=lambda place: "older van title: A Tram",
        does=corrects_by_form,
        done=lambda shelf, place: _own_titles(shelf, place) == ["A Tram"],
    ),
    Moderators(
        "desk redate",
        "desk redate",
        told="Stored: An Older Van, 30 November 2025 (briefing",
        typed=lambda place: "older van 2025-11-30",
        options=lambda place: {"briefing": "older van", "day": "2025-11-30"},
        done=lambda shelf, place: shelf.coverage((place.guild.id,)).first == date(2025, 11, 30),
    ),
    Moderators(
        "desk withdraw",
        "desk withdraw",
        told="Withdrawn: An Older Van, 1 December 2025 (briefing",
        typed=lambda place: "older van",
        options=lambda place: {"briefing": "older van"},
        done=lambda shelf, place: shelf.coverage((place.guild.id,)).briefings == 0,
    ),
    Moderators(
        "desk restore",
        "desk restore",
        told="say an earlier revision",
        typed=lambda place: "older van",
        options=lambda place: {"briefing": "older van"},
    ),
    Moderators(
        "desk history",
        "desk history",
        told="ingest by the operator",
        typed=lambda place: "older van",
        options=lambda place: {"briefing": "older van"},
    ),
    Moderators(
        "desk undo",
        "desk undo",
        told="Undone. Withdrawn: An Older Van",
        done=lambda shelf, place: shelf.coverage((place.guild.id,)).briefings == 0,
    ),
    Moderators("desk name", "desk name list", told="Unlisted, to adopt: "),
    about_names("add", "Pemberlock Motors is a company", name="Pemberlock Motors"),
    about_names("alias", "“TBM” means Tallowbrook Motors", name=FIRM, alias="TBM"),
    about_names("parent", "Tallowbrook Motors is part of Ford", name=FIRM, parent="Ford"),
    about_names("merge", "is the same as Hartwell Mobility", name=FIRM, into="Hartwell Mobility"),
    about_names("ambiguous", "“Ford” alone is ambiguous", form="Ford"),
    about_names("adopt", "Tallowbrook Motors is listed", name=FIRM),
    Moderators(
        "desk name drop",
        "desk name drop",
        told="There is no rule 99",
        typed=lambda place: "99",
        options=lambda place: {"number": 99},
    ),
    Moderators("settings", "settings show", told="Zone: UTC (nobody has chosen one"),
    Moderators(
        "settings zone",
        "settings zone",
        told="Zone: Europe/Paris; today is Tuesday 9 December 2025",
        typed=lambda place: "europe/paris",
        options=lambda place: {"name": "Europe/Paris"},
        done=has_chosen(zone=lambda place: "Europe/Paris"),
    ),
    Moderators(
        "settings prefix",
        "settings prefix",
        told="Prefix: ?",
        typed=lambda place: "?",
        options=lambda place: {"mark": "?"},
        done=has_chosen(prefix=lambda place: "?"),
    ),
    Moderators(
        "settings moderators",
        "settings moderators",
        told="and who may manage the server",
        typed=lambda place: f"<@&{place.editors.id}>",
        options=lambda place: {"role": place.editors},
        done=has_chosen(moderator_role=lambda place: str(place.editors.id)),
    ),
    Moderators(
        "settings notices",
        "settings notices",
        told="Notices: ",
        typed=lambda place: f"<#{place.notices.id}>",
        options=lambda place: {"channel": place.notices},
        done=has_chosen(notice_channel=lambda place: str(place.notices.id)),
    ),
    Moderators(
        "settings plain",
        "settings plain",
        told="Plain text: on",
        typed=lambda place: "on",
        options=lambda place: {"on": True},
        done=has_chosen(plain=lambda place: "on"),
    ),
    Moderators(
        "settings locale",
        "settings locale",
        told="Locale: de",
        typed=lambda place: "de",
        options=lambda place: {"tag": "de"},
        done=has_chosen(locale=lambda place: "de"),
    ),
    Moderators(
        "settings approval",
        "settings approval",
        told="shown to moderators first",
        typed=lambda place: "on",
        options=lambda place: {"on": True},
        done=has_chosen(approval=lambda place: "on"),
    ),
    Moderators(
        "settings trusted",
        "settings trusted",
        told="Approval: off",
        typed=lambda place: f"<@&{place.editors.id}>",
        options=lambda place: {"role": place.editors},
        done=has_chosen(trusted_role=lambda place: str(place.editors.id)),
    ),
    Moderators("desk", "desk queue", told="Nothing waits for approval."),
    Moderators("desk log", "desk log", told="An Older Van"),
)


def number(place: Place) -> dict[str, Any]:
    return {"number": place.schedule}


def typed_number(place: Place) -> str:
    return str(place.schedule)


def schedule(shelf: Shelf, place: Place) -> Any:
    return shelf.schedule(place.schedule)


def on_schedule(name: str, told: str, done: Callable[[Any], bool] | None = None) -> Moderators:
    """A command on the server's one schedule."""
    return Moderators(
        f"schedule {name}",
        f"schedule {name}",
        told=told,
        typed=typed_number,
        options=number,
        done=None if done is None else lambda shelf, place: done(schedule(shelf, place)),
        scheduled=True,
    )


MODERATORS += (
    Moderators("schedule", "schedule list", told="the day's briefing in <#", scheduled=True),
    Moderators(
        "schedule add",
        "schedule add",
        told="Kept as schedule",
        typed=lambda place: "at: 07:30 zone: UTC days: weekdays",
        options=lambda place: {"at": "07:30", "zone": "UTC", "days": "weekdays"},
        done=lambda shelf, place: len(shelf.schedules(place.guild.id)) == 1,
    ),
    replace(
        on_schedule("edit", "at 09:45", lambda found: '"09:45' in found.rule),
        typed=lambda place: f"{place.schedule} at: 09:45",
        options=lambda place: {"number": place.schedule, "at": "09:45"},
    ),
    on_schedule("pause", "paused", lambda found: '"paused":true' in found.rule.replace(" ", "")),
    on_schedule("resume", "Runs again."),
    on_schedule("skip", "Skipped.", lambda found: "2025-12-10" in found.rule),
    on_schedule("remove", "Removed: ", lambda found: found is None or bool(found.off)),
    on_schedule("test", "An Older Van"),
    on_schedule("why", "Nothing has fallen due"),
    Moderators("doctor", "doctor", told="nothing is missing", scheduled=True),
)
ROOTS = sorted({row.root for row in MODERATORS})

DIRECT = ("server",)
"""Commands for direct messages only."""


async def test_the_table_holds_every_command(stage: Stage) -> None:
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
    readers = {row.name for row in (*READERS, *PEOPLE)} | set(DIRECT)
    assert typed == readers | {row.text for row in MODERATORS if row.text}
    assert slash == readers | {row.slash for row in MODERATORS if row.slash}
    assert menus == {row.menu for row in MODERATORS if row.menu}


# --- readers -----------------------------------------------------------------------------------


QUESTIONS = [(row, argument) for row in READERS for argument in row.asked if row.name != "help"]
FEW = [QUESTIONS[at : at + 9] for at in range(0, len(QUESTIONS), 9)]
"""A bot's connection bears a hundred questions of the loopback's in a minute, not more."""


@pytest.mark.parametrize("asked", FEW, ids=lambda few: few[0][0].name)
@pytest.mark.parametrize("plain", ["", "on"], ids=["cards", "plain text"])
async def test_readers_are_answered_as_at_the_terminal_by_every_way(
    stage: Stage, plain: str, asked: list[tuple[Reader, str]]
) -> None:
    for sample in sorted(SAMPLES.glob("*.txt")):
        await put(stage.desk, sample.read_bytes())
    stage, noted = noting(stage)
    place = Place.made(stage)
    async with stage.bot(message_content=True) as bot:
        await bot.keep("plain", plain, library=place.guild.id)
        await bot.keep("plain", plain)
        for row, argument in asked:
            await _asked_by_every_way(place, noted, row, argument)


async def _asked_by_every_way(place: Place, noted: Any, row: Reader, argument: str) -> None:
    line = f"{row.name} {argument}".strip()
    value, shown = await _at_the_terminal(place.stage, line)
    for way, answer in (await _readers_ways(place, row, argument)).items():
        noted.values.clear()
        told = await answer()
        assert noted.values == ([] if value is None else [value]), (way, line)
        assert words(await _read_through(place.alice, told)) == shown, (way, line)


async def _at_the_terminal(stage: Stage, line: str) -> tuple[Any, list[str]]:
    """The answer's value and the words that the terminal shows; a refusal has no value."""
    storage = stage.desk.storage._storage  # type: ignore[attr-defined]  # what it notes is ours
    context = Context(today=NOON.date(), zone="UTC")
    try:
        value = await ask(storage, stage.desk.catalogue, context, line)
    except BadQuestion as error:
        return None, words(str(error))
    return value, words(on_screen(value))


async def _readers_ways(place: Place, row: Reader, argument: str) -> dict[str, Any]:
    alice, name = place.alice, row.name
    options = {row.option: argument} if argument else {}
    line = f"{name} {argument}".strip()
    typed = {
        way: lambda typed=typed: typed(alice, place, line)  # type: ignore[misc]
        for way, typed in TYPED.items()
    }
    return {
        **typed,
        "slash": lambda: alice.slash(place.news, name, **options),
        "slash in a direct message": lambda: alice.slash(alice.dm_channel, name, **options),
    }


async def _read_through(who: Person, answer: Answer) -> str:
    """All pages of an answer as one text, what frames each page told once. A page that is turned
    to is asked for by its topic, and no more by what the reader called it."""
    pages = [seen_in(answer).split("\n")]
    while "Next ▶" in answer.buttons:
        await who.clicks(answer, "Next ▶")
        pages.append(seen_in(answer).split("\n"))
    if len(pages) == 1:
        return "\n".join(pages[0])
    frames = ([line.partition(" · you asked")[0] for line in page] for page in pages)
    head = next(at for at, lines in enumerate(zip(*frames, strict=False)) if len(set(lines)) > 1)
    inner = [line for page in pages for line in page[head:-1]]
    foot, _, turn = pages[-1][-1].rpartition(" · ")
    assert turn == f"page {len(pages)} of {len(pages)}"
    return "\n".join([*pages[0][:head], *inner, foot])


async def test_help_lists_the_questions_of_the_terminal_by_every_way(stage: Stage) -> None:
    place = Place.made(stage)
    async with stage.bot(message_content=True) as bot:
        numbers = {item.name: item.id for item in await bot.tree.fetch_commands()}
        for way, answer in (await _readers_ways(place, Reader("help"), "")).items():
            told = (await answer()).text
            for command in COMMANDS:
                slash = f"</{command.name}:{numbers[command.name]}> — "
                assert (slash if "slash" in way else f"{command.usage}") in told, way


# --- moderators --------------------------------------------------------------------------------


async def _furnished(stage: Stage, names: list[str]) -> dict[str, Place]:
    """A server for each way, each with one older briefing of its own."""
    places = {name: Place.made(stage, name) for name in names}
    for place in places.values():
        await take_in(
            stage.desk.storage,
            stage.desk.catalogue,
            OLD_VAN.encode(),
            library=place.guild.id,
            now=NOON,
            today=NOON.date(),
        )
    return places


async def _done(row: Moderators, place: Place) -> bool:
    look = row.done
    assert look is not None
    return await place.stage.desk.storage.read(lambda shelf: look(shelf, place))


async def _asks(row: Moderators, way: str, who: Person, place: Place) -> Answer:
    if way == "slash":
        answer = await row.by_slash(who, place)
    else:
        answer = await IN_SERVER[way](who, place, row.line(place))
        if row.private:
            assert answer.text == WRITTEN
            answer = Answer(lambda: who.dm_channel.messages[-1:])
    assert row.told in answer.text.replace("\\", ""), way
    if row.presses:
        await who.clicks(answer, row.presses)
    return answer


async def _with_schedule(row: Moderators, place: Place) -> Place:
    """The place with a schedule of its own, where the row is about one."""
    if not row.scheduled:
        return place
    target = Target(library=place.guild.id, channel=place.news.id, place=Channel.TEXT)
    chosen = manage.rule_of(Wishes(at="07:30", zone="UTC"), NOON, "")
    made = await place.stage.desk.storage.write(
        lambda desk: manage.add(desk, target, chosen, key=str(place.guild.id), made_by=1, now=NOON)
    )
    return replace(place, schedule=made.id)


def few(rows: tuple[Moderators, ...]) -> str:
    return ", ".join(map(str, rows))


BY_ROOT = [tuple(row for row in MODERATORS if row.root == root) for root in ROOTS]
BY_SOME = [rows[at : at + 8] for rows in BY_ROOT for at in range(0, len(rows), 8)]
BY_FEW = [rows[at : at + 3] for rows in BY_ROOT for at in range(0, len(rows), 3)]
"""A bot's connection bears a hundred questions of the loopback's in a minute, not more."""


@pytest.mark.parametrize("rows", BY_FEW, ids=few)
async def test_moderators_are_obeyed_by_every_way(
    stage: Stage, rows: tuple[Moderators, ...]
) -> None:
    """Who may manage the server, and who has a role that only the command's permissions name."""
    cases = {
        f"{row}, {way}, {who}": (row, way, who)
        for row in rows
        for way in ("slash", *(IN_SERVER if row.text else ()))
        for who in ("mod", "role")
    }
    places = await _furnished(stage, list(cases))
    told: dict[str, set[tuple[str, ...]]] = {}
    async with stage.bot(message_content=True):
        for name, (row, way, who) in cases.items():
            place = await _with_schedule(row, places[name])
            if who == "role":
                await place.guild.override(row.root, allow=(place.editors,))
            assert row.done is None or not await _done(row, place), name
            answer = await _asks(row, way, place.mod if who == "mod" else place.carol, place)
            assert row.done is None or await _done(row, place), name
            said = tuple(word for word in words(answer.text) if not word.isdigit())
            told.setdefault(str(row), set()).add(said)
    assert {name: len(said) for name, said in told.items()} == dict.fromkeys(told, 1), told


@pytest.mark.parametrize("rows", BY_SOME, ids=few)
async def test_others_are_refused_by_every_way(stage: Stage, rows: tuple[Moderators, ...]) -> None:
    """A plain member; one whose role says nothing; one who may manage the server but has a role
    that the command's permissions bar."""
    place = (await _furnished(stage, ["Cars"]))["Cars"]
    async with stage.bot(message_content=True):
        place = await _with_schedule(MODERATORS[-1], place)
        await place.guild.override(rows[0].root, deny=(place.barred,))
        before = await _kept(place)
        for row in rows:
            for who in (place.alice, place.carol, place.dave):
                with pytest.raises(NotOffered):
                    await row.by_slash(who, place)
                for way, typed in IN_SERVER.items() if row.text else ():
                    told = seen_in(await typed(who, place, row.line(place)))
                    assert told == REFUSED, (row, way, who)
        assert await _kept(place) == before


async def test_in_a_direct_message_nobody_moderates(stage: Stage) -> None:
    place = (await _furnished(stage, ["Cars"]))["Cars"]
    async with stage.bot(message_content=True):
        place = await _with_schedule(MODERATORS[-1], place)
        before = await _kept(place)
        for row in MODERATORS:
            for who in (place.mod, place.alice):
                if row.text:
                    assert seen_in(await who.dm(row.line(place))) == NOT_HERE, (row, who)
                with pytest.raises(NotOffered):
                    await row.by_slash(who, replace(place, news=who.dm_channel))
        assert await _kept(place) == before


async def _kept(place: Place) -> tuple[Any, ...]:
    """All that a moderator could have changed."""
    guild = place.guild.id

    def look(shelf: Shelf) -> tuple[Any, ...]:
        schedules = [(item.id, item.rule, item.off) for item in shelf.schedules(guild)]
        return shelf.coverage((guild,)), shelf.settings(guild), schedules

    return await place.stage.desk.storage.read(look)


async def test_who_picks_a_server_does_so_in_a_direct_message_only(stage: Stage) -> None:
    place = Place.made(stage)
    alice = place.alice
    async with stage.bot(message_content=True):
        for typed in IN_SERVER.values():
            told = seen_in(await typed(alice, place, "server Cars"))
            assert told.startswith("That is for direct messages")
        with pytest.raises(NotOffered):
            await alice.slash(place.news, "server", name="Cars")
        picked = [
            (await alice.dm("server Cars")).text,
            (await alice.slash(alice.dm_channel, "server", name="Cars")).text,
        ]
    assert picked == ["From now on you read the briefings of Cars here, and the house's."] * 2
