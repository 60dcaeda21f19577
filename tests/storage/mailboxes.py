"""Mailboxes of people who follow something, by hand."""

from __future__ import annotations

from datetime import datetime

from bot.model import HOUSE, Follow, StoredSchedule
from bot.storage.protocol import Desk, Storage
from tests.storage.builders import NOW


async def mailbox(
    storage: Storage,
    *,
    person: int,
    library: int = HOUSE,
    topics: tuple[str, ...] = ("tallowbrook",),
    kind: str = "at once",
    made_at: datetime = NOW,
    off: str = "",
) -> StoredSchedule:
    """One with a follow for each topic, made at `made_at`."""

    def make(desk: Desk) -> StoredSchedule:
        key = f"{person}-{library}-{len(desk.mailboxes(person))}"
        box = desk.put_schedule(
            StoredSchedule(
                key=key,
                library=library,
                channel=0,
                place="dm",
                kind=kind,
                rule="{}",
                made_by=person,
                off=off,
                next_at=made_at,
            )
        )
        for number, topic in enumerate(topics):
            desk.put_follow(
                Follow(
                    key=f"{key}-{number}",
                    schedule=box.id,
                    topic=topic,
                    name=topic.title(),
                    made_at=made_at,
                )
            )
        return box

    return await storage.write(make)
