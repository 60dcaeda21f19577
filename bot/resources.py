"""The read-only files that travel with the program: the catalogue and the sample briefings.

In a checkout they lie in `data/` at the top level, in an installed wheel in `bot/_data`.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """Where the data lies. A wheel's own copy comes first: the folder above it is not ours."""
    installed = _HERE / "_data"
    return installed if installed.is_dir() else _HERE.parent / "data"


def catalogue_text() -> str:
    """The catalogue of companies, as TOML."""
    return (data_folder() / "companies.toml").read_text(encoding="utf-8")


def samples() -> tuple[Path, ...]:
    """The sample briefings in name order, which is the order of their days."""
    return tuple(sorted((data_folder() / "samples").glob("*.txt")))


def translations() -> Path:
    """Where the translations of the interface lie."""
    return data_folder() / "translations"
