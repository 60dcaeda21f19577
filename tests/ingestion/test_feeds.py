"""Feeds: what comes in, what is asked of their servers, and what is told when they are ill."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from aiohttp import web

from bot.app import Desk
from bot.errors import BadBriefing
from bot.extraction.companies.overlay import new_key
from bot.ingestion.drafts import reading_of
from bot.ingestion.feeds import EVERY, GIVE_UP, FeedReader, followed
from bot.ingestion.fetching import Fetcher, Policy
from bot.model import ITSELF, Feed, FeedState, NameKind, NameRule
from tests.conftest import NOW
from tests.ingestion.mutated import PODCAST
from tests.ingestion.test_fetching import INSIDE, Site, everywhere, page, site

SERVER = 7
ENTRY = (
    "<item><title>{title}</title><link>https://example.org/{number}</link>"
    "<pubDate>{day}</pubDate><description>&lt;p&gt;Tallowbrook Motors spent ${number}0 million "
    "on its plant in Ludlow in 2024.&lt;/p&gt;</description></item>"
)
RSS = "<rss version='2.0'><channel><title>Coupling Daily</title>{entries}</channel></rss>"
MONDAY = date(2026, 11, 23)
DAY = "Mon, 23 Nov 2026 08:00:00 GMT"


def rss(*numbers: int, day: str = DAY) -> bytes:
    entries = "".join(ENTRY.format(title=f"Van {n}", number=n, day=day) for n in numbers)
    return RSS.format(entries=entries).encode()


JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Coupling Daily",
        "authors": [{"name": "Maren Tilbrook"}],
        "items": [
            {
                "id": "1",
                "url": "https://example.org/1",
                "title": "Van 1",
                "content_html": "<p>Tallowbrook Motors spent $10 million in Ludlow in 2024.</p>",
                "date_published": "2026-11-23T08:00:00Z",
            }
        ],
    }
).encode()


@dataclass
class Room:
    """A reader of feeds with a clock that stands until it is moved, and a feed of one server."""

    desk: Desk
    here: Site
    reader: FeedReader
    now: datetime = NOW
    told: list[str] = field(default_factory=list)
    away: bool = False
    """Whether Discord is, so that nobody can be told."""
    asks: bool = False
    broken: frozenset[int] = frozenset()
    """Libraries whose settings cannot be read."""
    answers: list[web.Response] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    async def follow(self, *, trusted: bool = False, library: int = SERVER) -> Feed:
        new = followed(library, self.here.url("/feed"), by=1, now=self.now, trusted=trusted)
        number = await self.desk.storage.write(lambda desk: desk.add_feed(new))
        return replace(new, number=number)

    async def feed(self) -> Feed:
        (found,) = await self.desk.storage.read(lambda shelf: shelf.feeds(SERVER))
        return found

    async def later(self, wait: timedelta = 2 * EVERY) -> int:
        self.now += wait
        return await self.reader.tick()

    async def titles(self) -> list[str]:
        found = await self.desk.storage.read(
            lambda shelf: shelf.newest((SERVER,), date.min, date.max, 99)
        )
        return sorted(ref.title for ref in found)


@pytest.fixture
async def room(desk: Desk) -> AsyncIterator[Room]:
    async with made(desk) as room:
        yield room


@asynccontextmanager
async def made(desk: Desk) -> AsyncIterator[Room]:
    async def answer(request: web.Request) -> web.Response:
        room.asked.append(dict(request.headers))
        told = room.answers.pop(0) if len(room.answers) > 1 else room.answers[0]
        return web.Response(status=told.status, body=told.body, headers=told.headers)

    async with site(answer) as here:

        async def tell(library: int, person: int, words: str) -> bool:
            if not room.away:
                room.told.append(words)
            return not room.away

        async def asks_first(library: int) -> bool:
            if library in room.broken:
                raise RuntimeError("a bug")
            return room.asks

        async def today_of(library: int) -> date:
            return room.now.date()

        policy = Policy(opened=frozenset((("127.0.0.1", here.port),)))
        reader = FeedReader(
            desk.storage,
            desk.catalogue,
            Fetcher(policy, within=60),
            lambda: room.now,
            tell=tell,
            asks_first=asks_first,
            today_of=today_of,
            chance=random.Random(1),
        )
        room = Room(desk, here, reader)
        yield room


def ok(data: bytes, **headers: str) -> web.Response:
    return web.Response(body=data, content_type="application/rss+xml", headers=headers)


@pytest.mark.parametrize("data", [rss(1), JSON], ids=["RSS", "JSON"])
async def test_the_first_pull_is_backfill_and_says_so(room: Room, data: bytes) -> None:
    await room.follow()
    room.answers = [ok(data)]
    assert await room.reader.tick() == 1
    assert await room.titles() == ["Van 1"]
    assert room.told == [
        f"First look at {room.here.url('/feed')}: 1 stored. This is backfill: nothing is posted or "
        "sent to followers for what is older than two days."
    ]
    found = await room.desk.storage.read(lambda shelf: shelf.changes(SERVER, None, 9))
    assert [(change.action, change.who) for change in found] == [("feed", 1)]


async def test_it_is_asked_after_an_hour_with_what_it_said(room: Room) -> None:
    await room.follow()
    room.answers = [ok(rss(1), ETag='"one"'), web.Response(status=304), ok(rss(1, 2))]
    await room.reader.tick()
    assert await room.later(timedelta(minutes=50)) == 0, "not before its time"
    assert await room.later() == 1
    assert room.asked[-1]["If-None-Match"] == '"one"'
    assert await room.later() == 1
    assert await room.titles() == ["Van 1", "Van 2"]
    assert len(room.told) == 1, "only the first look is told"


async def test_entries_wait_for_approval_and_come_once(room: Room) -> None:
    await room.follow()
    room.asks = True
    room.answers = [ok(rss(1, 2))]
    await room.reader.tick()
    await room.later()
    waiting = await room.desk.storage.read(lambda shelf: shelf.drafts(SERVER, 0, 9))
    assert [reading_of(one, room.desk.catalogue).page.title for one in waiting] == [
        "Van 1",
        "Van 2",
    ]
    assert not await room.titles()
    trusted = replace(await room.feed(), trusted=True, next_at=room.now, etag="")
    await room.desk.storage.write(lambda desk: desk.save_feed(trusted))
    await room.reader.tick()
    assert await room.titles() == ["Van 1", "Van 2"]


async def test_an_entry_that_cannot_be_read_holds_up_no_other(room: Room) -> None:
    await room.follow()
    far = ENTRY.format(title="Far ahead", number=3, day="Mon, 23 Nov 2099 08:00:00 GMT")
    good = ENTRY.format(title="Van 1", number=1, day=DAY)
    empty = "<item><title>Nothing</title></item>"
    room.answers = [ok(RSS.format(entries=far + empty + good).encode())]
    await room.reader.tick()
    assert await room.titles() == ["Van 1"]
    assert "not readable" in room.told[0]


async def test_failures_make_it_rarer_and_stop_it_with_one_word(room: Room) -> None:
    await room.follow()
    room.answers = [web.Response(status=500)]
    waits = []
    for _ in range(GIVE_UP - 1):
        await room.reader.tick()
        feed = await room.feed()
        waits.append(feed.next_at - room.now)
        room.now = feed.next_at
    assert all(long > short * 0.8 for short, long in pairwise(waits))
    assert waits[0] < 2 * EVERY
    assert timedelta(hours=20) < waits[-1] < timedelta(hours=28)
    await room.reader.tick()
    assert (await room.feed()).state is FeedState.STOPPED
    first, told = room.told
    assert "127.0.0.1 answered with 500; try again later. I look again" in first
    assert "has failed 12 times in a row. 127.0.0.1 answered with 500" in told
    (line,) = await room.desk.storage.read(lambda shelf: shelf.changes(SERVER, None, 9))
    assert (line.who, line.action, line.object) == (ITSELF, "feed stop", "feed 1")
    assert line.before.startswith("active: ")
    assert line.after.startswith("stopped: ")
    assert "answered with 500" in line.after
    assert await room.later(timedelta(days=9)) == 0
    assert len(room.told) == 2


async def test_what_nobody_could_be_told_is_told_later_and_once(room: Room) -> None:
    """Also by another process: it is written down together with what happened."""
    await room.follow()
    room.answers = [web.Response(status=410)]
    room.away = True
    await room.reader.tick()
    assert (await room.feed()).state is FeedState.STOPPED
    assert await room.later(EVERY / 2) == 0
    room.away = False
    await room.later(EVERY / 4)
    assert not room.told, "not at every look"
    for _ in range(3):
        await room.later()
    (told,) = room.told
    assert "it is gone for good" in told


async def test_what_was_written_down_by_one_process_is_told_by_the_next(desk: Desk) -> None:
    async with made(desk) as before:
        await before.follow()
        before.answers = [web.Response(status=410)]
        before.away = True
        await before.reader.tick()
    async with made(desk) as after:
        for _ in range(3):
            await after.later()
    assert len(after.told) == 1


async def test_a_fault_with_one_feed_is_that_feeds_alone(room: Room) -> None:
    bad = await room.follow(library=SERVER + 1)
    await room.follow()
    room.broken = frozenset((SERVER + 1,))
    room.answers = [ok(rss(1))]
    assert await room.reader.tick() == 2
    assert await room.titles() == ["Van 1"]
    (ill,) = await room.desk.storage.read(lambda shelf: shelf.feeds(bad.library))
    assert (ill.failures, ill.why) == (1, "It could not be read.")
    assert ill.next_at > room.now


async def test_entries_are_read_by_the_servers_own_names(room: Room) -> None:
    key = new_key("Hartwell Mobility")
    rule = NameRule(SERVER, NameKind.ALIAS, key, "Hartwell Mobility", text="Tallowbrook Motors")
    await room.desk.storage.write(lambda desk: desk.add_name_rule(rule))
    await room.follow()
    room.answers = [ok(rss(1))]
    await room.reader.tick()
    (found,) = await room.desk.storage.read(lambda shelf: shelf.briefings_of((SERVER,), MONDAY))
    assert "Hartwell Mobility" in {topic.name for topic in found.topics}


@pytest.mark.parametrize("newest_first", [True, False])
async def test_the_first_look_takes_the_newest_in_whichever_order(
    room: Room, newest_first: bool
) -> None:
    entries = [
        ENTRY.format(title=f"Van {n}", number=n, day=f"Mon, 23 Nov {2026 - n} 08:00:00 GMT")
        for n in range(60)
    ]
    await room.follow()
    room.answers = [ok(RSS.format(entries="".join(entries[:: 1 if newest_first else -1])).encode())]
    await room.reader.tick()
    assert await room.titles() == sorted(f"Van {n}" for n in range(50))


async def test_a_podcasts_show_notes_are_read_and_not_its_sound(room: Room) -> None:
    await room.follow()
    room.answers = [ok(PODCAST)]
    await room.reader.tick()
    (found,) = await room.desk.storage.read(
        lambda shelf: shelf.briefings_of((SERVER,), date(2025, 12, 8))
    )
    ref = found.ref
    assert (ref.title, ref.source) == ("A Van for Leeds", "The Coupling Hour")
    assert (ref.author, ref.url) == ("Maren Tilbrook", "https://example.org/episodes/1")
    assert found.body.splitlines() == [
        "Hartwell Mobility ordered 300 vans from Tallowbrook Motors in May 2024.",
        "The plant in Leeds will open in March 2027, Tallowbrook Motors said.",
    ]
    assert room.here.seen == ["/feed"]


async def test_a_page_that_names_its_feed_is_no_dead_end(room: Room) -> None:
    """The first look is told when it fails, too: who mistyped an address waits for nothing."""
    await room.follow()
    page = b"<html><head><link rel='alternate' type='application/rss+xml' href='/a?b&amp;c'></head>"
    room.answers = [ok(page + b"<body><p>News of vans.</p></body></html>")]
    for _ in range(3):
        await room.reader.tick()
        room.now = (await room.feed()).next_at
    (told,) = room.told
    assert f"it names one: /feed add {room.here.url('/a?b&c')}" in told


@pytest.mark.parametrize("host", INSIDE)
async def test_a_feed_that_leads_inside_reaches_nothing(desk: Desk, host: str) -> None:
    async with made(desk) as room, everywhere(page) as inside:
        await room.follow()
        target = f"http://{host}:{inside.port}/feed"
        room.answers = [web.Response(status=302, headers={"Location": target})]
        await room.reader.tick()
        assert (await room.feed()).failures == 1
        assert room.here.seen == ["/feed"]
        assert not inside.seen


async def test_a_feed_without_an_end_or_a_beginning_is_ill(room: Room) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):  # until the reader hangs up
            while True:
                await answer.write(rss(1) * 50)
                if request.path == "/slow":
                    await asyncio.sleep(60)
        return answer

    async with site(endless) as there:
        for path, told in (("/huge", "is over 5 MB"), ("/slow", "took too long to answer")):
            feed = await room.follow()
            policy = Policy(opened=frozenset((("127.0.0.1", there.port),)))
            room.reader._fetcher = Fetcher(policy, within=2 if path == "/slow" else 60)
            await room.reader.pull(replace(feed, url=there.url(path)))
            assert told in (await room.feed()).why
            await room.desk.storage.write(
                lambda desk, gone=feed: desk.remove_feed(SERVER, gone.number)  # type: ignore[misc]
            )


async def test_a_feed_that_is_cut_gives_what_is_whole(room: Room) -> None:
    await room.follow()
    room.answers = [ok(rss(1, 2, 3)[:-200])]
    await room.reader.tick()
    assert {"Van 1", "Van 2"} <= set(await room.titles())


async def test_one_that_recovers_is_as_before(room: Room) -> None:
    await room.follow()
    room.answers = [web.Response(status=500), ok(rss(1))]
    await room.reader.tick()
    assert (await room.feed()).why == "127.0.0.1 answered with 500; try again later."
    await room.later()
    feed = await room.feed()
    assert (feed.failures, feed.why) == (0, "")
    assert await room.titles() == ["Van 1"]


async def test_what_it_asks_for_is_waited_for_and_what_is_gone_is_left(room: Room) -> None:
    await room.follow()
    room.answers = [web.Response(status=429, headers={"Retry-After": "36000"})]
    await room.reader.tick()
    assert (await room.feed()).next_at >= room.now + timedelta(hours=10)
    room.answers = [web.Response(status=410)]
    await room.later(timedelta(hours=11))
    assert (await room.feed()).state is FeedState.STOPPED
    assert "it is gone for good" in room.told[-1]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<rss><channel>", id="cut"),
        pytest.param(b"<html><body>No feed here</body></html>"[:20], id="a page"),
        pytest.param(b"\x00\x01" * 500, id="binary"),
        pytest.param(
            b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a '" + b"x" * 999 + b"'>"
            b"<!ENTITY b '" + b"&a;" * 999 + b"'>]><rss><channel><title>&b;</title></channel>",
            id="entities",
        ),
    ],
)
async def test_a_broken_feed_is_ill_and_nothing_more(room: Room, data: bytes) -> None:
    await room.follow()
    room.answers = [ok(data)]
    await room.reader.tick()
    feed = await room.feed()
    assert feed.failures == 1
    assert feed.why
    assert "\n" not in feed.why


async def test_who_pauses_it_during_a_pull_has_paused_it(room: Room) -> None:
    feed = await room.follow()
    room.answers = [ok(rss(1))]
    paused = replace(feed, state=FeedState.PAUSED)
    await room.desk.storage.write(lambda desk: desk.save_feed(paused))
    await room.reader.pull(feed)
    assert (await room.feed()).state is FeedState.PAUSED


@pytest.mark.parametrize("url", ["", "ftp://example.org", "file:///etc/passwd", "news"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadBriefing):
        followed(SERVER, url, by=1, now=NOW, trusted=False)
