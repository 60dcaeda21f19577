"""Log lines: one record a line, libraries turned down, no token ever."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import log

SHAPED = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789AB"
"""Made up, but of a token's shape."""


@pytest.fixture(autouse=True)
def untouched() -> Iterator[None]:
    """The logging of the test run is as before afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = root.handlers[:], root.level, ours.level
    yield
    root.handlers[:], root.level, ours.level = before
    logging.captureWarnings(False)


def logged(form: str, level: str = "info", secrets: tuple[str, ...] = ()) -> io.StringIO:
    stream = io.StringIO()
    log.set_up(level, form, secrets=secrets, stream=stream)
    return stream


def test_text_lines_are_for_people() -> None:
    stream = logged("text")
    logging.getLogger("bot.delivery").info("posted %d", 3)
    assert stream.getvalue().endswith(" INFO bot.delivery: posted 3\n")


def test_json_lines_are_for_machines() -> None:
    stream = logged("json")
    logging.getLogger("bot.delivery").warning("posted “%s”", "Ford\nRenault")
    (line,) = stream.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "warning",
        "logger": "bot.delivery",
        "message": "posted “Ford\nRenault”",
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_stranger_wrote_forges_no_record(form: str) -> None:
    stream = logged(form)
    forged = "x\r\n2025-12-09 06:00:00 INFO bot: all is well\u2028\x1b[2J"
    try:
        raise ValueError(forged)
    except ValueError:
        logging.getLogger("bot").exception("refused %s", forged)
    first, *rest = stream.getvalue().splitlines()
    assert "\x1b" not in stream.getvalue()
    assert "all is well" in first
    assert all(line.startswith("    ") for line in rest)


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("secret", [SHAPED, "any-other-secret"])
def test_no_token_is_logged(form: str, secret: str) -> None:
    stream = logged(form, secrets=("any-other-secret",))
    try:
        raise RuntimeError(f"refused {secret}")
    except RuntimeError:
        logging.getLogger("some.library").exception("with %r", {"Authorization": secret})
    assert secret not in stream.getvalue()
    assert stream.getvalue().count("[token]") >= 2


def test_libraries_are_turned_down_and_we_are_not() -> None:
    stream = logged("text", level="debug")
    for name in ("bot.storage", "discord.gateway", "trafilatura.core"):
        logging.getLogger(name).debug("hello from %s", name)
    logging.getLogger("trafilatura.core").error("no such element")
    logging.getLogger("discord.gateway").warning("a warning is heard")
    said = stream.getvalue()
    assert "bot.storage" in said
    assert "a warning is heard" in said
    assert said.count("\n") == 2


def test_setting_up_again_replaces_and_does_not_double() -> None:
    first, second = logged("text"), logged("text", level="error")
    logging.getLogger("bot").error("once")
    logging.getLogger("bot").info("too little")
    assert first.getvalue() == ""
    assert second.getvalue().count("\n") == 1
