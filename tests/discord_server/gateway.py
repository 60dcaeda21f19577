"""The gateway: one WebSocket per shard, sessions that outlive it, replay on RESUME.

Source: events/gateway and topics/opcodes-and-status-codes. Transport compression is zlib-stream:
one deflate context for the whole connection, flushed after every message.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from . import shapes
from .visibility import Intent, wants

if TYPE_CHECKING:
    from .server import LoopbackDiscord

Json = dict[str, Any]
MAX_PAYLOAD = 4096
SENDS_PER_MINUTE = 120


class Op(IntEnum):
    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class CloseCode(IntEnum):
    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQ = 4007
    RATE_LIMITED = 4008
    DISALLOWED_INTENTS = 4014


class Closed(Exception):
    """The server ends this connection with ``code``."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Wire:
    """One open WebSocket: frames out, compressed or not; counts what comes in."""

    def __init__(self, socket: web.WebSocketResponse, compressed: bool) -> None:
        self.socket = socket
        self._deflate = zlib.compressobj() if compressed else None
        self._sent: deque[float] = deque()

    async def send(
        self, op: Op, data: Any = None, event: str | None = None, seq: Any = None
    ) -> None:
        """Send one payload; a socket that is already gone is no error, the session replays."""
        text = json.dumps({"op": int(op), "d": data, "t": event, "s": seq})
        try:
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                packed = self._deflate.compress(text.encode()) + self._deflate.flush(
                    zlib.Z_SYNC_FLUSH
                )
                await self.socket.send_bytes(packed)
        except (ConnectionError, RuntimeError):
            return

    def read(self, text: str, now: float) -> Json:
        """The client's payload, or ``Closed`` for one that Discord would not take."""
        self._sent.append(now)
        while self._sent and self._sent[0] < now - 60:
            self._sent.popleft()
        if len(self._sent) > SENDS_PER_MINUTE:
            raise Closed(CloseCode.RATE_LIMITED)
        if len(text.encode()) > MAX_PAYLOAD:
            raise Closed(CloseCode.DECODE_ERROR)
        try:
            payload = json.loads(text)
        except ValueError:
            raise Closed(CloseCode.DECODE_ERROR) from None
        if not isinstance(payload, dict) or payload.get("op") not in set(Op):
            raise Closed(CloseCode.UNKNOWN_OPCODE)
        return payload


@dataclass(eq=False)
class Session:
    """What survives a lost connection: the events so far and how far the client got."""

    id: str
    intents: int
    shard: tuple[int, int]
    wire: Wire | None
    seq: int = 0
    acknowledged: int = 0
    events: list[tuple[int, str, Json]] = field(default_factory=list)
    valid: bool = True

    @property
    def caught_up(self) -> bool:
        """Whether a heartbeat has told that the client took in the last event."""
        return self.wire is not None and self.acknowledged >= self.seq

    def holds(self, guild_id: int | None) -> bool:
        """Discord's sharding formula; DMs go to shard 0."""
        return ((guild_id or 0) >> 22) % self.shard[1] == self.shard[0]

    async def dispatch(self, event: str, data: Json) -> None:
        self.seq += 1
        self.events.append((self.seq, event, data))
        if self.wire is not None:
            await self.wire.send(Op.DISPATCH, data, event, self.seq)

    async def replay(self, after: int) -> None:
        assert self.wire is not None
        for seq, event, data in [e for e in self.events if e[0] > after]:
            await self.wire.send(Op.DISPATCH, data, event, seq)


class Gateway:
    """Accepts connections, keeps sessions, sends events. ``counts`` is what tests look at."""

    def __init__(self, discord: LoopbackDiscord) -> None:
        self._discord = discord
        self.sessions: list[Session] = []
        self.heartbeat_ms = 41_250
        self.identify_limit = 1000  # a day; beyond it Discord resets the token
        self.counts = {"connections": 0, "identify": 0, "resume": 0, "heartbeat": 0}
        self.closed_with: list[int] = []
        self.shut = False
        self._lock = asyncio.Lock()

    @property
    def live(self) -> list[Session]:
        return [s for s in self.sessions if s.wire is not None and s.valid]

    async def accept(self, request: web.Request) -> web.StreamResponse:
        if self.shut:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        wire = Wire(socket, request.query.get("compress") == "zlib-stream")
        self.counts["connections"] += 1
        await wire.send(Op.HELLO, {"heartbeat_interval": self.heartbeat_ms, "_trace": []})
        try:
            await self._listen(wire)
        except Closed as closed:
            self.closed_with.append(closed.code)
            await socket.close(code=closed.code)
        finally:
            self._lose(wire)
        return socket

    async def _listen(self, wire: Wire) -> None:
        loop = asyncio.get_running_loop()
        async for frame in wire.socket:
            if frame.type is not WSMsgType.TEXT:
                raise Closed(CloseCode.DECODE_ERROR)
            payload = wire.read(frame.data, loop.time())
            await self._obey(wire, Op(payload["op"]), payload.get("d"))

    def _lose(self, wire: Wire) -> None:
        """The connection is gone. A client that closed with 1000 or 1001 has ended its session."""
        for session in self.sessions:
            if session.wire is wire:
                session.wire = None
                session.valid = session.valid and wire.socket.close_code not in (1000, 1001)
        self._discord.bell.ring()

    async def _obey(self, wire: Wire, op: Op, data: Any) -> None:
        if op is Op.HEARTBEAT:
            self.counts["heartbeat"] += 1
            for session in self.sessions:
                if session.wire is wire:
                    session.acknowledged = data or 0
            await wire.send(Op.HEARTBEAT_ACK)
            self._discord.bell.ring()
        elif op is Op.IDENTIFY:
            await self._identify(wire, data)
        elif op is Op.RESUME:
            await self._resume(wire, data)
        elif op is Op.REQUEST_GUILD_MEMBERS:
            await self._send_members(self._session_of(wire), data)
        elif op not in (Op.PRESENCE_UPDATE, Op.VOICE_STATE_UPDATE):
            raise Closed(CloseCode.UNKNOWN_OPCODE)

    def _session_of(self, wire: Wire) -> Session:
        for session in self.sessions:
            if session.wire is wire:
                return session
        raise Closed(CloseCode.NOT_AUTHENTICATED)

    async def _identify(self, wire: Wire, data: Json) -> None:
        self.counts["identify"] += 1
        if self.counts["identify"] > self.identify_limit:
            raise Closed(CloseCode.AUTHENTICATION_FAILED)
        if any(session.wire is wire for session in self.sessions):
            raise Closed(CloseCode.ALREADY_AUTHENTICATED)
        if data.get("token") != self._discord.token:
            raise Closed(CloseCode.AUTHENTICATION_FAILED)
        if self._discord.grants.refused(data["intents"]):
            raise Closed(CloseCode.DISALLOWED_INTENTS)
        shard_id, shard_count = data.get("shard", (0, 1))
        session = Session(secrets.token_hex(16), data["intents"], (shard_id, shard_count), wire)
        for old in self.sessions:
            old.valid = old.valid and (old.wire is not None or old.shard != session.shard)
        async with self._lock:
            self.sessions.append(session)
            await session.dispatch("READY", self._ready(session))
            if session.intents & Intent.GUILDS:
                for guild in self._guilds(session):
                    await session.dispatch(
                        "GUILD_CREATE", shapes.guild(guild, self._discord.bot_user)
                    )
        self._discord.bell.ring()

    def _guilds(self, session: Session) -> list[Any]:
        guilds = self._discord.guilds.values()
        return [guild for guild in guilds if guild.has_bot and session.holds(guild.id)]

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": shapes.user(self._discord.bot_user),
            "guilds": [{"id": str(g.id), "unavailable": True} for g in self._guilds(session)],
            "private_channels": [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._discord.gateway_url,
            "shard": list(session.shard),
            "application": {
                "id": str(self._discord.application_id),
                "flags": self._discord.grants.application_flags(),
            },
            "_trace": ["loopback"],
        }

    async def _resume(self, wire: Wire, data: Json) -> None:
        self.counts["resume"] += 1
        if data.get("token") != self._discord.token:
            raise Closed(CloseCode.AUTHENTICATION_FAILED)
        known = [s for s in self.sessions if s.id == data["session_id"] and s.valid]
        if not known:
            await wire.send(Op.INVALID_SESSION, False)
            return
        session = known[0]
        if not 0 <= (data["seq"] or 0) <= session.seq:
            raise Closed(CloseCode.INVALID_SEQ)
        async with self._lock:
            session.wire = wire
            await session.replay(data["seq"] or 0)
            await session.dispatch("RESUMED", {"_trace": []})
        self._discord.bell.ring()

    async def _send_members(self, session: Session, data: Json) -> None:
        """One GUILD_MEMBERS_CHUNK; by ids, or by the beginning of the name."""
        guild = self._discord.guilds[int(data["guild_id"])]
        query, wanted = data.get("query"), data.get("user_ids") or []
        ids = {int(i) for i in (wanted if isinstance(wanted, list) else [wanted])}
        if query == "" and not session.intents & Intent.GUILD_MEMBERS:
            return
        found = [
            member
            for member in guild.members.values()
            if member.user.id in ids or (query is not None and member.user.name.startswith(query))
        ][: data.get("limit") or None]
        missing = [str(i) for i in ids if i not in guild.members]
        chunk = {
            "guild_id": str(guild.id),
            "members": [shapes.member(member) for member in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": missing,
            "nonce": data.get("nonce"),
        }
        await session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    async def dispatch(
        self,
        event: str,
        data: Json,
        guild_id: int | None = None,
        seen: Callable[[int], Json] | None = None,
    ) -> None:
        """Send an event to every session that holds the guild and wants it.

        ``seen`` turns a session's intents into what it may see of the data. A session that is
        disconnected keeps the event for its RESUME.
        """
        async with self._lock:
            for session in [s for s in self.sessions if s.valid and s.holds(guild_id)]:
                if wants(event, data, session.intents):
                    await session.dispatch(event, seen(session.intents) if seen else data)

    # What a test may do to it ---------------------------------------------------------------

    async def ask_reconnect(self) -> None:
        """RECONNECT (7): the client is to come back and RESUME."""
        for session in self.live:
            assert session.wire is not None
            await session.wire.send(Op.RECONNECT)

    async def invalidate(self, resumable: bool = False) -> None:
        """INVALID SESSION (9): resumable, or to be started anew with IDENTIFY."""
        for session in self.live:
            assert session.wire is not None
            session.valid = resumable
            await session.wire.send(Op.INVALID_SESSION, resumable)

    async def drop(self, code: int | None = None) -> None:
        """Lose every connection: closed with ``code``, or the socket simply cut."""
        for session in self.live:
            wire, session.wire = session.wire, None
            assert wire is not None
            if code is not None:
                await wire.socket.close(code=code)
            elif transport := wire.socket._req.transport if wire.socket._req else None:
                transport.abort()

    async def caught_up(self, within: float = 5.0) -> None:
        """Return when the client has received every event sent so far.

        Asks each session for a heartbeat at once (op 1 from the server), which carries the last
        sequence number that the client has handled. A lost session is given time to RESUME.
        """
        while behind := [s for s in self.sessions if s.valid and not s.caught_up]:
            changed = _change_of(behind)
            for session in behind:
                if session.wire is not None:
                    await session.wire.send(Op.HEARTBEAT, None)
            moved = await self._discord.bell.wait(changed, within)
            assert moved, "the client does not answer on the gateway"


def _change_of(sessions: list[Session]) -> Callable[[], bool]:
    """Whether any of the sessions has moved since now: a heartbeat, another socket, its end."""

    def state() -> list[tuple[Any, ...]]:
        return [(session.wire, session.acknowledged, session.valid) for session in sessions]

    before = state()
    return lambda: state() != before
