"""A feed from its command to an approved answer, and what moderators are told of it."""

from __future__ import annotations

from datetime import date

from bot.ingestion.fetching import Fetcher, Policy
from tests.discord_front.test_desk import ask_first
from tests.discord_front.test_moderation import Room, plain, room
from tests.ingestion.test_feeds import made, ok, rss

__all__ = ["ask_first", "room"]

DAYS = date(2025, 12, 1), date(2025, 12, 31)
OLD = "Tue, 09 Dec 2025 08:00:00 GMT"


async def test_from_a_followed_feed_to_an_approved_answer(room: Room) -> None:
    async with made(room.stage.desk) as server:
        server.answers = [ok(rss(1, 2, day=OLD))]
        policy = Policy(opened=frozenset((("127.0.0.1", server.here.port),)))
        async with room.stage.bot(fetcher=Fetcher(policy, within=60)) as bot:
            await room.mod.slash(room.news, "settings notices", channel=room.news)
            url = server.here.url("/feed")
            added = plain(await room.mod.slash(room.news, "feed add", url=url))
            assert added.startswith(f"Followed: **1** {url} · active")
            again = plain(await room.mod.slash(room.news, "feed add", url=url))
            assert again == "That feed is followed already."
            reader = bot.get_cog("Feeds").reader  # type: ignore[union-attr, attr-defined]
            assert await reader.tick() == 1
            notice = room.stage.here.bot_messages(room.news)[-1]
            assert "2 waiting for approval. This is backfill" in notice.content
            queue = await room.mod.slash(room.news, "desk queue")
            assert "Van 1, 9 December 2025" in plain(queue)
            shown = await room.mod.clicks(queue, "Open 1")
            assert "Coupling Daily" in plain(shown)
            done = plain(await room.mod.clicks(shown, "Approve"))
            assert "Taken in, new: Van 1" in done
            assert "Van 1" in plain(await room.alice.slash(room.news, "today"))
            listed = plain(await room.mod.slash(room.news, "feed list"))
            assert "active, last read" in listed
            paused = plain(await room.mod.slash(room.news, "feed pause", number=1))
            assert "paused" in paused
            await room.mod.slash(room.news, "feed resume", number=1)
            gone = plain(await room.mod.slash(room.news, "feed remove", number=1))
            assert gone == f"No longer followed: {url}. Its briefings stay."
            log = plain(await room.mod.slash(room.news, "desk log"))
            for action in ("feed add", "feed pause", "feed resume", "feed remove", "approve"):
                assert f"**{action}**" in log


async def test_a_page_is_fetched_shown_and_stored_with_its_address(room: Room) -> None:
    text = (
        "<html><body><article><h1>Tallowbrook Builds a Van</h1><p>December 9, 2025</p><p>"
        "Tallowbrook Motors spent $40 million on its plant in Ludlow in 2024.</p></article>"
    )
    async with made(room.stage.desk) as server:
        server.answers = [ok(text.encode())]
        policy = Policy(opened=frozenset((("127.0.0.1", server.here.port),)))
        fetcher = Fetcher(policy, within=60)
        async with room.stage.bot(fetcher=fetcher, message_content=True):
            url = server.here.url("/van")
            shown = await room.mod.slash(room.news, "fetch", url=url)
            assert "Tallowbrook Builds a Van" in plain(shown)
            by_text = await room.mod.says(room.news, f"!ingest <{url}>")
            assert "Tallowbrook Builds a Van" in plain(by_text)
            await room.mod.clicks(shown, "Approve")

        def look(shelf: object) -> str:
            (one,) = shelf.newest((room.guild.id,), *DAYS, 9)  # type: ignore[attr-defined]
            return str(one.url)

        assert await room.stage.desk.storage.read(look) == url
