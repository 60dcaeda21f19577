"""Every route that is served, one table per part of the API."""

from __future__ import annotations

from . import channels, commands, guilds, interactions, messages, start, threads

ROUTES = [
    *start.ROUTES,
    *channels.ROUTES,
    *messages.ROUTES,
    *threads.ROUTES,
    *guilds.ROUTES,
    *commands.ROUTES,
    *interactions.ROUTES,
]
