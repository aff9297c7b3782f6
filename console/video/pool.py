"""All players of the console on one libvlc instance, and what they have played together."""

import logging
from collections.abc import Callable
from threading import Lock, Thread
from types import ModuleType
from typing import Any

from console.clock import monotonic
from console.domain.masking import Masks
from console.domain.playing import Played, PlayerState
from console.video import engine
from console.video.address import Address
from console.video.decoder import DecodingPlayer
from console.video.engine import EngineMissing
from console.video.feed import Feed
from console.video.http_feed import HttpFeed
from console.video.player import VlcPlayer
from console.video.rtsp_feed import RtspFeed, settle
from console.video.sources import Sources
from console.video.spare_memory import give_back_soon, keep_apart

log = logging.getLogger(__name__)


class PlayerPool:
    """Starts players and keeps each until it is over, so that callbacks and buffers outlive what libvlc does with them.

    The engine is started when first needed, in a thread of its own or of the first player, never in the caller's.
    """

    def __init__(
        self, start: Callable[[], tuple[ModuleType, Any]] = engine.start, *, decodes_here: bool = False
    ) -> None:
        """With ``decodes_here`` libvlc plays only what is not read here; without libvlc it is so by itself."""
        keep_apart()
        self._start = start
        self._decodes_here = decodes_here
        self._sources = Sources()
        self._lock = Lock()
        self._engine: tuple[ModuleType, Any] | None = None
        self._missing = ""
        self._players: list[VlcPlayer | DecodingPlayer] = []
        self._past = Played()

    @property
    def missing(self) -> str:
        """What to install where there is no libvlc; see ``Players``."""
        return self._missing

    @property
    def hung(self) -> int:
        """Players that libvlc does not come back to."""
        return sum(player.state is PlayerState.HUNG for player in self._players)

    @property
    def running(self) -> int:
        """Players that are not over, those being stopped included."""
        self._sweep()
        return len(self._players)

    @property
    def played(self) -> Played:
        """Frames of all players since the start."""
        self._sweep()
        return sum((player.played for player in self._players), self._past)

    def warm(self) -> None:
        """Where libvlc plays what is live, start it ahead of the first tile, in the background."""
        if self._decodes_here:
            return
        Thread(target=self._warmed, name="video-engine", daemon=True).start()

    def play(
        self,
        address: str,
        width: int,
        height: int,
        on_frame: Callable[[], None],
        *,
        keys_only: bool = False,
        masks: Masks = (),
        is_timed: bool = False,
    ) -> VlcPlayer | DecodingPlayer:
        """Start a stream; see ``Players``."""
        self._sweep()
        box = max(2, width), max(2, height)
        player: VlcPlayer | DecodingPlayer
        where = Address(address)
        feed = self._feed(where) if self._decodes_here or self._missing or is_timed else None
        if feed is not None:
            player = DecodingPlayer(feed, box, on_frame, keys_only=keys_only, masks=masks, is_timed=is_timed)
        else:
            player = VlcPlayer(self._started, self._sources, address, box, on_frame, keys_only=keys_only, masks=masks)
        self._players.append(player)
        return player

    def _feed(self, where: Address) -> Feed | None:
        """What reads a stream here; None for those that only libvlc can read."""
        if HttpFeed.suits(where):
            return HttpFeed(where)
        return RtspFeed(where) if RtspFeed.suits(where) and where.is_known else None

    def close(self, seconds: float = 5.0) -> bool:
        """Stop everything and wait for it; whether all of libvlc came back and was released."""
        for player in self._players:
            player.stop()
        end = monotonic() + seconds
        for player in self._players:
            player.wait(max(0.0, end - monotonic()))
        self._sweep()
        if self._players or not settle(max(0.0, end - monotonic())):
            log.warning("%d video players did not end", len(self._players))
            return False
        with self._lock:
            if self._engine is not None:
                self._engine[1].release()
                self._engine = None
        return True

    def _warmed(self) -> None:
        try:
            self._started()
        except EngineMissing:
            log.warning("no libvlc: %s", self._missing)

    def _started(self) -> tuple[ModuleType, Any]:
        with self._lock:
            if self._missing:
                raise EngineMissing(self._missing)
            if self._engine is None:
                try:
                    self._engine = self._start()
                except EngineMissing as missing:
                    self._missing = str(missing)
                    raise
            return self._engine

    def _sweep(self) -> None:
        over = [player for player in self._players if player.is_over]
        if over:
            give_back_soon()
        self._past = sum((player.played for player in over), self._past)
        self._players = [player for player in self._players if player not in over]
