"""Settings: read once, wrong ones told together, the token never told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import BadSettings
from bot.settings import PREFIX, DeskSettings, default_database, documented

TOKEN = "a-token-that-nobody-may-see"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine the tests run on reaches them."""
    for setting in documented():
        monkeypatch.delenv(setting.variable, raising=False)


def load(
    monkeypatch: pytest.MonkeyPatch, variables: Mapping[str, str], file: Path | None = None
) -> DeskSettings:
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value)
    return DeskSettings.load(file)


def test_nothing_has_to_be_set() -> None:
    settings = DeskSettings.load(None)
    assert settings.token is None
    assert settings.zone is None
    assert settings.database == default_database()
    assert (settings.prefix, settings.message_content) == ("!", "auto")


def test_a_missing_file_is_no_problem(tmp_path: Path) -> None:
    assert DeskSettings.load(tmp_path / ".env") == DeskSettings.load(None)


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# ours\n{PREFIX}ZONE=Europe/Paris\n{PREFIX}PREFIX=?\nANOTHERS=1\n", "utf-8")
    settings = load(monkeypatch, {"ZONE": "Asia/Tokyo"}, file)
    assert (settings.zone, settings.prefix) == ("Asia/Tokyo", "?")


def test_the_working_directory_has_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"{PREFIX}PREFIX=$\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert DeskSettings.load().prefix == "$"


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    every = {setting.variable.removeprefix(PREFIX): "" for setting in documented()}
    assert load(monkeypatch, every) == DeskSettings.load(None)


def test_a_home_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, {"DATABASE": "~/desk.db"})
    assert settings.database == Path.home() / "desk.db"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ZONE", "Europe/Pari", "'Europe/Pari' is no time zone; write it as in Europe/Paris"),
        ("ZONE", "../../etc/passwd", "is no time zone"),
        ("ZONE", "Europe", "is no time zone"),
        ("LOG_LEVEL", "loud", "must be 'debug', 'info', 'warning' or 'error'"),
        ("LOG_FORMAT", "xml", "must be 'text' or 'json'"),
        ("MESSAGE_CONTENT", "maybe", "must be 'auto', 'on' or 'off'"),
        ("DEVELOPMENT_GUILD", "my server", "must be a number"),
        ("DEVELOPMENT_GUILD", "-5", "must be greater than 0"),
        ("DEVELOPMENT_GUILD", "9" * 30, "is too large"),
        ("PREFIX", "/", "must be 1 to 5 characters"),
        ("PREFIX", "briefing", "must be 1 to 5 characters"),
        ("TOKEN", f"Bot {TOKEN}", "must be the bare token"),
        ("DATABASE", ".", "is a folder"),
        ("DATABSE", "x.db", "there is no such setting; did you mean BRIEFING_DESK_DATABASE?"),
    ],
)
def test_a_wrong_value_is_told_with_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    with pytest.raises(BadSettings) as wrong:
        load(monkeypatch, {name: value})
    (problem,) = wrong.value.problems
    assert problem.startswith(f"{PREFIX}{name}: ")
    assert said in problem
    assert TOKEN not in problem


def test_all_problems_are_told_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"{PREFIX}LOG_FORMAT=xml\n{PREFIX}COLOUR=red\n", "utf-8")
    with pytest.raises(BadSettings) as wrong:
        load(monkeypatch, {"ZONE": "Nowhere/Here", "PREFIX": "/", "TOKEN": f"{TOKEN} x"}, file)
    assert [problem.split(":")[0].removeprefix(PREFIX) for problem in wrong.value.problems] == [
        "TOKEN",
        "ZONE",
        "PREFIX",
        "LOG_FORMAT",
        "COLOUR",
    ]
    assert TOKEN not in str(wrong.value)


def test_variables_of_others_that_begin_like_ours_are_let_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load(monkeypatch, {"SERVICE_HOST": "10.0.0.1", "PORT": "tcp://10.0.0.1:80"})


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSettings, match="is not UTF-8"):
        DeskSettings.load(file)


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, {"TOKEN": f" {TOKEN}\n"})
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_settings_do_not_change() -> None:
    settings = DeskSettings.load(None)
    with pytest.raises(ValidationError):
        settings.prefix = "?"  # type: ignore[misc]
