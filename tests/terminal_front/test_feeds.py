"""`feed` and `fetch` at the terminal: the house library's own sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main

URL = "https://example.org/feed.xml"


def test_a_feed_is_added_listed_paused_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = str(tmp_path / "library.db")

    def feed(*words: str) -> tuple[int, str]:
        code = main(["feed", "--db", db, *words])
        told = capsys.readouterr()
        return code, told.out + told.err

    assert feed("add", URL) == (0, f"add: 1  {URL}  active\n")
    assert feed("add", URL)[0] == 2
    assert feed() == (0, f"1  {URL}  active\n")
    assert feed("pause", "1")[1] == f"pause: 1  {URL}  paused\n"
    assert feed("resume", URL)[1] == f"resume: 1  {URL}  active\n"
    assert feed("remove", "9") == (
        2,
        "briefing-desk: No feed 9 is followed; feed list shows them.\n",
    )
    assert feed("remove", "1")[0] == 0
    assert feed()[1] == "No feed is followed; try: feed add ADDRESS\n"
    assert feed("add", "news")[0] == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]:80/", "file:///etc/passwd"])
def test_nothing_inside_is_fetched(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", "--db", str(tmp_path / "library.db"), url]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
