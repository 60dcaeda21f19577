"""The link that brings the bot into a server, with what it needs and nothing more."""

from __future__ import annotations

import discord

SCOPES = ("bot", "applications.commands")
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    attach_files=True,
)
"""To answer and to post, also in threads and forums; and to look for a post of which nobody knows
whether it arrived, before it is sent again; and to show a timeline as a picture."""


def invitation(application: int) -> str:
    """The address that a person who may manage a server opens."""
    return discord.utils.oauth_url(application, permissions=PERMISSIONS, scopes=SCOPES)
