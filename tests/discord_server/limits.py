"""Rate limits: fifty requests a second for the whole bot, and a bucket per route.

Source: topics/rate-limits. The global window slides: at no instant have more than the limit
happened in the second before it. Interaction endpoints do not count towards it. Real seconds, not
the settable clock: the client sleeps real ones.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass

GLOBAL_PER_SECOND = 50


class Window:
    """At most ``limit`` in any ``per`` seconds."""

    def __init__(self, limit: int, per: float, time: Callable[[], float]) -> None:
        self.limit = limit
        self.per = per
        self._time = time
        self._taken: deque[float] = deque()

    def _forget(self, now: float) -> None:
        while self._taken and self._taken[0] <= now - self.per:
            self._taken.popleft()

    def take(self) -> float:
        """0.0 when there was room (and it is taken now); else the seconds until there is."""
        now = self._time()
        self._forget(now)
        if len(self._taken) < self.limit:
            self._taken.append(now)
            return 0.0
        return self._taken[0] + self.per - now

    @property
    def remaining(self) -> int:
        self._forget(self._time())
        return max(0, self.limit - len(self._taken))

    @property
    def reset_after(self) -> float:
        """Seconds until the first of the taken places is free again."""
        return max(0.0, self._taken[0] + self.per - self._time()) if self._taken else self.per


@dataclass(frozen=True, slots=True)
class TooMany:
    retry_after: float
    scope: str  # "user" (this route's bucket), "global", "shared"

    @property
    def is_global(self) -> bool:
        return self.scope == "global"


@dataclass(frozen=True, slots=True)
class Rule:
    limit: int
    per: float


class RateLimits:
    """Every window of one bot.

    ``counts``: "requests" in all, refused ones by scope ("user", "global", "shared"), "invalid":
    401, 403 and 429 other than shared. Ten thousand of those in ten minutes ban an address.
    """

    def __init__(self, time: Callable[[], float]) -> None:
        self._time = time
        self._global = Window(GLOBAL_PER_SECOND, 1.0, time)
        self._default = Rule(100, 1.0)
        self._rules: dict[str, Rule] = {}
        self._buckets: dict[tuple[str, str], Window] = {}
        self.counts: Counter[str] = Counter()

    def whole_bot(self, per_second: int) -> None:
        """Change the global limit (50)."""
        self._global = Window(per_second, 1.0, self._time)

    def bucket(self, route: str, limit: int, per: float) -> None:
        """Limit a route: ``bucket("POST /channels/{channel_id}/messages", 5, 1.0)``.

        Discord does not publish the numbers and forbids hard-coding them; unset routes get a wide
        100 per second, so that tests are quick.
        """
        self._rules[route] = Rule(limit, per)
        self._buckets = {key: window for key, window in self._buckets.items() if key[0] != route}

    def window(self, route: str, major: str) -> Window:
        rule = self._rules.get(route, self._default)
        key = (route, major)
        if key not in self._buckets:
            self._buckets[key] = Window(rule.limit, rule.per, self._time)
        return self._buckets[key]

    def take(self, route: str, major: str, exempt: bool) -> TooMany | None:
        """Count one request; the refusal, if there is no room for it."""
        self.counts["requests"] += 1
        if wait := self.window(route, major).take():
            return self._refuse(TooMany(wait, "user"))
        if not exempt and (wait := self._global.take()):
            return self._refuse(TooMany(wait, "global"))
        return None

    def _refuse(self, refusal: TooMany) -> TooMany:
        self.counts[refusal.scope] += 1
        return refusal

    def note(self, status: int, scope: str | None = None) -> None:
        """Count an answer that Discord would hold against the bot."""
        if status in (401, 403) or (status == 429 and scope != "shared"):
            self.counts["invalid"] += 1

    def headers(self, route: str, major: str, epoch: float) -> dict[str, str]:
        """``X-RateLimit-*``; the bucket's hash stands for the route, not for its parameters."""
        window = self.window(route, major)
        after = window.reset_after
        return {
            "X-RateLimit-Limit": str(window.limit),
            "X-RateLimit-Remaining": str(window.remaining),
            "X-RateLimit-Reset": f"{epoch + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        }
