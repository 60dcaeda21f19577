"""Briefings in bulk, out and back, and the library's copy, as a stranger types the commands."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from bot.single import only_one
from tests.ingestion.texts import plant
from tests.terminal_front.test_terminal import VAN, Terminal, stocked, terminal

__all__ = ["stocked", "terminal"]


def test_a_hundred_files_and_more_are_taken_in_once(terminal: Terminal) -> None:
    """By processes of their own, since there are so many."""
    plant(terminal.folder / "texts", 105)
    assert terminal("ingest", str(terminal.folder / "texts")) == 1
    assert terminal.out == "new 99, same 3, changed 2, rejected 1\n"
    assert re.fullmatch(r"rejected .*0000003\.txt: “.*” has no date; .*\n", terminal.err)
    assert terminal("ingest", str(terminal.folder / "texts")) == 1
    assert terminal.out == "new 0, same 104, changed 0, rejected 1\n"


def test_a_dry_run_leaves_no_library_behind(terminal: Terminal) -> None:
    van = terminal.file("van.txt", VAN)
    assert terminal("ingest", "--dry-run", van) == 0
    assert terminal.out.splitlines() == [
        "new      2025-12-09  A Van From Ludlow",
        "new 1, same 0, changed 0, rejected 0 (dry run: nothing was written)",
    ]
    assert not terminal.db.exists()


def test_a_servers_own_library_is_filled(stocked: Terminal) -> None:
    other = stocked.file("other.txt", VAN.replace("Ludlow", "Vierzon"))
    assert stocked("ingest", "--library", "77", other) == 0
    assert stocked.held == 1
    assert stocked("ingest", "--library", "x", other) == 2
    assert "'x' is no server's number" in stocked.err


def test_what_was_taken_in_is_read_again_if_asked_so(stocked: Terminal) -> None:
    van = str(stocked.folder / "van.txt")
    for words in ((), ("--again",)):
        assert stocked("ingest", *words, van) == 0
        assert stocked.out.startswith("same     2025-12-09  A Van From Ludlow\n")


def test_out_and_in_again(stocked: Terminal) -> None:
    first, second = stocked.folder / "1.zip", stocked.folder / "2.zip"
    assert stocked("export", str(first)) == 0
    assert stocked.out == f"1 briefing in {first}\n"
    stocked.db = stocked.folder / "other.db"
    assert stocked("import", str(first)) == 0
    assert stocked.out == "new 1, same 0\n"
    assert stocked("import", str(first)) == 0
    assert stocked.out == "new 0, same 1\n"
    assert stocked("export", "--library", "0", str(second)) == 0
    assert second.read_bytes() == first.read_bytes()


def test_what_the_library_holds_otherwise_is_left_out_and_told(stocked: Terminal) -> None:
    file = str(stocked.folder / "1.zip")
    assert stocked("export", file) == 0
    assert stocked("ingest", stocked.file("van.txt", VAN.replace("$40", "$45"))) == 0
    assert stocked("import", file) == 1
    assert "left out 1: the library holds them with other versions" in stocked.out


def test_a_backup_is_restored(stocked: Terminal) -> None:
    folder = stocked.folder / "kept"
    folder.mkdir()
    assert stocked("backup", str(folder)) == 0
    (backup,) = folder.glob("library-*-*.db")
    assert stocked.out == f"1 briefing in {backup}\n"
    assert stocked("ingest", stocked.file("new.txt", VAN.replace("Van", "Bus"))) == 0
    assert stocked.held == 2
    assert stocked("restore", str(backup)) == 0
    assert stocked.out.startswith(f"1 briefing in {stocked.db}; the library before is ")
    assert stocked.held == 1


@pytest.mark.parametrize(
    ("command", "words", "told"),
    [
        ("export", ("taken",), "taken exists already; give another name."),
        ("export", ("none/x.zip",), "There is no folder none; make it first."),
        ("import", ("gone.zip",), "gone.zip cannot be read: No such file or directory."),
        ("import", ("taken",), "taken is no export of Briefing Desk, or is damaged."),
        ("backup", ("taken",), "taken exists already; give another name."),
        ("restore", ("gone.db",), "There is no backup at gone.db."),
        ("restore", ("taken",), "taken has no checksum beside it (taken.sha256); "),
        ("restore", ("--without-checksum", "taken"), "taken cannot be restored: "),
    ],
)
def test_what_is_wrong_is_told_in_one_line_and_changes_nothing(
    stocked: Terminal,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    words: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.chdir(stocked.folder)
    Path("taken").write_text("mine", "utf-8")
    before = stocked.db.read_bytes()
    assert stocked(command, *words) == 2
    assert stocked.err.startswith(f"briefing-desk: {told}")
    assert stocked.err.count("\n") == 1
    assert stocked.out == ""
    assert stocked.db.read_bytes() == before
    assert Path("taken").read_text("utf-8") == "mine"


def test_an_import_that_is_refused_makes_no_library(terminal: Terminal) -> None:
    assert terminal("import", terminal.file("x.zip", "no zip")) == 2
    assert not terminal.db.exists()


def test_without_a_library_there_is_nothing_to_export_or_back_up(terminal: Terminal) -> None:
    for command in ("export", "backup"):
        assert terminal(command, str(terminal.folder / "x")) == 2
        assert "There is no library at" in terminal.err
    assert list(terminal.folder.iterdir()) == []


def test_while_a_bot_runs_its_library_is_not_replaced(stocked: Terminal) -> None:
    backup = str(stocked.folder / "b.db")
    assert stocked("backup", backup) == 0
    with only_one(stocked.db, "a token"):
        assert stocked("restore", backup) == 2
    assert re.search(r"runs on .*\(process \d+\); stop it first\.\n", stocked.err)


def test_an_export_unpacks_where_people_expect_it(stocked: Terminal) -> None:
    file = stocked.folder / "1.zip"
    assert stocked("export", str(file)) == 0
    with zipfile.ZipFile(file) as archive:
        archive.extractall(stocked.folder / "out")
    page = stocked.folder / "out/libraries/0/briefings/2025-12-09-1-a-van-from-ludlow.md"
    assert page.read_text("utf-8").startswith('---\ntitle: "A Van From Ludlow"\n')
