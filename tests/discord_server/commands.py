"""The application's commands, and who may use them (application command permissions, "v2").

Source: interactions/application-commands, "Permissions" and "Using default permissions".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import permissions
from .clock import Snowflakes
from .errors import daily_creates_spent, unknown
from .permissions import Permission
from .world import Channel, Member, User

Json = dict[str, Any]
CREATES_PER_DAY = 200
ROLE, USER, CHANNEL = 1, 2, 3


@dataclass
class CommandBook:
    """What was synced, globally (scope None) and per guild; and each guild's overrides."""

    application_id: int
    ids: Snowflakes
    commands: dict[int | None, dict[int, Json]] = field(default_factory=dict)
    overrides: dict[int, dict[int, list[Json]]] = field(default_factory=dict)
    creates: dict[int | None, int] = field(default_factory=dict)

    def listed(self, scope: int | None) -> list[Json]:
        return list(self.commands.get(scope, {}).values())

    def get(self, scope: int | None, command_id: int) -> Json:
        try:
            return self.commands[scope][command_id]
        except KeyError:
            raise unknown("command") from None

    def replace_all(self, scope: int | None, bodies: list[Json]) -> list[Json]:
        """PUT: what is not named is deleted, the rest keeps its id."""
        kept = [self.upsert(scope, body) for body in bodies]
        self.commands[scope] = {int(command["id"]): command for command in kept}
        return kept

    def upsert(self, scope: int | None, body: Json) -> Json:
        """POST: a command of the same name and type is replaced; a new one counts to the 200."""
        book = self.commands.setdefault(scope, {})
        key = (body["name"], body.get("type", 1))
        old = next((c for c in book.values() if (c["name"], c["type"]) == key), None)
        if old is None:
            if self.creates.get(scope, 0) >= CREATES_PER_DAY:
                raise daily_creates_spent()
            self.creates[scope] = self.creates.get(scope, 0) + 1
        command = self._filled_in(scope, body, int(old["id"]) if old else self.ids.new())
        book[int(command["id"])] = command
        return command

    def patch(self, scope: int | None, command_id: int, body: Json) -> Json:
        merged = {**self.get(scope, command_id), **body}
        self.commands[scope][command_id] = self._filled_in(scope, merged, command_id)
        return self.commands[scope][command_id]

    def delete(self, scope: int | None, command_id: int) -> None:
        self.get(scope, command_id)
        del self.commands[scope][command_id]

    def _filled_in(self, scope: int | None, body: Json, command_id: int) -> Json:
        """The command as Discord gives it back."""
        defaults: Json = {
            "type": 1,
            "description": "",
            "default_member_permissions": None,
            "dm_permission": scope is None,
            "contexts": None,
            "integration_types": [0],
            "nsfw": False,
        }
        fixed: Json = {
            "id": str(command_id),
            "application_id": str(self.application_id),
            "version": str(self.ids.new()),
            **({"guild_id": str(scope)} if scope else {}),
        }
        filled = {**defaults, **body, **fixed}
        if (needed := filled["default_member_permissions"]) is not None:
            filled["default_member_permissions"] = str(needed)
        return filled

    def offered(self, name: str, kind: int, channel: Channel) -> Json | None:
        """The command of that name in this place; a guild's own goes before a global one."""
        scopes = [channel.guild.id, None] if channel.guild else [None]
        for scope in scopes:
            for command in self.listed(scope):
                if command["name"] == name and command["type"] == kind:
                    return command if _in_context(command, channel) else None
        return None

    # Who may ---------------------------------------------------------------------------------

    def set_overrides(self, guild_id: int, command_or_app: int, rules: list[Json]) -> Json:
        """What a server's admin sets under Integrations; none again lifts them.

        Rules: ``{"id", "type": 1 role | 2 user | 3 channel, "permission": bool}``. The guild's id
        as a role means @everyone; its id minus one as a channel means all channels.
        """
        of_guild = self.overrides.setdefault(guild_id, {})
        if rules:
            of_guild[command_or_app] = rules
        else:
            of_guild.pop(command_or_app, None)
        return self.overrides_shape(guild_id, command_or_app)

    def overrides_shape(self, guild_id: int, command_or_app: int) -> Json:
        return {
            "id": str(command_or_app),
            "application_id": str(self.application_id),
            "guild_id": str(guild_id),
            "permissions": [
                {**rule, "id": str(rule["id"])}
                for rule in self.overrides.get(guild_id, {}).get(command_or_app, [])
            ],
        }

    def may_use(self, command: Json, user: User, channel: Channel) -> bool:
        """Whether Discord shows the command to this user here.

        Admins always. Else the channel must not be shut, and the most exact rule about the person
        decides: the command's own for the user, its roles (one allow is enough), @everyone; then
        the app's. An app rule that allows leaves the command's default permissions in force.
        """
        if channel.guild is None:
            return True
        member = channel.guild.members[user.id]
        held = permissions.in_channel(user, channel)
        if held & Permission.ADMINISTRATOR:
            return True
        if not held & Permission.USE_APPLICATION_COMMANDS:
            return False
        of_guild = self.overrides.get(channel.guild.id, {})
        own = of_guild.get(int(command["id"]), [])
        app = of_guild.get(self.application_id, [])
        open_here = _first(_about_channel(own, channel), _about_channel(app, channel), True)
        if not open_here:
            return False
        said = _about_person(own, member)
        if said is not None:
            return said
        if _about_person(app, member) is False:
            return False
        return _by_default(command, held)


def _in_context(command: Json, channel: Channel) -> bool:
    contexts = command.get("contexts")
    if contexts is not None:
        return (0 if channel.guild else 1) in contexts
    return channel.guild is not None or bool(command.get("dm_permission", True))


def _by_default(command: Json, held: int) -> bool:
    default = command.get("default_member_permissions")
    if default is None:
        return True
    needed = int(default)
    return needed != 0 and held & needed == needed


def _first(*answers: bool | None) -> bool:
    return next(answer for answer in answers if answer is not None)


def _about_channel(rules: list[Json], channel: Channel) -> bool | None:
    assert channel.guild is not None
    place = channel.parent if channel.is_thread and channel.parent else channel
    said = {int(r["id"]): bool(r["permission"]) for r in rules if r["type"] == CHANNEL}
    return said.get(place.id, said.get(channel.guild.id - 1))


def _about_person(rules: list[Json], member: Member) -> bool | None:
    for rule in rules:
        if rule["type"] == USER and int(rule["id"]) == member.user.id:
            return bool(rule["permission"])
    by_role = {int(r["id"]): bool(r["permission"]) for r in rules if r["type"] == ROLE}
    mine = [by_role[role_id] for role_id in member.role_ids if role_id in by_role]
    return any(mine) if mine else by_role.get(member.guild.id)
