"""`schedule` and `deliveries` at the terminal: the same rules as in Discord."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import main
from tests.conftest import BRIEFINGS

SERVER = ("--server", "7")


@pytest.fixture
def library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    db = tmp_path / "library.db"
    assert main(["ingest", "--db", str(db), str(BRIEFINGS / "01-paste-byline.txt")]) == 0
    capsys.readouterr()
    return db


class Terminal:
    def __init__(self, db: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._db, self._capsys = db, capsys

    def __call__(self, *words: str, command: str = "schedule", code: int = 0) -> str:
        assert main([command, "--db", str(self._db), *SERVER, *words]) == code
        told = self._capsys.readouterr()
        return " ".join((told.err if code else told.out).split())


@pytest.fixture
def terminal(library: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(library, capsys)


def added(terminal: Terminal, *more: str) -> str:
    return terminal("add", "--at", "07:30", "--channel", "70", "--zone", "America/Detroit", *more)


def test_a_schedule_is_added_listed_changed_and_removed(terminal: Terminal) -> None:
    assert "Nothing is scheduled" in terminal("list")
    told = added(terminal, "--days", "mon-fri", "--without", "wait until 12:00")
    for words in ("Kept as schedule 1", "Monday to Friday at 07:30", "waits for one until 12:00"):
        assert words in told
    assert "1 · the day's briefing in channel 70 at 07:30" in terminal("list")
    assert "Every day at 08:00" in terminal("edit", "1", "--at", "8:00", "--days", "daily")
    assert "It is paused." in terminal("pause", "1")
    assert "Comes next" in terminal("resume", "1")
    tomorrow = (datetime.now(UTC) - timedelta(hours=5)).date() + timedelta(days=1)
    assert f"Not on {tomorrow.day} " in terminal("skip", "1") or "Not on " in terminal("why", "1")
    assert "Removed: 1" in terminal("remove", "1")
    assert "Nothing is scheduled" in terminal("list")


def test_a_test_shows_the_latest_post(terminal: Terminal) -> None:
    added(terminal)
    assert "General Motors" in terminal("test", "1")


def test_only_one_companys_news(terminal: Terminal) -> None:
    assert "General Motors's news" in added(terminal, "--company", "GM")
    assert "General Motors" in terminal("test", "1")


def test_nothing_has_been_delivered_yet(terminal: Terminal) -> None:
    added(terminal)
    assert "Nothing has fallen due in the last 14 days." in terminal("why", "1")
    nothing = terminal("--days", "3", command="deliveries")
    assert nothing == "Nothing has fallen due in the last 3 days."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "9"), "There is no schedule 9 here"),
        (("add", "--at", "7", "--channel", "70", "--zone", "UTC"), "write it as in 07:30"),
        (("add", "--at", "07:30", "--channel", "70"), "In which time zone?"),
        (("add", "--at", "07:30", "--channel", "70", "--zone", "Pariss"), "Europe/Paris"),
        (
            ("add", "--at", "07:30", "--channel", "70", "--zone", "UTC", "--company", "Xyzzy Co"),
            "No briefing names “Xyzzy Co”.",
        ),
    ],
)
def test_bad_input_is_one_line(terminal: Terminal, words: tuple[str, ...], said: str) -> None:
    told = terminal(*words, code=2)
    assert said in told
    assert told.startswith("briefing-desk: ")
    assert "Nothing is scheduled" in terminal("list")


def test_another_server_sees_nothing_of_it(
    terminal: Terminal, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(terminal)
    assert main(["schedule", "--db", str(library), "--server", "8", "why", "1"]) == 2
    assert "There is no schedule 1 here" in capsys.readouterr().err
