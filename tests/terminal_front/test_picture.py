"""`picture`: a file that opens, its words on the screen, and one line for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bot.cli import main
from bot.pictures.palette import DARK, LIGHT

VAN = (
    "A Van From Ludlow\nDecember 9, 2025\nBy Ona Brandt\n\n"
    "Tallowbrook Motors spent $40 million on its plant in Ludlow today. Production of its electric "
    "van starts there in March 2027. Hartwell Mobility is a maker of batteries in Ashcombe.\n"
)


@pytest.fixture
def library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / "van.txt").write_text(VAN, encoding="utf-8")
    db = tmp_path / "library.db"
    assert main(["ingest", "--db", str(db), str(tmp_path / "van.txt")]) == 0
    capsys.readouterr()
    return db


def draw(db: Path, *words: str) -> int:
    return main(["picture", "--db", str(db), "--today", "2025-12-09", *words])


def test_the_picture_is_written_and_its_words_are_printed(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "van.png"
    assert draw(library, "--out", str(out), "Tallowbrook") == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "Timeline of Tallowbrook Motors on 9 December 2025, the oldest first: 2 events,"
    )
    assert told.count("\n") == 1
    with Image.open(out) as image:
        assert image.format == "PNG"
        assert image.convert("RGB").getpixel((0, 0)) == LIGHT.ground
    assert draw(library, "--dark", "--out", str(out), "Tallowbrook", "Motors") == 0
    with Image.open(out) as image:
        assert image.convert("RGB").getpixel((0, 0)) == DARK.ground


@pytest.mark.parametrize(
    ("out", "name", "told"),
    [
        ("van.gif", "Tallowbrook", "van.gif is no PNG file; name it such as timeline.png."),
        ("away/van.png", "Tallowbrook", "van.png cannot be written: No such file or directory."),
        ("van.png", "Pemberlock", "No briefing names “Pemberlock”."),
        ("van.png", "Hartwell", "The briefings tell nothing dated about Hartwell Mobility."),
    ],
)
def test_what_is_wrong_is_one_line_and_leaves_no_file(
    library: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    out: str,
    name: str,
    told: str,
) -> None:
    assert draw(library, "--out", str(tmp_path / out), name) == 2
    error = capsys.readouterr().err
    assert error.startswith("briefing-desk: ")
    assert error.endswith(f"{told}\n")
    assert error.count("\n") == 1
    assert not (tmp_path / out).exists()


def test_without_a_library_or_a_file_to_write_nothing_is_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draw(tmp_path / "none.db", "--out", str(tmp_path / "a.png"), "Tallowbrook") == 2
    assert "There is no library at" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["picture", "Tallowbrook"])
    assert "--out" in capsys.readouterr().err
