"""What is installed is whole: the data travels in the wheel, and help comes at once."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot import __version__, resources

ROOT = Path(__file__).resolve().parent.parent
DATA = sorted(path.relative_to(ROOT / "data") for path in (ROOT / "data").rglob("*.*"))

_LIST = """
import sys
from bot import resources
assert resources.data_folder().name == "_data", resources.data_folder()
assert "ford" in resources.catalogue_text()
print(*(path.name for path in resources.samples()), sep="\\n")
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `pip wheel` builds it, but with the build tool that is already here."""
    pytest.importorskip("hatchling", reason="the build tool (hatchling) is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_package_and_its_data(wheel: Path) -> None:
    assert wheel.name == f"briefing_desk-{__version__}-py3-none-any.whl"
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"bot/_data/{path.as_posix()}" for path in DATA} <= names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.py")}
    assert modules <= names
    assert "bot/py.typed" in names
    assert not [name for name in names if name.startswith(("data/", "tests/"))]


def test_migrations_travel_in_the_wheel(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    migrations = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot").rglob("*.sql")}
    assert migrations <= set(names)


def test_an_installed_package_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = subprocess.run(
        [sys.executable, "-P", "-c", _LIST],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert script.returncode == 0, script.stderr
    assert script.stdout.split() == [path.name for path in resources.samples()]


def test_a_checkout_has_its_data_at_the_top() -> None:
    assert resources.data_folder() == ROOT / "data"
    assert len(resources.samples()) == 8
    assert resources.catalogue_text()


@pytest.mark.parametrize("module", ["trafilatura", "feedparser", "lxml.html"])
def test_a_library_that_is_asked_for_late_is_there(module: str) -> None:
    """Only some pages need these, so that a missing part of them would show late."""
    script = subprocess.run(
        [sys.executable, "-c", f"import {module}"], capture_output=True, text=True, check=False
    )
    assert script.returncode == 0, script.stderr


def test_help_needs_no_library() -> None:
    """`--help` answers at once, for it imports nothing but the standard library and ourselves."""
    script = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert script.returncode == 0
    imported = {line.split("|")[-1].strip() for line in script.stderr.splitlines()}
    assert not imported & {"rich", "discord", "pydantic", "aiosqlite", "asyncio", "trafilatura"}
