"""What the documents say is so: settings, commands, libraries, and the one way to run the tests."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.answers.questions import COMMANDS
from bot.cli import main
from bot.settings import PREFIX, DeskSettings, Setting, documented

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[tuple[str, ...]]:
    """The cells of the table below a heading of the README, without code marks."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip().strip("`") for cell in line.split("|")[1:-1]) for line in lines]


def command_with(end: str) -> str:
    """The one command line of the README that ends so."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    (found,) = [line for block in blocks for line in block.splitlines() if line.endswith(end)]
    return found


def test_the_readme_tells_every_setting() -> None:
    assert [Setting(*row) for row in rows("Settings")] == list(documented())


def test_the_example_file_tells_every_setting_with_one_comment() -> None:
    head, *entries = (ROOT / ".env.example").read_text(encoding="utf-8").strip().split("\n\n")
    assert all(line.startswith("# ") for line in head.splitlines())
    assert entries == [f"# {one.about}\n{one.variable}={one.default}" for one in documented()]


def test_the_example_file_as_it_stands_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in documented():
        monkeypatch.delenv(setting.variable, raising=False)
    assert DeskSettings.load(ROOT / ".env.example") == DeskSettings.load(None)


def test_no_other_setting_is_named() -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", README))
    assert named == {setting.variable for setting in documented()}


def test_the_readme_tells_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        main(["--help"])
    told = re.sub(r"\n {8,}", "  ", capsys.readouterr().out)  # a long name has its line for itself
    offered = re.findall(r"^    ([a-z]+) +(\S.*)$", told, re.MULTILINE)
    assert [(usage.split()[0], about) for usage, about in rows("In the terminal")] == offered


def test_the_readme_tells_every_question() -> None:
    assert rows("Questions") == [(f"!{one.usage}", one.about) for one in COMMANDS]


def test_the_readme_tells_why_each_library_is_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [re.split(r"[\[<>=~! ]", one)[0] for one in project["dependencies"]]
    assert [name for name, _ in rows("Libraries")] == needed
    tools = README.split("## Libraries")[1]
    for group in project["optional-dependencies"].values():
        for one in group:
            name = re.split(r"[\[<>=~! ]", one)[0]
            assert name in tools or name.startswith(("briefing-desk", "types-"))


def test_the_readmes_first_command_runs_the_demonstration() -> None:
    assert command_with(" -m bot demo") in README.split("\n## ")[0]


def test_continuous_integration_runs_the_readmes_very_test_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command_with(" -m pytest") in [line.strip() for line in script.splitlines()]


def test_documents_lead_to_files_that_exist() -> None:
    for document in ROOT.glob("*.md"):
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"(?:\]\(|src=\")(?!https?:|#)([^)#\"]+)", text):
            assert (ROOT / target).exists(), f"{document.name} leads to {target}"
