"""How fresh what is known is: the state of the link and the age of each source; old is never shown as live."""

from enum import StrEnum

from msgspec import Struct

from console.domain.protocol import Mode


class LinkState(StrEnum):
    """Where the console stands with its center."""

    OFFLINE = "offline"
    """Not connected; the next try comes at ``retry_at``."""
    CONNECTING = "connecting"
    SYNCING = "syncing"
    """Connected, catching up; what is shown is still old."""
    LIVE = "live"


class LinkStatus(Struct, frozen=True):
    """What the status bar says of the link; ``retry_at`` is of the monotonic clock, ``reason`` is for people."""

    state: LinkState = LinkState.OFFLINE
    mode: Mode = Mode.LIVE
    retry_at: float | None = None
    reason: str = ""
    queued: int = 0
    """Intents in the outbox that the center has not answered."""


class Source(StrEnum):
    """A source of facts with an age of its own."""

    EVENTS = "events"
    POSITIONS = "positions"
    VIDEO = "video"
    MAP = "map"


STALE_AFTER_S: dict[Source, float] = {Source.EVENTS: 6.0, Source.POSITIONS: 10.0, Source.VIDEO: 8.0, Source.MAP: 10.0}
"""Silence after which a source is stale, seconds: events have a heartbeat of 2 s (three missed), positions come each
second, video is lost after 8 s (issue of the video wall)."""
