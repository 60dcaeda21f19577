"""What stands in the custom ids of page buttons, wherever they lead."""

from __future__ import annotations

STATE = (
    r"(?P<command>[a-z]):(?P<page>[0-9]{1,4}):(?P<day>[0-9]{8})"
    r":(?P<asker>[0-9]{1,20}):(?P<look>[LPlp]):(?P<argument>.*)"
)
"""As `paging.PageState.custom_id` writes it. A small letter for the look says that the argument is
kept in the library, and this is its key."""
