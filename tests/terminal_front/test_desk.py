"""`desk` at the terminal: the operator puts the house library right, which nobody else may."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main

VAN = (
    "A Van\n2025-12-09\n\nTallowbrook Motors spent $40 million on its plant in Ludlow. "
    "The plant opened in May 2024.\n"
)
Says = Callable[..., str]


@pytest.fixture
def says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Says:
    """Runs a command on a library that holds one briefing; what it prints, if it ends as it
    should (`code`)."""

    def run(*words: str, code: int = 0) -> str:
        name, *rest = words
        assert main([name, "--db", str(tmp_path / "library.db"), *rest]) == code
        told = capsys.readouterr()
        return told.out + told.err

    file = tmp_path / "van.txt"
    file.write_text(VAN, encoding="utf-8")
    run("ingest", str(file))
    return run


def test_a_briefing_is_put_right_withdrawn_and_brought_back(says: Says, tmp_path: Path) -> None:
    fixed = tmp_path / "fixed.txt"
    fixed.write_text(VAN.split("\n\n")[1].replace("$40", "$50"), encoding="utf-8")
    told = says("desk", "edit", "1", "--text", str(fixed), "--title", "A Bus")
    assert told == "Stored: A Bus, 9 December 2025 (briefing 1), revision 2.\n"
    assert "$50 million" in says("ask", "!company Tallowbrook Motors")
    assert "“plant” → " not in says("desk", "history", "a bus")
    history = says("desk", "history", "a bus")
    assert history.splitlines()[0] == "A Bus (briefing 1)"
    assert "the operator  edit, revision 2" in history
    assert "title: “A Van” → “A Bus”" in history
    assert "“Tallowbrook Motors spent $40 million on its” → " in history
    assert says("desk", "history", "1", "--revision", "1") == VAN
    assert "Corrected" in says("ask", "!corrections")
    assert says("desk", "withdraw", "2025-12-09").startswith("Withdrawn: A Bus")
    assert "withdrawn already" in says("desk", "withdraw", "1", code=2)
    assert says("desk", "undo").startswith("Undone. Stored: A Bus, 9 December 2025 (briefing 1)")
    assert says("desk", "restore", "1", "--revision", "1").startswith("Stored: A Van")
    assert says("desk", "edit", "1", "--date", "2025-12-08").startswith("Stored: A Van, 8 Dec")


def test_the_log_tells_everything_and_comes_as_a_table(says: Says) -> None:
    assert "Kept" in says("desk", "name", "merge", "Tallowbrook Motors", "Ford", "--yes")
    says("settings", "--zone", "Europe/Paris")
    says("desk", "withdraw", "1")
    lines = says("desk", "log").splitlines()
    assert [line.split("  ")[2] for line in lines] == [
        "withdraw",
        "settings",
        "name merge",
        "ingest",
    ]
    assert lines[0].endswith(
        "briefing 1: revision 1, published → revision 1, withdrawn (2025-12-09 A Van)"
    )
    assert lines[1].endswith("zone: Europe/Paris")
    table = list(csv.reader(io.StringIO(says("desk", "log", "--csv"))))
    assert table[0] == ["at", "who", "action", "object", "before", "after"]
    assert [row[1] for row in table[1:]] == ["operator"] * 4
    assert "Nothing was changed" in says("desk", "--library", "7", "log")


def test_names_are_shown_first_and_the_library_is_read_again(says: Says) -> None:
    told = says("desk", "name", "merge", "Tallowbrook Motors", "Ford", code=2)
    assert told.startswith(
        "Keep that Tallowbrook Motors is the same as Ford? 1 briefing here would be touched, with "
        "1 fact and 1 dated line, such as:\n  Tallowbrook Motors spent $40 million on its plant"
    )
    assert "add --yes" in told
    assert "Tallowbrook Motors" in says("desk", "name", "list")
    says("desk", "name", "merge", "Tallowbrook Motors", "Ford", "--yes")
    assert says("desk", "name", "list").startswith("1  Tallowbrook Motors is the same as Ford\n")
    assert "$40 million" in says("ask", "!company Ford")
    assert "moderator's merge" in says("ask", "!why 1:0-18")
    assert "Dropped" in says("desk", "name", "drop", "1", "--yes")
    assert "$40 million" in says("ask", "!company Tallowbrook Motors")
    for words, said in (
        (("add", "Ford"), "Ford is listed already"),
        (("alias", "Tallowbrook Motors", "TBM"), "“TBM” means Tallowbrook Motors"),
        (("parent", "Tallowbrook Motors", "gm"), "Tallowbrook Motors is part of General Motors"),
        (("ambiguous", "Ford"), "“Ford” alone is ambiguous"),
        (("adopt", "Tallowbrook Motors"), "Tallowbrook Motors is listed"),
        (("drop", "9"), "There is no rule 9"),
    ):
        assert said in says("desk", "name", *words, code=2), words


def test_what_is_ingested_afterwards_is_read_by_the_same_names(says: Says, tmp_path: Path) -> None:
    says("desk", "name", "merge", "Tallowbrook Motors", "Ford", "--yes")
    (tmp_path / "bus.txt").write_text(VAN.replace("$40", "$90").replace("Van", "Bus"))
    says("ingest", str(tmp_path / "bus.txt"))
    assert "$90 million" in says("ask", "!company Ford")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("edit", "1"), "Say what changes: --title, --author, --date or --text."),
        (("edit", "1", "--title", "A Van"), "Nothing is different"),
        (("edit", "9", "--title", "X"), "This library has no briefing “9”"),
        (("edit", "1", "--text", "nowhere.txt"), "nowhere.txt cannot be read"),
        (("edit", "1", "--date", "2199-01-01"), "but today is"),
        (("restore", "1", "--revision", "7"), "no revision 7"),
        (("history", "no such title"), "This library has no briefing"),
    ],
)
def test_what_cannot_be_done_is_one_line(says: Says, words: tuple[str, ...], said: str) -> None:
    told = says("desk", *words, code=2)
    assert said in told
    assert told.count("\n") == 1


def test_another_library_is_another(says: Says) -> None:
    assert "has no briefing" in says("desk", "--library", "7", "withdraw", "1", code=2)
    assert "nothing to be undone" in says("desk", "--library", "7", "undo", code=2)


def test_the_log_alone_tells_the_words_before_and_after(says: Says, tmp_path: Path) -> None:
    fixed = tmp_path / "fixed.txt"
    fixed.write_text(VAN.split("\n\n")[1].replace("$40", "$50"), encoding="utf-8")
    says("desk", "edit", "1", "--text", str(fixed), "--title", "A Bus")
    newest = next(iter(csv.DictReader(io.StringIO(says("desk", "log", "--csv")))))
    assert "title: A Van; text: Tallowbrook Motors spent $40 million" in newest["before"]
    assert "title: A Bus; text: Tallowbrook Motors spent $50 million" in newest["after"]
    assert "revision 1, published: title: A Van; text:" in says("desk", "log")
