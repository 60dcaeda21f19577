"""What can go wrong, as a tree. The fronts show `str(error)` to people, so every message is one
clear line that says what to do; nothing else may be shown.

    DeskError
    ├── BadBriefing        the text cannot be taken in (empty, binary, too large, no date …)
    ├── BadQuestion        what was asked cannot be read
    ├── BadArchive         an export or a backup cannot be read or written
    ├── BadSettings        settings are wrong: all problems, one a line
    └── StorageError       the library cannot be read or written (locked, full, read-only …)
        ├── ForeignDatabase    the file belongs to another program
        ├── NewerDatabase      the file was written by a newer version
        ├── DamagedDatabase    the file is cut or overwritten
        └── LibraryBusy        another process holds the file for too long
"""

from __future__ import annotations


class DeskError(Exception):
    """Base of all errors a person may see; its text is written for that person."""


class BadBriefing(DeskError):
    """A text that cannot become a briefing. `reason` is a short stable word for counts."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class BadQuestion(DeskError):
    """A question that cannot be read: unknown command, missing argument, bad date."""


class BadArchive(DeskError):
    """A file that an export or a backup cannot be written to or brought back from."""


class BadSettings(DeskError):
    """Settings that cannot be used; `problems` holds them all, so that one run mends them all."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class StorageError(DeskError):
    """The library's file cannot be used just now; programming errors are never wrapped in it."""


class ForeignDatabase(StorageError):
    """The file is a database of another program, or no database at all."""


class NewerDatabase(StorageError):
    """The file was written by a newer version of Briefing Desk."""


class DamagedDatabase(StorageError):
    """The file was ours, but is cut, overwritten or otherwise malformed."""


class LibraryBusy(StorageError):
    """Another process has held the write lock for longer than we wait."""
