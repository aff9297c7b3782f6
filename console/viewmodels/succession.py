"""A camera that shall take over a tile: opened while the old one still plays, so that nobody sees a gap."""

import asyncio

from console.domain.errors import Refused
from console.domain.playing import Player, PlayerState
from console.domain.protocol import Opening
from console.viewmodels.surroundings import Surroundings
from console.viewmodels.tile import Tile

READY_WITHIN_S = 8.0
"""A heir without a picture after so long is given up; as ``tile_rules.CONNECT_WITHIN_S``."""


class Succession:
    """Asks the center, starts a player for the tile's present box, and waits for its first frame.

    ``refusal`` is why there will be none, as the center says it in words; "" while all is well.
    """

    def __init__(self, tile: Tile, camera: str, around: Surroundings) -> None:
        self.camera = camera
        self.refusal = ""
        self._tile, self._around = tile, around
        self._opening: Opening | None = None
        self._player: Player | None = None
        self._since = around.now()
        self._asking: asyncio.Task[None] | None = around.spawn(self._ask(), f"open {camera} in advance")

    @property
    def is_ready(self) -> bool:
        """Whether its first frame is there."""
        return self._player is not None and self._player.frames > 0

    @property
    def has_failed(self) -> bool:
        """Whether it is not worth waiting for any longer."""
        works = self._player is None or self._player.state in (PlayerState.OPENING, PlayerState.PLAYING)
        is_late = not self.is_ready and self._around.now() - self._since > READY_WITHIN_S
        return bool(self.refusal) or not works or is_late

    def complete(self) -> None:
        """Let the tile show it from now on."""
        player, opening = self._player, self._opening
        self._player = self._opening = None
        if player is not None and opening is not None:
            self._tile.take_over(self.camera, "", opening, player)

    def cancel(self) -> None:
        """It is not wanted any more."""
        if self._asking is not None:
            self._asking.cancel()
        if self._player is not None:
            self._player.stop()
        if self._opening is not None:
            self._around.close(self._opening)
        self._asking = self._player = self._opening = None

    async def _ask(self) -> None:
        try:
            opening = await self._around.open_camera(self.camera, "")
        except (Refused, OSError) as error:
            self.refusal = str(error) or type(error).__name__
        else:
            self._opening = opening
            self._player = self._tile.started(opening)
        finally:
            self._asking = None
