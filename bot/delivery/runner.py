"""The one tick that sends what is due: looks, claims, sends, finishes; ended by no exception.

A post is claimed in the ledger before it is sent. Whoever sees the row next, in this process or in
one after it, knows by it that the post may have gone out: then the channel is asked for the row's
key, and only if it is not there the same rendering goes out again, with the same nonce.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from bot.delivery import book
from bot.delivery.at_once import FRESH, Arrival, AtOnce, RunKey, decide_at_once
from bot.delivery.book import Shows, Who
from bot.delivery.decide import REACH, Act, decide
from bot.delivery.port import CannotLook, Channels, Cure, Painter, Place, Post, Trouble
from bot.delivery.words import told_of
from bot.errors import BadSettings
from bot.model import FINAL, Delivery, DeliveryState, StoredSchedule
from bot.storage.protocol import Desk, Shelf, Storage

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between looks: a post is at most this late of our own doing."""

AT_ONCE = 32
"""Posts on their way at once; the pacer lets them go one by one. Claims are few at any time, so
that a process that dies leaves few to ask for."""

NONCE_TRUST = timedelta(seconds=60)
"""For so long a repeat is left to the nonce alone where the channel's history may not be read.
Discord remembers nonces for "the past few minutes"; one minute is less than any few."""

_CLOCK_SLACK = timedelta(minutes=1)
_LAST_WORDS = 1.0


class Step(NamedTuple):
    """A row to write, what was seen before, and why."""

    row: Delivery
    seen: Delivery | None
    act: Act


@dataclass(frozen=True, slots=True)
class Job:
    """What one look at a schedule came to."""

    schedule: StoredSchedule
    steps: tuple[Step, ...] = ()
    next_at: datetime | None = None
    off: str = ""


class Claim(NamedTuple):
    """A row that is ours to send. `again`: an earlier try may have posted it; `late`: it is only
    looked for, and not sent any more."""

    schedule: StoredSchedule
    row: Delivery
    again: bool
    late: bool = False


class Noted(NamedTuple):
    claims: tuple[Claim, ...]
    missed: tuple[Claim, ...]


@dataclass(slots=True)
class _Ready:
    """The dates for which there is something to tell, found out when asked, rendered once."""

    look: Callable[[RunKey], str | None]
    found: dict[RunKey, str | None] = field(default_factory=dict)

    def __contains__(self, day: object) -> bool:
        assert isinstance(day, date)
        return self.painted(RunKey(day, 0)) is not None

    def painted(self, run: RunKey) -> str | None:
        if run not in self.found:
            self.found[run] = self.look(run)
        return self.found[run]

    def __iter__(self) -> Iterator[date]:
        return iter({run.day for run in self.found})

    def __len__(self) -> int:
        return len(self.found)


class Runner:
    """`clock` gives the present as an aware datetime, and may be set back or forward."""

    def __init__(
        self,
        storage: Storage,
        channels: Channels,
        painter: Painter,
        clock: Callable[[], datetime],
        *,
        at_once: int = AT_ONCE,
        shows: Callable[[str], Shows] = lambda _: (),
    ) -> None:
        self._storage = storage
        self._channels = channels
        self._painter = painter
        self._clock = clock
        self._at_once = at_once
        self._shows = shows
        self._who = Who(secrets.token_hex(8), clock())
        self._last: datetime | None = None
        self._sending: dict[str, asyncio.Task[None]] = {}
        self._telling: set[asyncio.Task[None]] = set()

    async def run(self, tick: float | None = None) -> None:
        """Tick until cancelled. An exception ends its tick and nothing else."""
        try:
            while True:
                try:
                    await self.tick()
                except Exception:
                    log.exception("a look at what is due failed; the next one is near")
                await asyncio.sleep(TICK if tick is None else tick)
        finally:
            await self._finish()

    async def tick(self) -> None:
        """Look at all that is due, and begin to send it; waits only for a free place."""
        now = self._clock()
        await self._mind_the_clock(now)
        while not self._channels.stopped_for():
            await self._room()
            jobs = await self._storage.read(partial(self._look, now=now))
            if not jobs:
                return
            noted = await self._storage.write(partial(self._note, jobs=jobs))
            for claim in noted.claims:
                self._begin(claim)
            for claim in noted.missed:
                self._tell_later(claim.schedule, claim.row, claim.row.reason)

    async def idle(self) -> None:
        """Until nothing is on its way."""
        while tasks := [*self._sending.values(), *self._telling]:
            await asyncio.wait(tasks)

    # --- looking -------------------------------------------------------------------------------

    async def _mind_the_clock(self, now: datetime) -> None:
        """After a start, or a clock set back, `next_at` may lie wrongly in the future."""
        if self._last is None or now < self._last - _CLOCK_SLACK:
            if self._last is not None:
                log.warning("the clock was set back from %s to %s", self._last, now)
            await self._storage.write(lambda desk: desk.look_again(now))
        self._last = now

    def _look(self, shelf: Shelf, now: datetime) -> tuple[Job, ...]:
        due = shelf.schedules_due(now, self._at_once - len(self._sending))
        return tuple(self._judge(shelf, schedule, now) for schedule in due)

    def _judge(self, shelf: Shelf, schedule: StoredSchedule, now: datetime) -> Job:
        try:
            rule = book.rule_of(schedule)
        except (BadSettings, ValueError, KeyError) as error:
            return Job(schedule, off=f"its rule cannot be read: {error}")
        known = shelf.deliveries((schedule.id,), _days_before(now))
        by_run = {RunKey(row.day, row.part): row for row in known}
        ready = _Ready(partial(self._paint, shelf, schedule))
        if isinstance(rule, AtOnce):
            rows = book.ledger_of_parts(schedule, known, self._who)
            new = [item for item in _arrivals(shelf, schedule, now) if item.run not in rows]
            told = [item for item in new if ready.painted(item.run) is not None]
            intents = decide_at_once(rule, rows, told, now)
        else:
            intents = decide(rule, book.ledger(schedule, known, self._who), now, ready)
        steps = []
        for intent in intents:
            seen = by_run.get(RunKey(intent.day, intent.part))
            if seen and seen.key in self._sending:
                continue
            row = book.entry(schedule, intent, seen, now, self._who)
            if intent.act in book.SENDS:
                row = self._painted(shelf, schedule, row, intent.act, ready)
            if not seen or intent.act in book.SENDS or seen.state != row.state:
                steps.append(Step(row, seen, intent.act))
                by_run[RunKey(row.day, row.part)] = row
        return Job(schedule, tuple(steps), book.next_look(rule, by_run.values(), now))

    def _paint(self, shelf: Shelf, schedule: StoredSchedule, run: RunKey) -> str | None:
        key = book.row_key(schedule, *run)
        return self._painter.post(shelf, schedule, run.day, key, run.part)

    def _painted(
        self, shelf: Shelf, schedule: StoredSchedule, row: Delivery, act: Act, ready: _Ready
    ) -> Delivery:
        """The row with its rendering: the one it has, else one made now."""
        if row.rendering:
            return row
        painted = ready.painted(RunKey(row.day, row.part)) if act is not Act.SEND_LINE else None
        if painted is None:
            painted = self._painter.line(shelf, schedule, row.day, row.key)
        return replace(row, rendering=painted)

    # --- claiming ------------------------------------------------------------------------------

    def _note(self, desk: Desk, jobs: tuple[Job, ...]) -> Noted:
        """Write what was decided; what is ours to send comes back. A schedule that was changed in
        between is looked at anew."""
        saved: list[tuple[Claim, Act]] = []
        for job in jobs:
            if desk.schedule(job.schedule.id) != job.schedule:
                continue
            if job.off:
                desk.put_schedule(replace(job.schedule, off=job.off))
                continue
            for step in job.steps:
                if desk.save_delivery(step.row, step.seen):
                    again = step.seen is not None and step.seen.since is not None
                    late = step.act is Act.LOOK
                    saved.append((Claim(job.schedule, step.row, again, late), step.act))
            if job.next_at:
                desk.set_next(job.schedule.id, job.next_at)
        over = (Act.MISS, Act.FAIL)
        last_missed = {claim.schedule.id: claim for claim, act in saved if act in over}
        claims = tuple(claim for claim, act in saved if act in book.SENDS)
        return Noted(claims, tuple(last_missed.values()))

    def _begin(self, claim: Claim) -> None:
        key = claim.row.key
        self._sending[key] = task = asyncio.create_task(self._deliver(claim), name=f"post {key}")
        task.add_done_callback(lambda _: self._sending.pop(key, None))

    async def _room(self) -> None:
        while len(self._sending) >= self._at_once:
            await asyncio.wait(self._sending.values(), return_when=asyncio.FIRST_COMPLETED)

    # --- sending -------------------------------------------------------------------------------

    async def _deliver(self, claim: Claim) -> None:
        """Send one claimed post and finish its row, however often the latter takes."""
        schedule = claim.schedule
        try:
            done, trouble = await self._try(claim)
        except Exception:
            log.exception("a post of schedule %d failed unexpectedly", schedule.id)
            said, now = "an error of ours", self._clock()
            done, trouble = (
                book.held(claim.row, said, now, people=False, untouched=False),
                None,
            )
        log.info("schedule %d, %s: %s (%s)", schedule.id, done.day, done.state, done.reason)
        await self._write_down(partial(self._close, claim=claim, done=done, trouble=trouble))
        if claim.late and done.state is DeliveryState.FAILED:
            self._tell_later(schedule, done, done.reason)
        if trouble and trouble != schedule.told:
            await self._tell(schedule, done, trouble)

    async def _try(self, claim: Claim) -> tuple[Delivery, str | None]:
        """The row as the try left it, and the trouble that people should hear of, if any."""
        row, post = claim.row, book.post_of(claim.schedule, claim.row)
        try:
            message = await self._found(claim, post)
            if message is None and claim.late:
                return book.ended(row, DeliveryState.FAILED, row.reason, self._clock()), None
            message = message or await self._channels.send(post)
        except CannotLook as error:
            said = f"it may have been posted, but the bot {error}"
            return book.ended(row, DeliveryState.UNKNOWN, said, self._clock()), said
        except Trouble as trouble:
            return self._after(claim, trouble)
        return book.sent(row, message, self._clock()), None

    def _after(self, claim: Claim, trouble: Trouble) -> tuple[Delivery, str | None]:
        row, now = claim.row, self._clock()
        if trouble.cure is Cure.NOTHING:
            return book.ended(row, DeliveryState.FAILED, trouble.reason, now), trouble.reason
        people = trouble.cure is Cure.PEOPLE
        untouched = trouble.sure and not claim.again
        kept = book.held(row, trouble.reason, now, people=people, untouched=untouched)
        return kept, trouble.reason if people else None

    async def _found(self, claim: Claim, post: Post) -> int | None:
        """The message of an earlier try. Raises `CannotLook` where only looking could tell."""
        if not claim.again:
            return None
        try:
            return await self._channels.find(post)
        except CannotLook:
            age = self._clock() - post.since
            if not claim.late and post.has_nonce and timedelta(0) <= age < NONCE_TRUST:
                return None
            raise

    def _close(self, desk: Desk, claim: Claim, done: Delivery, trouble: str | None) -> None:
        if done.state is DeliveryState.SENT and (shown := self._shows(done.rendering)):
            desk.note_posted(book.posted(claim.schedule, done, shown, self._clock()))
        if claim.schedule.place == Place.DM and done.state in FINAL:
            done = replace(done, rendering="")  # a person's messages are kept by Discord alone
        if not desk.save_delivery(done, claim.row):
            log.warning("schedule %d, %s: finished elsewhere", done.schedule, done.day)
            return
        schedule = desk.schedule(done.schedule)
        if schedule is None:  # removed while its post was on the way
            return
        off = trouble if trouble and done.state is DeliveryState.FAILED else schedule.off
        told = "" if done.state is DeliveryState.SENT else trouble or schedule.told
        if (off, told) != (schedule.off, schedule.told):
            desk.put_schedule(replace(schedule, off=off, told=told))
        desk.set_next(schedule.id, self._clock())

    async def _write_down(self, change: Callable[[Desk], None]) -> None:
        """A result is kept until it can be written: a full disk, or a library that another process
        holds, must not make us forget what was sent."""
        wait = 0.2
        while True:
            try:
                await self._storage.write(change)
            except Exception as error:  # until it is written, the row stays claimed
                log.error("could not write down what was sent (%s); trying again", error)
                await asyncio.sleep(wait)
                wait = min(wait * 2, 10.0)
            else:
                return

    # --- telling people ------------------------------------------------------------------------

    async def _tell(self, schedule: StoredSchedule, row: Delivery, trouble: str) -> None:
        if schedule.place == Place.DM:
            return  # the person is told when they next ask what they follow
        words = told_of(schedule, row, trouble)
        if not await self._channels.tell(schedule.library, schedule.made_by, words):
            log.warning("schedule %d: nobody could be told: %s", schedule.id, trouble)

    def _tell_later(self, schedule: StoredSchedule, row: Delivery, trouble: str) -> None:
        task = asyncio.create_task(self._tell(schedule, row, trouble))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _finish(self) -> None:
        """What is on its way gets a moment to arrive; what does not is asked for at the start."""
        tasks = [*self._sending.values(), *self._telling]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=_LAST_WORDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


def _days_before(now: datetime) -> date:
    return date.fromordinal(max(1, now.toordinal() - REACH.days - 2))


def _arrivals(shelf: Shelf, mailbox: StoredSchedule, now: datetime) -> list[Arrival]:
    """The briefings to be told of at once, each one time however many topics it names."""
    recent = now - FRESH
    named = shelf.named_in(mailbox.id, after=recent, until=now, since=recent.date())
    return list(dict.fromkeys(Arrival(item.briefing, item.added_at) for item in named))
