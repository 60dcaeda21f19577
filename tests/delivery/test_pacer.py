"""The pacer: no second ever sees more requests than there are places, and people go first."""

from __future__ import annotations

import asyncio
import itertools
import random

import pytest

from bot.delivery.pacer import RUN_OF_INVALID, STOP, Pacer

SECOND = 0.05
"""A second, shortened: the rule knows no length of its own."""


def pacer(*, places: int, kept_free: int, gap: float = 0.0) -> Pacer:
    now = asyncio.get_running_loop().time
    return Pacer(now, places=places, kept_free=kept_free, held_for=SECOND, gap=gap)


async def request(
    through: Pacer, arrivals: list[float], way: random.Random, *, own: bool = True
) -> None:
    """A request that takes a while to arrive, and its answer a while to come back."""
    await through.enter(own=own)
    await asyncio.sleep(way.uniform(0, SECOND / 3))
    arrivals.append(asyncio.get_running_loop().time())
    await asyncio.sleep(way.uniform(0, SECOND / 3))
    through.leave()


def most_in_a_second(arrivals: list[float]) -> int:
    seen = sorted(arrivals)
    return max(sum(begin <= at < begin + SECOND for at in seen) for begin in seen)


@pytest.mark.parametrize("seed", range(3))
async def test_no_second_sees_more_requests_than_places(seed: int) -> None:
    way, arrivals = random.Random(seed), list[float]()
    through = pacer(places=7, kept_free=1)
    asks = [request(through, arrivals, way, own=way.random() < 0.7) for _ in range(60)]
    await asyncio.gather(*asks)
    assert len(arrivals) == 60
    assert most_in_a_second(arrivals) <= 7


async def test_our_own_requests_keep_apart_and_a_person_goes_in_between() -> None:
    through, gap = pacer(places=20, kept_free=1, gap=SECOND / 10), SECOND / 10
    let_go, now = list[tuple[float, str]](), asyncio.get_running_loop().time

    async def go(name: str, *, own: bool) -> None:
        await through.enter(own=own)
        let_go.append((now(), name))

    async with asyncio.TaskGroup() as tasks:
        for n in range(10):
            tasks.create_task(go(f"post {n}", own=True))
        await asyncio.sleep(0)
        tasks.create_task(go("person", own=False))
    assert [name for _, name in let_go][:3] == ["post 0", "person", "post 1"]
    assert len(let_go) == 11
    posts = [at for at, name in let_go if name != "person"]
    assert all(late - early >= gap for early, late in itertools.pairwise(posts))


async def test_a_person_does_not_wait_for_the_bots_own_queue() -> None:
    through, done = pacer(places=3, kept_free=1), list[str]()

    async def go(name: str, *, own: bool) -> None:
        await through.enter(own=own)
        done.append(name)
        through.leave()

    posts = [asyncio.create_task(go(f"post {n}", own=True)) for n in range(8)]
    await asyncio.sleep(0)
    people = [asyncio.create_task(go(f"person {n}", own=False)) for n in range(3)]
    await asyncio.gather(*posts, *people)
    assert done[:3] == ["post 0", "post 1", "person 0"]
    assert done.index("person 2") < done.index("post 4")
    assert [name for name in done if "post" in name] == [f"post {n}" for n in range(8)]


async def test_who_gives_up_waiting_takes_no_place_along() -> None:
    through = pacer(places=2, kept_free=0)
    await through.enter(own=True)
    await through.enter(own=True)
    waiting = [asyncio.create_task(through.enter(own=own)) for own in (True, False, True)]
    await asyncio.sleep(0)
    for task in waiting[:2]:
        task.cancel()
    through.leave()
    await waiting[2]
    late = asyncio.create_task(through.enter(own=False))
    await asyncio.sleep(SECOND * 1.5)
    assert not late.done(), "both places are held"
    through.leave()
    await late


async def test_who_is_called_off_as_he_is_let_in_gives_the_place_back() -> None:
    through = pacer(places=1, kept_free=0)
    await through.enter(own=True)
    called_off = asyncio.create_task(through.enter(own=True))
    await asyncio.sleep(0)
    through._give_back()
    called_off.cancel()
    await asyncio.gather(called_off, return_exceptions=True)
    async with asyncio.timeout(5):
        await through.enter(own=True)


async def test_a_run_of_refusals_stops_what_is_our_own_and_a_success_begins_anew() -> None:
    now = 0.0
    through = Pacer(lambda: now)
    for status in [403] * (RUN_OF_INVALID - 1) + [200] + [401] * (RUN_OF_INVALID - 1):
        through.told(status)
    assert through.stopped_for == 0
    through.told(429)
    assert through.stopped_for == STOP
    now = STOP + 1
    assert through.stopped_for == 0
