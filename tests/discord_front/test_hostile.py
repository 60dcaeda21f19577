"""Hostile briefings, taken in by a moderator and asked for by every way: Discord refuses nothing,
nobody is pinged, and over the pages each word of the answer is seen, once and in order."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.answers.card import LineKind
from bot.answers.outline import outline
from bot.answers.questions import ask
from bot.answers.values import Answer as Value
from bot.answers.values import Context
from tests.discord_front.conftest import NOON, Stage
from tests.discord_front.parity_reading import seen, seen_in
from tests.discord_front.parity_stage import IN_SERVER, Place
from tests.discord_server import Answer, Person, Upload
from tests.discord_server.answers import walk
from tests.discord_server.posting import text_displays
from tests.discord_server.world import Message

DAY = "December 9, 2025"
FIRM = "Tallowbrook Motors"
MONTHS = (
    "January February March April May June July August September October November December"
).split()


def briefing(title: str, *told: str) -> str:
    """A text whose lines tell of a plant each, with hostile words in them."""
    lines = (
        f"{before}{FIRM} opened a plant with {inside} in {MONTHS[number % 12]} {1960 + number}, "
        f"at a cost of ${number + 20} million."
        for number, (before, _, inside) in enumerate(words.rpartition("|> ") for words in told)
    )
    return "\n".join([f"{DAY} - {title}", *lines])


HOSTILE = {
    "one word of 5,000 letters": briefing("A Van " + "x" * 5000, "x" * 5000, "*" * 5000, "Ludlow"),
    "mentions": briefing(
        "@everyone <@{alice}> <@&{role}>",
        "@everyone and @here and <@{alice}>",
        "<@&{role}> and <@!{alice}> and <#{channel}> and </today:1> and <t:1:R>",
    ),
    "masked links": briefing(
        "[Free money](https://evil.example/x)",
        "[free money](https://evil.example/x) and <https://evil.example/y>",
        "[a]: https://evil.example and discord.gg/abc and ](x)",
        "https://evil.example/a_b_(c)*d*",
    ),
    "code fences and marks": briefing(
        "```py print(1)``` # Heading",
        "```py print(1)``` and `code` and ||spoiler|| and **bold** and ~~gone~~",
        "\\* and \\ and _it_ and __under__",
        "# |> a heading",
        "-# |> small print",
        ">>> |> a quotation",
        "``` |> a fence that never ends",
    ),
    "right to left": briefing(
        "\u202eevil\u202c \u05e9\u05dc\u05d5\u05dd",
        "\u05e9\u05dc\u05d5\u05dd \u202eevil\u202c walls",
        "\u0645\u0631\u062d\u0628\u0627 \u2067x\u2069 and \u200bnothing",
    ),
    "60 events": briefing("Sixty Plants", *(f"{number + 7} lines" for number in range(60))),
    "accents and emoji": briefing(
        "Škoda, Citroën \U0001f697 and Łódź",
        "Citroën's crew from Łódź and 4,000 \U0001f697\U0001f469\u200d\U0001f527 cars",
        "Zalgo" + "\u0301\u0316" * 60,
        "Nuño Ávila-Brøndby",
    ),
}
QUESTIONS = ("today", f"company {FIRM}", f"timeline {FIRM}", "search plant", "month")


def squeezed(text: str) -> str:
    """A text without blanks, without what no reader sees (controls, bidi marks, zero-width ones),
    and without the elisions that a turn of the page adds."""
    return "".join(
        letter
        for letter in text
        if not letter.isspace()
        and letter != "…"
        and (letter == "\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    )


def told_by(value: Value) -> list[str]:
    """The briefings' own words in an answer, line by line."""
    return [
        line.text
        for card in outline(value)
        for section in card.sections
        for block in section.blocks
        for line in block.lines
        if line.kind in (LineKind.QUOTE, LineKind.ITEM)
    ]


@asynccontextmanager
async def at_work(place: Place, *, plain: bool = False) -> AsyncIterator[Any]:
    async with place.stage.bot(message_content=True) as bot:
        bot.before_identify_hook = _at_once
        if plain:
            await bot.keep("plain", "on", library=place.guild.id)
        yield bot


async def _at_once(shard: int | None, *, initial: bool = False) -> None:
    """Discord's five seconds between two connections are not these tests'."""


def text_of(place: Place, name: str) -> str:
    """The hostile text with the mentions of people who are there."""
    ids = {"alice": place.alice.id, "role": place.editors.id, "channel": place.news.id}
    text = HOSTILE[name]
    for word, number in ids.items():
        text = text.replace(f"{{{word}}}", str(number))
    return text


def as_file(text: str) -> Upload:
    return Upload("message.txt", text.encode("utf-8"), "text/plain; charset=utf-8")


async def take_in(place: Place, name: str) -> None:
    file = as_file(text_of(place, name))
    answer = await place.mod.slash(place.news, "ingest", file=file)
    assert "Taken in, new" in answer.text


async def value_of(place: Place, line: str) -> Value:
    desk = place.stage.desk
    context = Context(today=NOON.date(), libraries=(place.guild.id, 0), zone="UTC")
    return await ask(desk.storage, desk.catalogue, context, line)


def body_of(message: Message) -> str:
    """What is seen of a page between its head and its foot."""
    displays = list(text_displays(message.components))
    if displays:
        return seen("\n".join(displays[1:-1]))
    return seen(message.content.partition("\n\n")[2].rpartition("\n\n")[0])


def foot_of(message: Message) -> str:
    return seen_in(message).rpartition("\n")[2]


async def turned(who: Person, answer: Answer) -> tuple[list[str], list[str]]:
    """Every page's body and foot as they are seen, turned by the button."""
    bodies, feet = [body_of(answer.message)], [foot_of(answer.message)]
    while "Next ▶" in answer.buttons:
        await who.clicks(answer, "Next ▶")
        bodies.append(body_of(answer.message))
        feet.append(foot_of(answer.message))
        assert len(bodies) < 100
    return bodies, feet


def assert_all_told_once(value: Value, bodies: list[str], feet: list[str]) -> None:
    """Every line of a briefing in order over the pages, none of them twice, each page numbered."""
    told, at = "".join(map(squeezed, bodies)), 0
    lines = [squeezed(line) for line in told_by(value)]
    for line in lines:
        found = told.find(line, at)
        assert found >= 0, f"lost: {line[:80]!r}"
        at = found + len(line)
        # A key fact may stand in the summary, too.
        assert told.count(line) == "\n".join(lines).count(line), f"twice: {line[:80]!r}"
    turns = [f"page {number} of {len(bodies)}" for number in range(1, len(bodies) + 1)]
    assert len(bodies) == 1 or [foot.rpartition(" · ")[2] for foot in feet] == turns


def assert_nobody_pinged(place: Place) -> None:
    told = [*place.news.messages, *place.alice.dm_channel.messages]
    ours = [message for message in told if message.author is place.stage.here.bot_user]
    assert ours
    assert not any(message.mentions for message in ours)


# --- taken in ----------------------------------------------------------------------------------


async def by_form(place: Place, text: str) -> Answer:
    opened = await place.mod.slash(place.news, "ingest")
    assert opened.modal is not None
    first, rest, _ = opened.modal.inputs
    return await place.mod.submits(opened, {first: text[:4000], rest: text[4000:8000]})


async def by_right_click(place: Place, text: str) -> Answer:
    said = await place.alice.posts(place.news, files=[as_file(text)])
    return await place.mod.right_clicks(said, "Ingest as briefing")


async def by_mark(place: Place, text: str) -> Answer:
    return await place.mod.says(place.news, "!ingest", files=[as_file(text)])


async def by_mention(place: Place, text: str) -> Answer:
    return await place.mod.mentions_bot(place.news, "ingest", files=[as_file(text)])


async def by_reply(place: Place, text: str) -> Answer:
    said = await place.alice.posts(place.news, files=[as_file(text)])
    return await place.mod.says(place.news, "!ingest", replying_to=said)


async def by_slash(place: Place, text: str) -> Answer:
    return await place.mod.slash(place.news, "ingest", file=as_file(text))


@pytest.mark.parametrize("way", [by_form, by_right_click, by_mark, by_mention, by_reply, by_slash])
async def test_hostile_texts_are_taken_in_by_every_way(stage: Stage, way: Any) -> None:
    """And taken out again, named by their titles; nothing that is told of them pings."""
    place = Place.made(stage)
    async with at_work(place):
        await place.mod.slash(place.news, "settings zone", name="UTC")
        for name in HOSTILE:
            told = seen_in(await way(place, text_of(place, name)[:8000]))
            assert told.startswith("Taken in, new: "), name
        held = await stage.desk.storage.read(lambda shelf: shelf.coverage((place.guild.id,)))
        assert held.briefings == len(HOSTILE)
        for number in range(1, held.briefings + 1):
            asked = await place.mod.slash(place.news, "remove", briefing=str(number))
            assert seen_in(asked).startswith("Remove ")
            assert seen_in(await place.mod.clicks(asked, "Remove it")).startswith("Removed: ")
        assert_nobody_pinged(place)


# --- asked for ---------------------------------------------------------------------------------


@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_texts_are_told_whole_by_every_way(
    stage: Stage, name: str, plain: bool
) -> None:
    place = Place.made(stage)
    alice = place.alice
    ways = {} if plain else IN_SERVER  # the look has nothing to do with the way
    async with at_work(place, plain=plain):
        await take_in(place, name)
        for line in QUESTIONS:
            command, _, argument = line.partition(" ")
            option = "words" if command == "search" else "name"
            options = {option: argument} if argument else {}
            answer = await alice.slash(place.news, command, **options)
            firsts = {"slash": seen_in(answer)}
            for way, typed in ways.items():
                firsts[way] = seen_in(await typed(alice, place, line))
            assert firsts == dict.fromkeys(firsts, firsts["slash"])
            value = await value_of(place, line)
            assert told_by(value) or command in ("today", "month")
            assert_all_told_once(value, *await turned(alice, answer))
        assert_nobody_pinged(place)


async def test_hostile_texts_are_told_whole_in_a_direct_message(stage: Stage) -> None:
    place = Place.made(stage)
    async with at_work(place):
        for name in HOSTILE:
            await take_in(place, name)
        assert "From now on" in (await place.alice.dm("server Cars")).text
        for line in QUESTIONS:
            answer = await place.alice.dm(line)
            assert_all_told_once(await value_of(place, line), *await turned(place.alice, answer))
        assert_nobody_pinged(place)


NAMES = {
    "mentions": "@everyone <@{alice}> <@&{role}>",
    "a masked link": "[free](https://evil.example/x)",
    "a fence": "```py",
    "marks": "*_~|`>#-",
    "right to left": "\u202eevil \u05e9\u05dc\u05d5\u05dd",
    "controls": "a\u200b\u2060b",
    "1,900 letters": "x" * 1900,
    "1,900 marks": "*" * 1900,
    "emoji": "\U0001f697" * 400,
    "SQL": "\"' OR 1=1; DROP TABLE briefings; -- % _ NEAR(",
}


async def test_hostile_names_are_asked_for_by_every_way(stage: Stage) -> None:
    place = Place.made(stage)
    alice = place.alice
    async with at_work(place):
        await take_in(place, "60 events")
        for name in NAMES.values():
            asked = name.replace("{alice}", str(alice.id)).replace("{role}", str(place.editors.id))
            told = [
                seen_in(await alice.slash(place.news, "company", name=asked)),
                *[
                    seen_in(await typed(alice, place, f"company {asked}"))
                    for typed in IN_SERVER.values()
                ],
                seen_in(await alice.dm(f"company {asked}")),
            ]
            assert "No briefing names" in told[0]
            assert told[:-1] == told[:1] * 4, name
            assert "No briefing names" in told[-1]  # of another library
            assert await alice.autocomplete(place.news, "company", name=asked) == []
        assert_nobody_pinged(place)


# --- pages -------------------------------------------------------------------------------------

LONG = ("one word of 5,000 letters", "60 events")


@pytest.mark.parametrize("plain", [False, True], ids=["cards", "plain text"])
async def test_pages_turn_after_a_restart(stage: Stage, plain: bool) -> None:
    place = Place.made(stage)
    line = f"timeline {FIRM}"
    async with at_work(place, plain=plain):
        for name in LONG:
            await take_in(place, name)
        answer = await place.alice.says(place.news, f"!{line}")
    async with at_work(place):
        bodies, feet = await turned(place.alice, answer)
        assert len(bodies) > 2
        assert_all_told_once(await value_of(place, line), bodies, feet)
        while "◀ Previous" in answer.buttons:
            await place.alice.clicks(answer, "◀ Previous")
        assert body_of(answer.message) == bodies[0]
        assert_nobody_pinged(place)


async def test_another_reader_turns_pages_of_their_own(stage: Stage) -> None:
    place = Place.made(stage)
    line = f"timeline {FIRM}"
    async with at_work(place):
        for name in LONG:
            await take_in(place, name)
        answer = await place.alice.says(place.news, f"!{line}")
        shown = body_of(answer.message)
        own = await place.carol.clicks(answer, "Next ▶")
        assert own.ephemeral
        bodies, feet = await turned(place.carol, own)
        assert body_of(answer.message) == shown
        assert own.message not in place.alice.sees(place.news)
        value = await value_of(place, line)
        first = seen_in(answer).rpartition("\n")[2]
        assert_all_told_once(value, [shown, *bodies], [first, *feet])
        assert_nobody_pinged(place)


def forged(place: Place) -> dict[str, str]:
    """Custom ids as a message of the bot could only bear them if somebody had made them up."""
    own, firm = place.alice.id, "~tallowbrook-motors"
    return {
        "a page far behind the last": f"desk:n:l:9999:20251209:{own}:L:{firm}",
        "no day": f"desk:n:l:1:20259999:{own}:L:{firm}",
        "the first of all days": f"desk:n:t:1:00010101:{own}:L:",
        "the last of all days": f"desk:n:l:1:99991231:{own}:P:{firm}",
        "the day before the first": f"desk:n:l:1:00000000:{own}:L:{firm}",
        "another asker": f"desk:n:l:1:20251209:{place.mod.id}:L:{firm}",
        "no asker that could be": f"desk:n:l:1:20251209:{'9' * 20}:L:{firm}",
        "nothing asked for": f"desk:p:c:0:20251209:{own}:L:",
        "something asked of today": f"desk:p:t:0:20251209:{own}:L:{firm}",
        "no topic": f"desk:n:c:1:20251209:{own}:L:@everyone",
        "mentions": f"desk:n:c:1:20251209:{own}:P:<@{place.mod.id}> [x](https://evil.example)",
        "a hash of nothing": f"desk:n:l:1:20251209:{own}:L:#{'0' * 24}",
        "half a hash": f"desk:n:l:1:20251209:{own}:L:#",
        "a topic of another server": f"desk:n:c:0:20251209:{own}:L:~hartwell-mobility",
    }


async def test_a_forged_custom_id_is_answered_with_nothing_that_is_not_the_pressers(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    place, other = Place.made(stage), Place.made(stage, "Vans")
    text = f"{DAY} - Secret\nHartwell Mobility opened a plant in Ashcombe in May 2021."
    async with at_work(place):
        await take_in(place, "60 events")
        await by_slash(other, text)
        for name, made_up in forged(place).items():
            assert len(made_up) <= 100
            answer = await place.alice.says(place.news, f"!timeline {FIRM}")
            before = seen_in(answer)
            for part in walk(answer.message.components):
                if part.get("label") == "Next ▶":
                    part["custom_id"] = made_up
            told = await place.alice.clicks(answer, made_up)
            for message in told.messages or [answer.message]:
                shown = seen_in(message)
                assert shown.strip(), name
                assert "Ashcombe" not in shown
                assert "reference" not in shown, (name, shown)
            if name in ("another asker", "no asker that could be"):
                assert told.ephemeral
                assert seen_in(answer) == before
        assert_nobody_pinged(place)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


# --- the days around -----------------------------------------------------------------------------


async def test_days_are_turned_after_a_restart_each_reader_their_own(stage: Stage) -> None:
    place = Place.made(stage)
    async with at_work(place):
        for day in ("December 5, 2025", "December 8, 2025", "December 9, 2025"):
            text = f"{day} - Van of {day}\n{FIRM} opened a plant in Ludlow."
            await place.mod.slash(place.news, "ingest", file=as_file(text))
        answer = await place.alice.says(place.news, "!latest")
        assert "Van of December 9" in seen_in(answer)
    async with at_work(place):
        await place.alice.clicks(answer, "◀ 8 December 2025")
        assert "Van of December 8" in seen_in(answer)
        own = await place.carol.clicks(answer, "◀ 5 December 2025")
        assert own.ephemeral
        assert "Van of December 5" in seen_in(own)
        assert "Van of December 8" in seen_in(answer)
        assert not any(label.startswith("◀") for label in own.buttons)
        await place.alice.clicks(answer, "9 December 2025 ▶")
        assert "Van of December 9" in seen_in(answer)
        empty = await place.alice.says(place.news, "!briefing 2025-12-07")
        await place.alice.clicks(empty, "◀ 5 December 2025")
        assert "Van of December 5" in seen_in(empty)
