"""What people follow, as the library keeps it: whose briefings, which ones, and that all goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model import HOUSE, Delivery, DeliveryState, Named, Settings
from bot.storage.protocol import Storage
from tests.storage.builders import DAY, NOW, read
from tests.storage.mailboxes import mailbox

CARS, VANS = 71, 72
ANNA, BEN = 501, 502
LATER = NOW + timedelta(hours=1)
ALL = {"after": NOW - timedelta(days=9), "until": NOW + timedelta(days=9), "since": DAY}


async def come(
    storage: Storage, library: int, title: str, *, body: str = "", hours: int = 1
) -> int:
    reading = read(title=title, **({"body": body} if body else {}))
    now = NOW + timedelta(hours=hours)
    stored = await storage.write(lambda desk: desk.put(library, reading, original=b"x", now=now))
    return stored.ref.id


async def named(storage: Storage, box: int) -> list[tuple[int, str]]:
    found: tuple[Named, ...] = await storage.read(lambda s: s.named_in(box, **ALL))  # type: ignore[arg-type]
    return [(item.briefing, item.follow.topic) for item in found]


async def test_only_the_servers_own_and_the_house_are_read(storage: Storage) -> None:
    box = await mailbox(storage, person=ANNA, library=CARS)
    own = await come(storage, CARS, "Own")
    house = await come(storage, HOUSE, "House")
    await come(storage, VANS, "Another's")
    assert await named(storage, box.id) == [(own, "tallowbrook"), (house, "tallowbrook")]


async def test_only_what_came_after_the_follow_counts_and_a_correction_is_no_news(
    storage: Storage,
) -> None:
    await come(storage, HOUSE, "Before", hours=-1)
    box = await mailbox(storage, person=ANNA)
    await come(storage, HOUSE, "Before", body="Tallowbrook cut 300 jobs.", hours=2)
    after = await come(storage, HOUSE, "After")
    assert await named(storage, box.id) == [(after, "tallowbrook")]


async def test_each_topic_of_a_briefing_is_told_apart(storage: Storage) -> None:
    box = await mailbox(storage, person=ANNA, topics=("tallowbrook", "orrin", "nobody"))
    number = await come(storage, HOUSE, "Both")
    assert await named(storage, box.id) == [(number, "tallowbrook"), (number, "orrin")]


async def test_the_house_is_told_by_the_elder_mailbox_alone(storage: Storage) -> None:
    elder = await mailbox(storage, person=ANNA, library=CARS)
    younger = await mailbox(storage, person=ANNA, library=VANS)
    another = await mailbox(storage, person=BEN, library=VANS)
    own = await come(storage, VANS, "Own")
    house = await come(storage, HOUSE, "House")
    told = [await named(storage, box.id) for box in (elder, younger, another)]
    assert [[number for number, _ in one] for one in told] == [[house], [own], [own, house]]


async def test_a_briefing_calls_the_mailboxes_that_want_it(storage: Storage) -> None:
    far = NOW + timedelta(days=300)
    boxes = {
        "house": await mailbox(storage, person=ANNA),
        "cars": await mailbox(storage, person=ANNA, library=CARS),
        "vans": await mailbox(storage, person=ANNA, library=VANS),
        "other": await mailbox(storage, person=BEN, library=CARS, topics=("nobody",)),
        "digest": await mailbox(storage, person=BEN, library=CARS, kind="digest"),
        "off": await mailbox(storage, person=BEN, library=CARS, off="closed"),
    }

    async def called(library: int, title: str) -> set[str]:
        for box in boxes.values():
            await storage.write(lambda desk, box=box: desk.set_next(box.id, far))  # type: ignore[misc]
        await come(storage, library, title)
        due = {
            name: await storage.read(lambda shelf, box=box: shelf.schedule(box.id))  # type: ignore[misc]
            for name, box in boxes.items()
        }
        return {name for name, box in due.items() if box and box.next_at == LATER}

    assert await called(CARS, "Cars' own") == {"cars"}
    assert await called(HOUSE, "The house's") == {"house", "cars", "vans"}
    assert await called(CARS, "Cars' own") == set(), "the same once more is none"


async def test_a_mailbox_goes_with_its_last_follow_and_its_ledger(storage: Storage) -> None:
    box = await mailbox(storage, person=ANNA, topics=("tallowbrook", "orrin"))
    row = Delivery(
        schedule=box.id, day=DAY, key="k", due=NOW, state=DeliveryState.SENT, changed=NOW
    )
    assert await storage.write(lambda desk: desk.save_delivery(row, None))
    keys = [item.key for item in await storage.read(lambda s: s.follows_in(box.id))]
    assert await storage.write(lambda desk: desk.remove_follow(keys[0]))
    assert await storage.read(lambda shelf: shelf.delivery("k")) is not None
    assert await storage.write(lambda desk: desk.remove_follow(keys[1]))
    assert not await storage.write(lambda desk: desk.remove_follow(keys[1]))
    assert await storage.read(lambda shelf: shelf.delivery("k")) is None
    assert await storage.read(lambda shelf: shelf.mailboxes(ANNA)) == ()
    assert not list(await storage.check())


async def test_a_person_is_forgotten_and_no_other(storage: Storage) -> None:
    for person in (ANNA, BEN):
        await mailbox(storage, person=person, library=CARS)
        chosen = Settings(-person, None, {"server": "71"})
        await storage.write(lambda desk, chosen=chosen: desk.set_settings(chosen))  # type: ignore[misc]
    await storage.write(lambda desk: desk.forget_person(ANNA, choices=-ANNA))
    assert await storage.read(lambda shelf: shelf.mailboxes(ANNA)) == ()
    assert await storage.read(lambda shelf: shelf.settings(-ANNA)) == Settings(-ANNA)
    assert len(await storage.read(lambda shelf: shelf.mailboxes(BEN))) == 1
    assert (await storage.read(lambda shelf: shelf.settings(-BEN))).extra
    assert not list(await storage.check())


async def test_only_what_was_switched_off_long_ago_goes(storage: Storage) -> None:
    await mailbox(storage, person=ANNA)
    await mailbox(storage, person=ANNA, off="closed", made_at=NOW - timedelta(days=40))
    recent = await mailbox(storage, person=ANNA, off="closed", made_at=NOW)
    before = NOW - timedelta(days=30)
    await storage.write(lambda desk: desk.tidy_mailboxes(off_before=before, sent_before=before))
    left = await storage.read(lambda shelf: shelf.mailboxes(ANNA))
    assert [box.off for box in left] == ["", "closed"]
    assert left[1].id == recent.id


async def test_an_old_ledger_goes_but_nothing_unfinished_and_no_servers_own(
    storage: Storage,
) -> None:
    box = await mailbox(storage, person=ANNA)
    own = await storage.write(
        lambda desk: desk.put_schedule(replace(box, id=0, key="own", place="text"))
    )
    old = NOW - timedelta(days=91)
    sent, held = DeliveryState.SENT, DeliveryState.HELD
    rows = [(box.id, sent, old), (box.id, held, old), (box.id, sent, NOW), (own.id, sent, old)]
    for part, (number, state, changed) in enumerate(rows):
        row = Delivery(
            schedule=number,
            day=DAY,
            part=part,
            key=f"k{part}",
            due=changed,
            state=state,
            changed=changed,
        )
        await storage.write(lambda desk, row=row: desk.save_delivery(row, None))  # type: ignore[misc]
    before = NOW - timedelta(days=90)
    await storage.write(lambda desk: desk.tidy_mailboxes(off_before=before, sent_before=before))
    left = await storage.read(lambda shelf: shelf.deliveries((box.id, own.id), DAY))
    assert [row.part for row in left] == [1, 2, 3]


async def test_a_channels_post_stands_before_all_that_people_are_written(storage: Storage) -> None:
    boxes = [await mailbox(storage, person=person) for person in range(1, 9)]
    later = NOW + timedelta(minutes=1)
    post = replace(boxes[0], id=0, key="post", place="text", next_at=later)
    made = await storage.write(lambda desk: desk.put_schedule(post))
    due = await storage.read(lambda shelf: shelf.schedules_due(later, 3))
    assert [item.id for item in due] == [made.id, boxes[0].id, boxes[1].id]
