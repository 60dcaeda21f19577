"""What delivery asks of the place it delivers to, and the troubles it may meet there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.model import StoredSchedule
from bot.storage.protocol import Shelf


class Place(StrEnum):
    """What kind of channel a post goes to, as Discord names them."""

    TEXT = "text"
    ANNOUNCEMENT = "announcement"
    THREAD = "thread"
    FORUM = "forum"
    DM = "dm"
    """A person's direct messages."""


class Cure(StrEnum):
    """What helps against a trouble."""

    TIME = "time"
    """It passes by itself: an outage, a lost connection."""
    PEOPLE = "people"
    """Somebody has to grant a permission; tried again for as long as the schedule allows."""
    NOTHING = "nothing"
    """The place is gone for good: the schedule is switched off."""


class Trouble(Exception):
    """A post did not get through, or may not have; the text is shown to moderators. `sure`: nothing
    was posted, beyond doubt."""

    def __init__(self, reason: str, cure: Cure, *, sure: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cure = cure
        self.sure = sure


class CannotLook(Exception):
    """The channel's history may not be read, or is too long; the text says which."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post on its way. `key` stands in the post itself and is how it is known again; `nonce`
    makes Discord drop a repeat for some minutes; `rendering` is opaque here. `since`: the instant
    of the first try, before which the post cannot have been made. `person` is whose direct messages
    it goes to, where it goes there; their channel may not be known yet (0)."""

    key: str
    nonce: str
    library: int
    channel: int
    place: Place
    rendering: str
    since: datetime
    publish: bool = False
    person: int = 0

    @property
    def has_nonce(self) -> bool:
        """Whether Discord itself drops a repeat; it does not for forum posts."""
        return self.place is not Place.FORUM


class Painter(Protocol):
    """What posts look like; the text that it returns is opaque here, and kept."""

    def post(
        self, shelf: Shelf, schedule: StoredSchedule, day: date, key: str, part: int = 0
    ) -> str | None:
        """The post for a local date (and a part of it); None if there is nothing to tell."""

    def line(self, shelf: Shelf, schedule: StoredSchedule, day: date, key: str) -> str:
        """The line that says that there is nothing."""


class Channels(Protocol):
    """Where posts go."""

    async def send(self, post: Post) -> int:
        """Send, once: the new message's id, or that of the one which a try before had made. Raises
        `Trouble`."""

    async def find(self, post: Post) -> int | None:
        """The id of the message that carries the post's key; None if there surely is none. Raises
        `CannotLook`, or `Trouble` if the place cannot be asked now."""

    async def tell(self, library: int, person: int, words: str) -> bool:
        """Tell the people who can mend it: the server's notice channel, else the person who made
        the schedule. False if nobody could be told."""

    def stopped_for(self) -> float:
        """Seconds for which nothing may be sent, after a run of refusals."""
