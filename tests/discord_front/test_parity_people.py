"""The commands about oneself, by every way to ask: the same content, the same effect, and in a
channel nothing that is for one person's eyes.

`test_parity` holds the table below to be complete, with its own. A terminal has no Discord person,
and so none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest

from bot.delivery import follows
from bot.delivery.follows import Rhythm, Wish
from bot.discord_front.direct import dm_settings
from bot.discord_front.private import WRITTEN
from tests.conftest import put
from tests.discord_front.conftest import NOON, Stage
from tests.discord_front.parity_reading import words
from tests.discord_front.parity_stage import IN_SERVER, TYPED, Place
from tests.discord_front.schedule_room import bare
from tests.discord_server import Answer
from tests.discord_server.answers import read

Shelf = Any
NEWS = "Vans\n{}\n\nFord sold 300 vans in May. Renault sold 200 vans in May."


@dataclass(frozen=True)
class OnesOwn:
    """A command about oneself: what is typed behind its name, the options by slash, what the answer
    says, the buttons to press, and what the library then holds of the asker."""

    name: str
    told: str
    typed: str = ""
    options: dict[str, str] = field(default_factory=dict)
    follows: bool = True
    """The asker follows Ford before it is asked."""
    presses: tuple[str, ...] = ()
    holds: tuple[str, ...] = ("ford",)
    """The topics that the asker follows afterwards."""
    private: bool = False
    """Asked in a channel's text, it is answered by direct message."""

    def __str__(self) -> str:
        return f"{self.name} {self.typed}".strip()


def naming(name: str, typed: str, told: str, **more: Any) -> OnesOwn:
    return OnesOwn(name, told, typed, {"name": typed}, **more)


PEOPLE = (
    naming("follow", "ford", "Follow Ford in the briefings of Cars, at once?", follows=False,
           holds=()),
    naming("follow", "NYSE:F", "Over the one briefing this would have written to you once.",
           follows=False, presses=("Follow",)),
    naming("follow", "Renault", "Follow Renault", presses=("Follow",), holds=("ford", "renault")),
    naming("follow", "ford", "Follow Ford", follows=False, presses=("Cancel",), holds=()),
    OnesOwn(
        "follow",
        "weekly on Friday at 18:00 Europe/Paris",
        "Ford when: weekly fri 18:00 zone: Europe/Paris",
        {"name": "Ford", "when": "weekly fri 18:00", "zone": "Europe/Paris"},
        presses=("Follow",),
    ),
    naming("follow", "nobody at all", "No briefing names “nobody at all”."),
    naming("unfollow", "ford", "You no longer follow Ford.", holds=()),
    naming("unfollow", "all", "You no longer follow Ford.", holds=()),
    naming("unfollow", "Renault", "You do not follow “Renault”; you follow Ford."),
    OnesOwn("following", "Ford · at once · the briefings of Cars", private=True),
    OnesOwn("following", "You follow nothing", follows=False, holds=(), private=True),
    OnesOwn("my-data", "what you follow: 1 topic", private=True),
    OnesOwn("my-data", "your choices for direct messages: 1", private=True, holds=(),
            presses=("Delete all", "Yes, delete it")),
)  # fmt: skip
NAMES = sorted({row.name for row in PEOPLE})

Ask = Callable[[], Any]


def ways(row: OnesOwn, place: Place) -> dict[str, Ask]:
    alice = place.alice
    here, directly = place.news, alice.dm_channel
    return {
        **{way: partial(typed, alice, place, str(row)) for way, typed in TYPED.items()},
        "slash": partial(alice.slash, here, row.name, **row.options),
        "slash in a direct message": partial(alice.slash, directly, row.name, **row.options),
    }


async def prepared(place: Place, row: OnesOwn) -> None:
    """Alice as if she came for the first time; she reads Cars in direct messages, too."""
    person = place.alice.id

    def change(desk: Any) -> None:
        desk.forget_person(person, choices=dm_settings(person))
        if row.follows:
            wish = Wish(
                person=person,
                library=place.guild.id,
                topic="ford",
                name="Ford",
                rhythm=Rhythm(),
                channel=0,
                keys=("a", "b"),
            )
            follows.keep(desk, wish, NOON)

    await place.stage.desk.storage.write(change)
    await place.alice.dm("server Cars")


async def content_of(row: OnesOwn, way: str, place: Place, answer: Answer) -> Any:
    """The message that holds the answer."""
    if not (row.private and way in IN_SERVER):
        assert answer.ephemeral is (way == "slash" or way == "slash in a direct message")
        return answer.message
    assert answer.text == WRITTEN
    return place.alice.dm_channel.messages[-1]


async def held(place: Place) -> tuple[str, ...]:
    def look(shelf: Shelf) -> tuple[str, ...]:
        boxes = shelf.mailboxes(place.alice.id)
        return tuple(item.topic for box in boxes for item in shelf.follows_in(box.id))

    return await place.stage.desk.storage.read(look)


@pytest.mark.parametrize("name", NAMES)
async def test_each_is_the_same_by_every_way(stage: Stage, name: str) -> None:
    await put(stage.desk, NEWS.format(NOON.date()), day=NOON.date())
    place = Place.made(stage)
    async with stage.bot(message_content=True):
        for row in (row for row in PEOPLE if row.name == name):
            told = set()
            for way, ask in ways(row, place).items():
                await prepared(place, row)
                message = await content_of(row, way, place, await ask())
                text = bare(read(message)).replace("**", "")
                assert row.told in text, (way, row)
                told.add(tuple(words(text)))
                for button in row.presses:
                    pressed = await place.alice.clicks(message, button)
                    message = pressed.message if button == "Delete all" else message
                assert await held(place) == row.holds, (way, row)
                assert not message.mentions.users
            assert len(told) == 1, told
