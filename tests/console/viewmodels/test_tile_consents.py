"""Consent that ends while a camera plays: nothing of its picture is left, and the tile says why."""

import pytest

from console.domain.cameras import Consent
from console.domain.events import ConsentChanged, LogEntry
from console.state.store import Store
from console.viewmodels.tile_consents import TileConsents
from console.viewmodels.tile_rules import TileState
from console.viewmodels.tiles import VideoWall
from console.viewmodels.walls import Walls
from tests.console.viewmodels.test_wall_archive import Desk

pytestmark = pytest.mark.anyio


async def test_it_ends_with_the_event_and_comes_back_with_the_next(qapp: object) -> None:
    desk, store = Desk(), Store()

    def make() -> VideoWall:
        return desk.wall

    consents = TileConsents(store, Walls(make))

    def hear(camera: str, consent: Consent) -> None:
        store.apply([LogEntry(store.picture.seq + 1, 0.0, "center", ConsentChanged(camera, consent, ""))])
        consents.refresh(store.take())

    await desk.live("cam-1", "cam-2")
    tile, other = desk.wall.tiles[:2]
    painted: list[int] = []
    desk.wall.frames_shown.connect(painted.extend)
    hear("cam-1", Consent.WITHHELD)
    assert (tile.state, tile.frame, tile.picture_time) == (TileState.NO_CONSENT, None, None)
    assert desk.players.made[0].is_stopped
    assert painted == [0], "the view is told to paint: the old picture does not stand"
    assert other.state is TileState.LIVE
    await desk.until(lambda: desk.footage.closed == ["cam-1"])
    desk.time.seconds += 600
    desk.players.made[1].show()
    desk.wall.look()
    assert len(desk.center.asked) == 2, "it is not tried again by itself"

    hear("cam-1", Consent.GIVEN)
    await desk.until(lambda: len(desk.center.asked) == 3)
    await desk.until(lambda: len(desk.players.made) == 3)
    desk.players.made[2].show()
    desk.wall.look()
    assert tile.state is not TileState.NO_CONSENT
    await desk.wall.shut()
