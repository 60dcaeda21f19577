"""Feeds followed on a schedule: pulled with patience, taken in like anything else, told when ill.

A feed is asked at most every hour, a little earlier or later so that not all are asked at once, and
less often the more often it fails; what it asks for (Retry-After, validators) is done. After a week
of failures, or where it is gone for good, it is stopped, and its moderators are told so once,
however long Discord is away meanwhile.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any

from bot.errors import BadBriefing, DeskError
from bot.extraction.companies import Catalogue
from bot.extraction.reading import read_pages
from bot.ingestion import isolated
from bot.ingestion.discovery import feed_named_in
from bot.ingestion.fetching import Fetched, Fetcher
from bot.ingestion.fetching.fetch import NotFetched, checked
from bot.ingestion.intake import catalogue_of, check_day, tells
from bot.ingestion.logged import put_all, waiting
from bot.model import ITSELF, Change, Draft, Feed, FeedState, Outcome, Page, Reading, TextKind
from bot.storage.protocol import Desk, Storage

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
JITTER = 0.1
"""Share of the wait by which it is longer or shorter, drawn by chance."""
LONGEST = timedelta(days=1)
GIVE_UP = 12
"""Failures in a row, after an hour, two, four … and then a day each: about a week."""
_GONE = 410
AT_ONCE = 4
TICK = 30.0
_BACKFILL = 50
"""Entries of a first pull, the newest; a feed may hold years."""

_LONG_AGO, _NEVER = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_Entry = tuple[int, Page]
"""An entry with its place in the feed, from 0."""

Tell = Callable[[int, int, str], Awaitable[bool]]
"""Tell a library's moderators something in the channel they chose, else the person."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull brought: briefings stored and drafts made, and entries that could not be read."""

    stored: int = 0
    drafted: int = 0
    unread: int = 0


def followed(library: int, url: str, *, by: int, now: datetime, trusted: bool) -> Feed:
    """A feed to follow, asked at once. Raises `BadBriefing` for what is no address."""
    return Feed(library, checked(url), by, now, now, trusted=trusted)


class FeedReader:
    """Pulls what is due. `asks_first` tells whether a library wants a draft of what is not
    trusted; `today_of` is the day it is in a library's zone."""

    def __init__(
        self,
        storage: Storage,
        catalogue: Catalogue,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
        *,
        tell: Tell,
        asks_first: Callable[[int], Awaitable[bool]],
        today_of: Callable[[int], Awaitable[date]],
        chance: random.Random | None = None,
    ) -> None:
        self._storage = storage
        self._catalogue = catalogue
        self._fetcher = fetcher
        self._clock = clock
        self._tell = tell
        self._asks_first = asks_first
        self._today_of = today_of
        self._chance = chance or random.Random()
        self._notices: dict[int, tuple[Feed, str]] = {}
        """What is to be told of a feed, by its number; the newest counts."""
        self._tell_again = _LONG_AGO
        self._turn = asyncio.Lock()
        """Side by side, feeds would be read no sooner, and keep those waiting who ask."""

    async def run(self, tick: float = TICK) -> None:
        """Pull until cancelled; what goes wrong with one feed is that feed's alone."""
        while True:
            try:
                await self.tick()
            except Exception:
                log.exception("a look at the feeds failed; the next one is near")
            await asyncio.sleep(tick)

    async def tick(self) -> int:
        """Pull every feed that is due, a few at once, and tell what is to be told; returns how many
        were due."""
        done = 0
        while due := await self._due():
            done += len(due)
            await asyncio.gather(*(self.pull(feed) for feed in due))
        await self._tell_all()
        return done

    async def _due(self) -> tuple[Feed, ...]:
        now = self._clock()
        return await self._storage.read(lambda shelf: shelf.feeds_due(now, AT_ONCE))

    async def pull(self, feed: Feed) -> Pulled:
        """Ask one feed, take in what is new, and note how it went."""
        now = self._clock()
        try:
            got = await self._fetcher.fetch(feed.url, etag=feed.etag, modified=feed.modified)
            pages = () if got.unchanged else await self._opened(got, feed)
            pulled = await self._take_in(feed, got, pages, now)
        except BadBriefing as error:
            await self._failed(feed, error, now)
            return Pulled()
        except Exception as error:  # one feed's trouble is not the others'
            log.exception("feed %d of library %d", feed.number, feed.library)
            await self._failed(feed, error, now)
            return Pulled()
        await self._went_well(feed, got, pulled, now)
        return pulled

    async def _opened(self, got: Fetched, feed: Feed) -> Sequence[_Entry]:
        """Its newest entries, in its own order."""
        today = await self._today_of(feed.library)
        async with self._turn:
            pages = await asyncio.to_thread(
                isolated.pages_of, got.data, kind=TextKind.FEED, pasted_on=today
            )
        if not any(page.body for page in pages):
            raise BadBriefing(_no_feed(got), reason="furniture")
        newest = sorted(enumerate(pages), key=lambda entry: entry[1].day or today, reverse=True)
        return sorted(newest[:_BACKFILL], key=itemgetter(0))

    async def _take_in(
        self, feed: Feed, got: Fetched, pages: Sequence[_Entry], now: datetime
    ) -> Pulled:
        today = await self._today_of(feed.library)
        catalogue = await catalogue_of(self._storage, self._catalogue, feed.library)
        async with self._turn:
            readings = await asyncio.to_thread(_read, pages, catalogue, today)
        drafts = not feed.trusted and await self._asks_first(feed.library)

        def write(desk: Desk) -> Pulled:
            news = [
                (part, reading)
                for part, reading in readings
                if desk.match(feed.library, reading).outcome is not Outcome.SAME
            ]
            unread = len(pages) - len(readings)
            if drafts:
                kept = [_draft(desk, feed, got, part, one, now, today) for part, one in news]
                return Pulled(drafted=sum(kept), unread=unread)
            told = [(reading, got.data) for _, reading in news]
            put_all(desk, feed.library, told, now=now, by=feed.added_by, action="feed")
            return Pulled(stored=len(news), unread=unread)

        return await self._storage.write(write)

    async def _went_well(self, feed: Feed, got: Fetched, pulled: Pulled, now: datetime) -> None:
        kept = await self._note(
            feed,
            failures=0,
            why="",
            pulled_at=now,
            etag=got.etag or feed.etag,
            modified=got.modified or feed.modified,
            next_at=now + self._wait(EVERY),
        )
        if kept and feed.pulled_at is None:
            self._notices[feed.number] = feed, _backfilled(feed, pulled)
        elif kept and pulled.drafted:
            self._notices[feed.number] = feed, _waiting(feed, pulled)

    async def _failed(self, feed: Feed, error: Exception, now: datetime) -> None:
        why = str(error) if isinstance(error, DeskError) else "It could not be read."
        failures = feed.failures + 1
        gone = isinstance(error, NotFetched) and error.status == _GONE
        stopped = gone or failures >= GIVE_UP
        wait = min(EVERY * 2 ** min(failures - 1, 10), LONGEST)
        asked = timedelta(seconds=getattr(error, "again_after", 0.0))
        kept = await self._note(
            feed,
            failures=failures,
            why=why,
            **_stop(now) if stopped else {"next_at": now + max(self._wait(wait), asked)},
        )
        log.info("feed %d of library %d: %s", feed.number, feed.library, why)
        if kept and failures == 1 and feed.pulled_at is None and not stopped:
            self._notices[feed.number] = feed, _not_begun(feed, why)

    async def _note(self, feed: Feed, **stands: Any) -> bool:
        """Write how a feed stands now; a moderator may have paused or removed it meanwhile, which
        counts. False then."""

        def write(desk: Desk) -> bool:
            kept = _held(desk, feed)
            if kept is None or kept.state is not FeedState.ACTIVE:
                return False
            changed = replace(kept, **stands)
            if changed.state is FeedState.STOPPED:  # and is to be told of from now on
                desk.note(logged(kept, changed, "feed stop", ITSELF), now=changed.next_at)
            return desk.save_feed(changed)

        return await self._storage.write(write)

    # --- telling moderators ----------------------------------------------------------------------

    async def _tell_all(self) -> None:
        """Tell what is to be told; where nobody could be, after a while again. That a feed was
        stopped is told by the next process, too, if this one cannot."""
        now = self._clock()
        if now >= self._tell_again:
            for feed, words in list(self._notices.values()):
                if await self._tell(feed.library, feed.added_by, words):
                    del self._notices[feed.number]
                else:
                    self._tell_again = now + EVERY
        for feed in await self._storage.read(lambda shelf: shelf.feeds_untold(now, AT_ONCE)):
            told = await self._tell(feed.library, feed.added_by, _stopped(feed))
            await self._told(replace(feed, next_at=_NEVER if told else now + EVERY))

    async def _told(self, feed: Feed) -> None:
        def write(desk: Desk) -> None:
            kept = _held(desk, feed)
            if kept is not None and kept.state is FeedState.STOPPED:
                desk.save_feed(replace(kept, next_at=feed.next_at))

        await self._storage.write(write)

    def _wait(self, wait: timedelta) -> timedelta:
        return wait * self._chance.uniform(1 - JITTER, 1 + JITTER)


def _read(pages: Sequence[_Entry], catalogue: Catalogue, today: date) -> list[tuple[int, Reading]]:
    """Every entry that can be read, with its place; others are left out."""
    told: list[tuple[int, Reading]] = []
    for part, page in pages:
        try:
            (reading,) = read_pages((page,), catalogue)
            check_day(reading, today)
        except BadBriefing:
            continue
        if tells(reading):
            told.append((part, reading))
    return told


def _held(desk: Desk, feed: Feed) -> Feed | None:
    return next((one for one in desk.feeds(feed.library) if one.number == feed.number), None)


def _stop(now: datetime) -> dict[str, Any]:
    return {"state": FeedState.STOPPED, "next_at": now}


def _draft(
    desk: Desk, feed: Feed, got: Fetched, part: int, reading: Reading, now: datetime, today: date
) -> bool:
    """A draft of one entry; False where somebody has seen it already."""
    made = Draft(feed.library, now, feed.added_by, got.data, today, part)
    number = desk.add_draft(replace(made, entry=entry_key(reading)))
    if number:
        desk.note(waiting(replace(made, number=number), reading, "feed"), now=now)
    return number > 0


def entry_key(reading: Reading) -> str:
    """What tells one entry of a feed, as it reads now, from all others."""
    page = reading.page
    words = hashlib.sha256(page.body.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{page.url or f'{reading.day.isoformat()} {page.title}'}#{words}"


def _no_feed(got: Fetched) -> str:
    found = feed_named_in(got.data, got.url)
    if found:
        return f"That is a page and no feed, but it names one: /feed add {found}"
    return "There are no entries in it; is it a feed?"


def _not_begun(feed: Feed, why: str) -> str:
    return (
        f"First look at {feed.url}: {why} I look again, less and less often; "
        f"/feed remove {feed.number} lets it be."
    )


def _backfilled(feed: Feed, pulled: Pulled) -> str:
    """What is of the last days counts as news, whichever way it comes in; see `delivery`."""
    return (
        f"First look at {feed.url}: {_count(pulled)}. This is backfill: nothing is posted or sent "
        "to followers for what is older than two days."
    )


def _waiting(feed: Feed, pulled: Pulled) -> str:
    return f"From {feed.url}: {_count(pulled)}; /desk queue shows what waits."


def _count(pulled: Pulled) -> str:
    said = f"{pulled.stored} stored" if pulled.stored else "nothing that is not here already"
    if pulled.drafted:
        said = f"{pulled.drafted} waiting for approval"
    return said + (f", {pulled.unread} not readable" if pulled.unread else "")


def _stopped(feed: Feed) -> str:
    often = f"it has failed {GIVE_UP} times in a row"
    if feed.failures < GIVE_UP:
        often = "it is gone for good"
    return (
        f"I follow {feed.url} no longer: {often}. {feed.why} "
        f"/feed resume {feed.number} tries again."
    )


def logged(before: Feed | None, after: Feed | None, action: str, by: int) -> Change:
    """The line of the audit log for a change to what is followed; None is one that is not."""
    one = after or before
    assert one is not None
    return Change(one.library, by, action, f"feed {one.number}", _stands(before), _stands(after))


def _stands(feed: Feed | None) -> str:
    """Its state before its address, which a line of the log may cut."""
    if feed is None:
        return ""
    why = f" ({feed.why})" if feed.state is FeedState.STOPPED else ""
    return f"{feed.state}{', trusted' if feed.trusted else ''}: {feed.url}{why}"
