"""Fixtures for tests that need a Discord: import them into a ``conftest.py``."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from .scenario import Scene
from .server import loopback


@pytest.fixture
async def loopback_discord() -> AsyncIterator[Scene]:
    """A running loopback Discord with discord.py pointed at it.

    At its end the test fails if the judge refused any request, or if a planned fault never struck.
    """
    async with loopback() as discord:
        yield discord
        discord.judge.assert_clean()
        assert not discord.faults.outstanding, "a planned fault never struck"
