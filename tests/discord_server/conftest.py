"""The loopback Discord's own tests use its fixtures as every other test does."""

from __future__ import annotations

from .fixtures import loopback_discord

__all__ = ["loopback_discord"]
