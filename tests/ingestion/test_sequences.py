"""Two hundred random sequences of what moderators do, against a plain model of the library."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.app import open_catalogue
from bot.errors import BadQuestion
from bot.ingestion import drafts
from bot.ingestion.corrections import edit, restore, standing_in, undo, withdrawing
from bot.ingestion.edits import Edits
from bot.ingestion.intake import take_in
from bot.ingestion.names import Rereader, dropping, ruling
from bot.model import DraftState, NameKind, NameRule, State
from bot.storage.protocol import Shelf, Storage
from bot.storage.sqlite import SqliteStorage
from tests.ingestion.test_corrections import BODIES, DAYS, MOD, SERVER, TITLES, TODAY, by, text

T = TypeVar("T")

OTHER = 8
"""Another server, whose moderators try the same."""
FIRM = "~tallowbrook-motors"
MERGED = NameRule(SERVER, NameKind.MERGE, FIRM, "Tallowbrook Motors", "ford", "Ford")
MEMORY = Path("/dev/shm")
"""Two hundred small libraries, each change waited for: a real disk would make most of the test."""

Version = tuple[str, date, str]
"""Title, day, body."""


@dataclass
class Kept:
    """A briefing as the model has it."""

    versions: list[Version] = field(default_factory=list)
    published: bool = True

    @property
    def stands(self) -> tuple[bool, int]:
        return self.published, len(self.versions)


@dataclass
class Waiting:
    """A draft as the model has it: what it would become, and its state."""

    title: str
    body: str
    data: bytes
    state: DraftState = DraftState.WAITING


@dataclass(frozen=True)
class Told:
    """A line of the log as the model has it; `was` only of briefings."""

    action: str
    thing: str
    was: tuple[bool, int] | None = None
    at: int = 0


class Moderators(RuleBasedStateMachine):
    """Random changes, and plain dictionaries that say what they should come to."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        path = Path(self.folder.name) / "library.db"
        self.storage: Storage = self.does(SqliteStorage.open(path))
        self.catalogue = open_catalogue()
        self.minutes = 0
        self.briefings: dict[int, Kept] = {}
        self.drafts: dict[int, Waiting] = {}
        self.rules: list[int] = []
        self.log: list[Told] = []

    def teardown(self) -> None:
        self.does(self.storage.close())
        self.loop.close()
        self.folder.cleanup()

    def does(self, change: Any) -> Any:
        return self.loop.run_until_complete(change)

    def reads(self, look: Callable[[Shelf], T]) -> T:
        found: T = self.does(self.storage.read(look))
        return found

    def may(self, change: Any) -> bool:
        """Whether it was done; where it was not, one line told why."""
        try:
            self.does(change)
        except BadQuestion as error:
            assert "\n" not in str(error)
            return False
        return True

    # --- the model -----------------------------------------------------------------------------

    def note(self, action: str, thing: str, was: tuple[bool, int] | None = None) -> None:
        self.log.append(Told(action, thing, was, self.minutes))

    def found(self, title: str, day: date) -> int:
        """The briefing that a text of this title and day is; 0 for none."""
        same = [
            (not kept.published, number)
            for number, kept in self.briefings.items()
            if kept.versions[-1][:2] == (title, day)
        ]
        return min(same)[1] if same else 0

    def put(self, version: Version, action: str) -> bool:
        """What taking a text in comes to; False where the library has it so already."""
        number = self.found(*version[:2])
        kept = self.briefings.get(number)
        if kept and kept.published and kept.versions[-1] == version:
            return False
        was = kept.stands if kept else None
        number = number or max(self.briefings, default=0) + 1
        self.now(number, version, action, was)
        return True

    def now(
        self, number: int, version: Version | None, action: str, was: tuple[bool, int] | None
    ) -> None:
        kept = self.briefings.setdefault(number, Kept())
        kept.published = version is not None
        if version is not None:
            kept.versions.append(version)
        self.note(action, f"briefing {number}", was)

    def briefing(self, pick: int) -> int:
        return sorted(self.briefings)[pick % len(self.briefings)]

    # --- taking in -----------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        for title in ("A Van", "A Tram"):
            self.takes_in(title, BODIES[0])

    @rule(title=st.sampled_from(TITLES), body=st.sampled_from(BODIES))
    def takes_in(self, title: str, body: str) -> None:
        data, at = text(DAYS[0], title, body), by(self.minutes)
        self.does(
            take_in(
                *(self.storage, self.catalogue, data),
                library=SERVER,
                now=at.now,
                today=TODAY,
                by=MOD,
            )
        )
        self.put((title, DAYS[0], body), "ingest")

    @rule(title=st.sampled_from(TITLES), body=st.sampled_from(BODIES))
    def brings(self, title: str, body: str) -> None:
        """What the library has is no draft; what waits already waits once."""
        data, at = text(DAYS[0], title, body), by(self.minutes)
        found = self.does(
            drafts.draft_in(
                *(self.storage, self.catalogue, data),
                library=SERVER,
                by=MOD,
                now=at.now,
                today=TODAY,
            )
        )
        there = self.briefings.get(self.found(title, DAYS[0]))
        if there and there.published and there.versions[-1] == (title, DAYS[0], body):
            assert found == ()
            return
        waiting = [
            number
            for number, one in self.drafts.items()
            if one.data == data and one.state is DraftState.WAITING
        ]
        if not waiting:
            waiting = [len(self.drafts) + 1]
            self.drafts[waiting[0]] = Waiting(title, body, data)
            self.note("draft", f"draft {waiting[0]}")
        assert [draft.number for draft in found] == waiting[:1]

    def draft(self, pick: int) -> tuple[int, Waiting]:
        number = sorted(self.drafts)[pick % len(self.drafts)]
        return number, self.drafts[number]

    @precondition(lambda self: self.drafts)
    @rule(pick=st.integers(0, 2), title=st.sampled_from(TITLES))
    def renames(self, pick: int, title: str) -> None:
        number, model = self.draft(pick)
        held = self.reads(lambda shelf: shelf.draft(SERVER, number))
        edits = Edits(title=title)
        change = drafts.edit(
            self.storage, held, edits, self.catalogue, by=MOD, now=by(self.minutes).now
        )
        waits = model.state is DraftState.WAITING
        assert (self.does(change) is not None) is waits
        if waits:
            model.title = title
            self.note("edit", f"draft {number}")

    @precondition(lambda self: self.drafts)
    @rule(pick=st.integers(0, 2))
    def approves(self, pick: int) -> None:
        number, model = self.draft(pick)
        held = self.reads(lambda shelf: shelf.draft(SERVER, number))
        at = by(self.minutes).now
        stored = self.does(drafts.approve(self.storage, self.catalogue, held, by=MOD, now=at))
        assert (stored is not None) is (model.state is DraftState.WAITING)
        if stored is None:
            return
        model.state = DraftState.APPROVED
        if not self.put((model.title, DAYS[0], model.body), "approve"):
            self.note("approve", f"draft {number}")

    @precondition(lambda self: self.drafts)
    @rule(pick=st.integers(0, 2))
    def approves_what_came_in_meanwhile(self, pick: int) -> None:
        _, model = self.draft(pick)
        self.takes_in(model.title, model.body)
        self.approves(pick)

    @precondition(lambda self: self.drafts)
    @rule(pick=st.integers(0, 2))
    def rejects(self, pick: int) -> None:
        number, model = self.draft(pick)
        held = self.reads(lambda shelf: shelf.draft(SERVER, number))
        done = self.does(drafts.reject(self.storage, held, by=MOD, now=by(self.minutes).now))
        assert done is (model.state is DraftState.WAITING)
        if done:
            model.state = DraftState.REJECTED
            self.note("reject", f"draft {number}")

    # --- putting right -------------------------------------------------------------------------

    @rule(minutes=st.sampled_from((1, 4, 11)))
    def waits(self, minutes: int) -> None:
        self.minutes += minutes

    @rule(
        pick=st.integers(0, 3),
        title=st.none() | st.sampled_from(TITLES),
        day=st.none() | st.sampled_from(DAYS),
        body=st.none() | st.sampled_from(BODIES),
    )
    def edits(self, pick: int, title: str | None, day: date | None, body: str | None) -> None:
        number = self.briefing(pick)
        kept = self.briefings[number]
        old = kept.versions[-1]
        new = (title or old[0], day or old[1], body or old[2])
        told = Edits(title=title, day=day, body=body)
        at = by(self.minutes)
        change = edit(self.storage, self.catalogue, number, told, at, today=TODAY)
        there = kept.published and new != old
        assert self.may(change) is there
        if there:
            self.now(number, new, "edit", kept.stands)

    @rule(pick=st.integers(0, 3), action=st.sampled_from(("withdraw", "remove")))
    def withdraws(self, pick: int, action: str) -> None:
        number = self.briefing(pick)
        kept = self.briefings[number]
        change = withdrawing(number, by(self.minutes), action=action)
        was = kept.stands
        done = self.may(self.storage.write(change))
        assert done is was[0]
        if done:
            self.now(number, None, action, was)

    @rule(pick=st.integers(0, 3), revision=st.integers(0, 5))
    def restores(self, pick: int, revision: int) -> None:
        number = self.briefing(pick)
        kept = self.briefings[number]
        wanted = revision or len(kept.versions)
        there = wanted <= len(kept.versions) and kept.stands != (True, wanted)
        at = by(self.minutes)
        change = restore(self.storage, self.catalogue, number, at, revision=revision)
        assert self.may(change) is there
        if there:
            self.now(number, kept.versions[wanted - 1], "restore", kept.stands)

    @rule()
    def undoes(self) -> None:
        """The last change of a briefing, whatever was done with drafts and names since."""
        last = [told for told in self.log if told.thing.startswith("briefing")][-1]
        there = last.action != "undo" and self.minutes - last.at <= 10
        assert self.may(undo(self.storage, self.catalogue, by(self.minutes))) is there
        if not there:
            return
        number = int(last.thing.split()[1])
        kept = self.briefings[number]
        back = kept.versions[last.was[1] - 1] if last.was and last.was[0] else None
        self.now(number, back, "undo", kept.stands)

    # --- names ---------------------------------------------------------------------------------

    @rule()
    def merges(self) -> None:
        done = self.may(self.storage.write(ruling(MERGED, by(self.minutes))))
        assert done is (not self.rules)
        if done:
            self.rules = [one.number for one in self.reads(lambda s: s.name_rules((SERVER,)))]
            self.note("name merge", f"name {FIRM}")
        self.does(Rereader(self.storage, self.catalogue).all())

    @precondition(lambda self: self.rules)
    @rule()
    def parts(self) -> None:
        assert self.may(self.storage.write(dropping(self.rules.pop(), by(self.minutes))))
        self.note("name drop", f"name {FIRM}")
        self.does(Rereader(self.storage, self.catalogue).all())

    # --- elsewhere -----------------------------------------------------------------------------

    @rule(pick=st.integers(0, 3))
    def another_server_tries_the_same(self, pick: int) -> None:
        number, at = self.briefing(pick), by(self.minutes, OTHER)
        storage, catalogue = self.storage, self.catalogue
        for change in (
            edit(storage, catalogue, number, Edits(title="Mine"), at, today=TODAY),
            restore(storage, catalogue, number, at, revision=1),
            storage.write(withdrawing(number, at)),
            undo(storage, catalogue, at),
            *(storage.write(dropping(one, at)) for one in self.rules),
        ):
            assert not self.may(change)
        assert self.reads(lambda shelf: shelf.changes(OTHER, None, 9)) == ()

    # --- the same state, every revision, a complete log ----------------------------------------

    @invariant()
    def the_library_is_as_the_model_has_it(self) -> None:
        self.reads(self._agree)

    def _agree(self, shelf: Shelf) -> None:
        for number, model in self.briefings.items():
            kept = [(one.title, one.day, one.body) for one in shelf.revisions(number)]
            assert kept == model.versions
            found = shelf.briefing((SERVER,), number)
            assert (found is not None) is model.published
            if found is not None:
                assert (found.ref.title, found.ref.day, found.body) == model.versions[-1]
        for number, draft in self.drafts.items():
            held = shelf.draft(SERVER, number)
            assert held is not None
            assert held.state is draft.state
        assert len(shelf.drafts(SERVER, 0, 99)) == sum(
            draft.state is DraftState.WAITING for draft in self.drafts.values()
        )
        self._names_agree(shelf)
        self._log_agrees(shelf)

    def _names_agree(self, shelf: Shelf) -> None:
        named = sum(
            kept.published and "Tallowbrook" in kept.versions[-1][2]
            for kept in self.briefings.values()
        )
        known = {item.topic.key: item.briefings for item in shelf.known_topics((SERVER,))}
        merged = bool(self.rules)
        assert (known.get("ford", 0), known.get(FIRM, 0)) == ((named, 0) if merged else (0, named))

    def _log_agrees(self, shelf: Shelf) -> None:
        told = shelf.changes(SERVER, None, 1000)[::-1]
        assert [(one.action, one.object) for one in told] == [
            (line.action, line.thing) for line in self.log
        ]
        for one, line in zip(told, self.log, strict=True):
            assert one.who == MOD
            assert one.at == by(line.at).now
            before = standing_in(one.before)
            assert (before and (before.state is State.PUBLISHED, before.revision)) == line.was

    @rule()
    def the_file_is_well(self) -> None:
        assert not list(self.does(self.storage.check()))


TestModerators = pytest.mark.long(Moderators.TestCase)
TestModerators.settings = settings(
    max_examples=200,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
