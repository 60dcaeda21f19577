"""A loopback Discord for tests: REST and gateway on one port, with the real discord.py as customer.

README.md says how to write a scenario.
"""

from __future__ import annotations

from .answers import Answer, Modal, NoAnswer, NotOffered, read
from .client import discord_py_pointed_at, running
from .http import Upload
from .people import Person
from .permissions import Permission
from .scenario import GuildScene, Scene
from .server import TOKEN, loopback
from .visibility import Grant, Intent
from .world import Channel, ChannelKind, Message, MessageFlag, Role

__all__ = [
    "TOKEN",
    "Answer",
    "Channel",
    "ChannelKind",
    "Grant",
    "GuildScene",
    "Intent",
    "Message",
    "MessageFlag",
    "Modal",
    "NoAnswer",
    "NotOffered",
    "Permission",
    "Person",
    "Role",
    "Scene",
    "Upload",
    "discord_py_pointed_at",
    "loopback",
    "read",
    "running",
]
