"""The commands as a stranger types them: what they print, their exit codes, one line for what is
wrong, and nothing lost by it."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.cli import main
from tests.conftest import BRIEFINGS

ROOT = Path(__file__).resolve().parents[2]

VAN = (
    "A Van From Ludlow\nDecember 9, 2025\nBy Ona Brandt\n\n"
    "Tallowbrook Motors spent $40 million on its plant in Ludlow today. Production of its "
    "[bold]electric[/bold] van starts there in March 2027. "
    "Hartwell Mobility will hire 300 people.\n"
)


class Terminal:
    """Runs commands on one library; `out` and `err` are what the last one printed."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.db, self._capsys = folder, folder / "library.db", capsys
        self.out = self.err = ""

    def __call__(self, command: str, *words: str) -> int:
        try:
            code = main([command, "--db", str(self.db), *words])
        except SystemExit as left:  # argparse's own way
            code = int(left.code or 0)
        self.read()
        return code

    def read(self) -> str:
        self.out, self.err = self._capsys.readouterr()
        return self.out

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def answer(self, question: str) -> dict[str, object]:
        assert self("ask", "--json", "--today", "2025-12-09", question) == 0
        found: dict[str, object] = json.loads(self.out)
        return found

    @property
    def held(self) -> object:
        coverage = self.answer("!today")["coverage"]
        assert isinstance(coverage, dict)
        return coverage["briefings"]


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


@pytest.fixture
def stocked(terminal: Terminal) -> Terminal:
    assert terminal("ingest", terminal.file("van.txt", VAN)) == 0
    return terminal


# --- the main path -------------------------------------------------------------------------------


def test_the_demonstration_answers_all_three_and_asks_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["demo"]) == 0
    told = capsys.readouterr().out
    asked = [told.index(f"› {line}") for line in ("!today", "!company Ford", "!timeline Ampere")]
    assert asked == sorted(asked)
    assert "early 2028" in told[asked[2] :]


def test_ingest_says_what_became_of_each(stocked: Terminal) -> None:
    spaced = stocked.file("spaced.txt", VAN.replace(". ", ".\u00a0 ") + "\nComments\n")
    changed = stocked.file("changed.txt", VAN.replace("300", "400"))
    empty = stocked.file("empty.txt", "")
    assert stocked("ingest", spaced, changed, empty) == 1
    lines = stocked.out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["same", "changed"]
    assert "new 0, same 1, changed 1, rejected 1" in stocked.out
    assert stocked.held == 1


def test_a_folder_and_standard_input_are_read(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert terminal("ingest", str(BRIEFINGS)) == 0
    assert terminal.held == len(list(BRIEFINGS.iterdir()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(VAN.encode())))
    assert terminal("ingest", "-") == 0
    assert terminal.out.startswith("new      2025-12-09  A Van From Ludlow")


@pytest.mark.parametrize("width", ["40", "60", "100", "200"])
@pytest.mark.parametrize("question", ["!today", "!company tallowbrook", "!timeline Ludlow"])
def test_an_answer_fits_the_window_and_shows_marks_as_they_are(
    stocked: Terminal, monkeypatch: pytest.MonkeyPatch, width: str, question: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    assert stocked("ask", "--today", "2025-12-09", question) == 0
    assert max(len(line) for line in stocked.out.splitlines()) <= int(width)
    shown = " ".join(stocked.out.replace("│", " ").split())
    assert "[bold]electric[/bold] van" in shown or question == "!timeline Ludlow"


def test_every_line_as_json_stands_in_the_text_at_its_offsets(stocked: Terminal) -> None:
    assert main(["extract", str(stocked.folder / "van.txt")]) == 0
    body = json.loads(stocked.read())["body"]
    (briefing,) = stocked.answer("!today")["briefings"]  # type: ignore[misc,attr-defined]
    lines = [*briefing["summary"], *briefing["facts"]]
    assert lines
    for line in lines:
        assert body[line["start"] : line["end"]] == line["text"]


def test_what_another_process_writes_is_in_the_next_answer(stocked: Terminal) -> None:
    assert stocked.held == 1
    other = VAN.replace("A Van From Ludlow", "Another Van").replace("Tallowbrook", "Pemberlock")
    assert stocked("ingest", stocked.file("other.txt", other)) == 0
    assert stocked.held == 2


def test_the_doctor_finds_a_library_well_or_says_what_ails_it(stocked: Terminal) -> None:
    assert stocked("doctor") == 0
    assert "1 briefing, 9 December 2025" in " ".join(stocked.out.split())
    with stocked.db.open("r+b") as file:
        file.truncate(file.seek(0, 2) // 2)
    assert stocked("doctor") == 1
    assert "BAD library" in stocked.out


# --- what is wrong, in one line ------------------------------------------------------------------

SOON = f"{datetime.now(UTC).date() + timedelta(days=3):%B %d, %Y}"
REJECTED = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t\n", "empty"),
    "only furniture": (b"Sign in\nSubscribe\n2 min read\nComments\n", "furniture"),
    "binary": (bytes(range(256)) * 20, "text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(2000), "text"),
    "over a megabyte": (VAN.encode() * 6000, "1 MB"),
    "no date anywhere": (VAN.replace("December 9, 2025\n", "").encode(), "--date"),
    "a date ahead": (VAN.replace("December 9, 2025", SOON).encode(), "is dated 20"),
}


@pytest.mark.parametrize("what", REJECTED)
def test_a_bad_file_is_rejected_in_one_line(stocked: Terminal, what: str) -> None:
    content, reason = REJECTED[what]
    assert stocked("ingest", stocked.file("bad.txt", content)) == 1
    (said,) = stocked.err.splitlines()
    assert re.match(r"rejected \S*bad\.txt: ", said)
    assert reason in said
    assert "new 0, same 0, changed 0, rejected 1" in stocked.out
    assert stocked.held == 1


@pytest.mark.parametrize(
    "content",
    [
        VAN.encode().replace(b"Ludlow today", b"Lud\xed\xa0\x80low \x00 today"),
        VAN.replace("Hartwell", "\u202eHart\u200bwell\u2066").encode(),
        VAN.encode("utf-16"),
        b"\xef\xbb\xbf" + VAN.replace("\n", "\r\n").encode(),
    ],
    ids=["surrogates and NULs", "right to left, zero width", "UTF-16", "BOM and CRLF"],
)
def test_odd_characters_harm_nothing(terminal: Terminal, content: bytes) -> None:
    assert terminal("ingest", terminal.file("odd.txt", content)) == 0
    assert "300 people" in json.dumps(terminal.answer("!today"))


@pytest.mark.parametrize(
    "asked",
    ["x" * 5000, '"Ford', "Ford'; DROP", "AND OR NEAR(", "*", "🚗", "[/bold]", "\u202e", "-", "%_"],
)
@pytest.mark.parametrize("command", ["company", "timeline"])
def test_an_odd_question_gets_one_answer(stocked: Terminal, command: str, asked: str) -> None:
    code = stocked("ask", "--today", "2025-12-09", f"!{command} {asked}")
    assert code in (0, 2)
    if code:
        assert len(stocked.err.splitlines()) == 1
    else:
        assert "Nothing found" in stocked.out
    assert stocked.held == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ask", "!nonsense"), "today, latest, briefing, company, timeline"),
        (("ask", "--today", "yesterday-ish", "!today"), "2025-12-09"),
        (("ingest", "--date", "soon", "x.txt"), "2025-12-09"),
        (("ingest", "no-such-file.txt"), "no-such-file.txt"),
        (("ask", "!company"), "company"),
        (("fly",), "fly"),
    ],
)
def test_a_wrong_command_is_told_in_one_line(
    stocked: Terminal, words: tuple[str, ...], told: str
) -> None:
    command, *rest = words
    assert stocked(command, *rest) in (1, 2)
    (said,) = stocked.err.splitlines()
    assert told in said


# --- a library that is not well -------------------------------------------------------------------


def spoiled(terminal: Terminal, how: str) -> None:
    with contextlib.closing(sqlite3.connect(terminal.db)) as library:
        if how == "newer":
            library.execute("PRAGMA user_version = 999")
        library.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if how == "foreign":
        terminal.db.unlink()
        with contextlib.closing(sqlite3.connect(terminal.db)) as other:
            other.execute("CREATE TABLE songs (title TEXT)")
            other.commit()
    if how == "no database":
        terminal.db.write_bytes(b"Dear diary, " * 500)
    if how == "cut in half":
        whole = terminal.db.read_bytes()
        terminal.db.write_bytes(whole[: len(whole) // 2])


@pytest.mark.parametrize("how", ["newer", "foreign", "no database", "cut in half"])
@pytest.mark.parametrize("command", ["ask", "ingest"])
def test_a_library_that_is_none_of_ours_is_left_alone(
    stocked: Terminal, how: str, command: str
) -> None:
    spoiled(stocked, how)
    before = stocked.db.read_bytes()
    words = ["!today"] if command == "ask" else [str(stocked.folder / "van.txt")]
    assert stocked(command, *words) == 2
    assert len(stocked.err.splitlines()) == 1
    assert stocked.err.startswith("briefing-desk: ")
    assert stocked.db.read_bytes() == before


def test_a_locked_library_still_answers(stocked: Terminal) -> None:
    with contextlib.closing(sqlite3.connect(stocked.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert stocked.held == 1


@pytest.mark.parametrize("question", ["!today", "!company Ford"])
def test_the_readmes_pictures_show_what_is_answered(question: str, tmp_path: Path) -> None:
    db, out = str(tmp_path / "library.db"), tmp_path / "card.svg"
    assert main(["ingest", "--db", db, str(ROOT / "data" / "samples")]) == 0
    asked = ["ask", "--db", db, "--today", "2025-12-09", "--svg", str(out), question]
    assert main(asked) == 0
    shown = ROOT / ".github" / f"{question.strip('!').split()[0]}.svg"
    assert words_of(out) == words_of(shown), f"draw it anew: {' '.join(asked)}"
    assert "url(http" not in out.read_text(encoding="utf-8"), "a picture asks no other server"


def words_of(svg: Path) -> list[str]:
    root = ElementTree.parse(svg).getroot()
    return [text for node in root.iter("{http://www.w3.org/2000/svg}text") if (text := node.text)]


def test_a_picture_that_cannot_be_written_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "library.db")
    main(["ingest", "--db", db, str(ROOT / "data" / "samples")])
    capsys.readouterr()
    assert main(["ask", "--db", db, "--svg", str(tmp_path / "no" / "card.svg"), "!latest"]) == 2
    assert "cannot be written" in capsys.readouterr().err
