"""Records, turning and consent on a real wall: a real center process, its real streams, libvlc, and the burnt clock.

The clock in the corner of the demo's pictures is read back from what the tile has: it proves of when a picture is.
"""

import asyncio
import zlib
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.app import Console
from console.center.clips.clockmark import read_frame_number
from console.center.pictures import HEARING
from console.center.world.heads import DEAF_ONE_IN
from console.clock import monotonic
from console.domain.cameras import Camera, Consent, Integration
from console.domain.devices import Health
from console.domain.session import DEMO_PASSWORD, Role
from console.domain.sound import RATE, SAMPLE
from console.notices import Notices
from console.settings import Settings
from console.viewmodels.surroundings import Hearing
from console.viewmodels.tile import Tile
from console.viewmodels.tile_rules import TileState
from tests.e2e.conftest import CenterProcess, Run, Trainer, until
from tests.fake_sounds import FakeLoudspeaker
from ui import theme, translation
from ui.video.ptz_hand import ALT_SHIFT
from ui.video.wall import VideoPane

pytestmark = pytest.mark.timeout(240)

FRAME_RATE = 15
DRAWN_WITHIN_S = 600.0
"""A machine that has never shown the demo draws its pictures first."""


class WallDesk:
    """A console with its wall, and no other window."""

    def __init__(self, url: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KUZET_HOME", str(home))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        translation.use_language(app, "en")
        theme.apply(app, "dark")
        self.url = url
        self.console = Console(Settings(), Notices())
        self.wall = self.console.wall
        self.pane = VideoPane(self.wall)
        self.pane.resize(1280, 720)
        self.wall.use_layout("4")

    async def begin(self, role: Role = Role.DUTY_OFFICER) -> None:
        """Log in and wait for the registry."""
        self.pane.show()
        await self.console.connect_to(self.url)
        await self.console.log_in(role, DEMO_PASSWORD)
        store = self.console.store
        await until(lambda: store.registry is not None and store.picture.seq > 0, 60)

    def cameras(self, suits: Callable[[Camera], bool]) -> list[Camera]:
        """Those that can be opened now and suit."""
        devices = self.console.store.picture.devices
        return [
            camera
            for camera in self.console.store.cameras.values()
            if camera.can_be_opened and devices.get(camera.id, Health.OK) is Health.OK and suits(camera)
        ]

    async def open(self, camera: str) -> Tile:
        """A tile that plays it."""
        index = self.wall.open(camera)
        assert index is not None
        tile = self.wall.tiles[index]
        await until(lambda: tile.state is TileState.LIVE and tile.shown > 3, DRAWN_WITHIN_S)
        return tile

    async def end(self) -> None:
        self.pane.hide()
        await self.console.stop()
        self.pane.deleteLater()


@pytest.fixture
def desk(center: CenterProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Iterator[WallDesk]:
    desk = WallDesk(center.url, tmp_path / "desk", monkeypatch)
    yield desk
    run(desk.end())


def picture_of(tile: Tile) -> np.ndarray:
    """What a tile has, (height, width, 3)."""
    frame = tile.frame
    assert frame is not None
    shown = frame.pixels()
    rows = np.frombuffer(shown.data, np.uint8).reshape(frame.height, shown.pitch)
    return rows[:, : frame.width * 4].reshape(frame.height, frame.width, 4)[..., 2::-1].copy()


def burnt(tile: Tile) -> float | None:
    """The second of the minute that is burnt into a tile's picture."""
    number = read_frame_number(picture_of(tile))
    return None if number is None else number / FRAME_RATE


def apart(second: float, time: float) -> float:
    """How far a second of the minute is from a moment's, seconds."""
    difference = (second - time) % 60
    return min(difference, 60 - difference)


async def read(tile: Tile) -> float:
    """The burnt second of a tile whose picture just came."""
    await until(lambda: burnt(tile) is not None, 5)
    second = burnt(tile)
    assert second is not None
    return second


async def recorded(desk: WallDesk, count: int, seconds: float) -> list[str]:
    """Cameras without a gap in the last ``seconds``."""
    assert desk.console.link is not None
    now, found = desk.console.store.clock.now(), []
    for camera in desk.cameras(lambda camera: not camera.is_ptz and camera.consent is Consent.NOT_NEEDED):
        known = await desk.console.link.cameras.ranges(camera.id, now - seconds, now - 1)
        if len(known.ranges) == 1 and known.ranges[0][0] <= now - seconds + 0.01:
            found.append(camera.id)
            if len(found) == count:
                break
    return found


def test_the_burnt_clock_proves_the_moment_of_a_record(desk: WallDesk, run: Run) -> None:
    async def scenario() -> None:
        await desk.begin()
        archive, clock = desk.wall.archive, desk.console.store.clock
        one, other = await recorded(desk, 2, 900)
        tile = await desk.open(one)
        assert apart(await read(tile), clock.now()) < 2.5
        await until(lambda: tile.is_timed and tile.shown > 30, 10)  # a stream begins late and catches up
        assert apart(await read(tile), tile.picture_time or 0) < 0.5, "a live picture tells its own time"

        archive.back(tile.index, 30)
        await until(lambda: tile.past and tile.past.time and tile.past.has_begun, 10)
        assert tile.state is TileState.RECORD
        assert clock.now() - tile.picture_time == pytest.approx(30, abs=6)  # type: ignore[operator]
        for _ in range(5):
            shown = tile.shown
            await until(lambda shown=shown: tile.shown > shown + 3, 5)  # type: ignore[misc]
            assert apart(await read(tile), tile.picture_time or 0) < 0.15

        archive.run_at(tile.index, 4.0)
        await asyncio.sleep(0.1)
        await until(lambda: tile.past and not tile.past.is_going, 10)
        began, moment = monotonic(), tile.picture_time or 0.0
        shown = tile.shown
        await until(lambda: tile.shown > shown + 12, 10)
        assert (tile.picture_time - moment) / (monotonic() - began) == pytest.approx(4, rel=0.35)  # type: ignore[operator]
        assert apart(await read(tile), tile.picture_time or 0) < 0.5
        archive.run_at(tile.index, 1.0)

        archive.back(tile.index, 300)
        second = await desk.open(other)
        archive.turn_step(tile.index)
        await until(lambda: second.past and second.past.has_begun and not second.past.deck.is_waiting, 15)
        drifts = []
        for _ in range(40):
            shown = tile.shown
            await until(lambda shown=shown: tile.shown > shown, 5)  # type: ignore[misc]
            pair = burnt(tile), burnt(second)
            if pair[0] is not None and pair[1] is not None:
                drifts.append(apart(pair[0], pair[1]))
        assert len(drifts) > 25
        assert np.percentile(drifts[3:], 95) < 0.1

        archive.turn_pause(tile.index)
        stood = [await read(tile)]
        for _ in range(3):
            archive.step(tile.index, 1)
            await until(lambda: burnt(tile) != stood[-1], 5)
            stood.append(await read(tile))
        assert [round(((b - a) % 60) * FRAME_RATE) for a, b in pairwise(stood)] == [1, 1, 1]
        archive.live(tile.index)
        await until(lambda: tile.state is TileState.LIVE, 10)
        assert apart(await read(tile), clock.now()) < 2.5

    run(scenario())


@pytest.mark.timeout(850)
def test_a_camera_turns_in_the_picture_stops_with_the_key_and_says_when_it_does_not_obey(
    desk: WallDesk, run: Run
) -> None:
    async def scenario() -> None:
        await desk.begin()
        ptz, store = desk.console.ptz, desk.console.store
        turning = desk.cameras(lambda camera: camera.is_ptz)
        obeys = next(c for c in turning if zlib.crc32(c.id.encode()) % DEAF_ONE_IN)
        deaf = next(c for c in turning if not zlib.crc32(c.id.encode()) % DEAF_ONE_IN)
        tile = await desk.open(obeys.id)
        desk.wall.focus(tile.index)
        desk.wall.tile_changed.emit(tile.index)
        assert desk.pane.ptz_hand is not None
        assert desk.pane.ptz_hand.can_turn()

        async def change(seconds: float) -> float:
            before, end = picture_of(tile).astype(int), monotonic() + seconds
            await until(lambda: monotonic() > end, seconds + 2)
            return float(np.abs(picture_of(tile).astype(int) - before).mean())

        still = await change(1.5)
        QTest.keyPress(desk.pane, Qt.Key.Key_Right, ALT_SHIFT)
        turned = await change(1.5)
        QTest.keyRelease(desk.pane, Qt.Key.Key_Right, ALT_SHIFT)
        assert turned > 3 * still + 3
        await until(lambda: (p := store.picture.turned.get(obeys.id)) is not None and not p.is_moving, 3)
        direction = store.picture.turned[obeys.id].direction
        await change(1.0)
        assert store.picture.turned[obeys.id].direction == direction

        ptz.save(obeys.id, "gate")
        await until(lambda: "gate" in ptz.presets(obeys.id), 3)
        ptz.rename(obeys.id, "gate", "yard")
        await until(lambda: ptz.is_trouble(obeys.id), 3)  # a supervisor's to do
        assert set(ptz.presets(obeys.id)) == {"gate"}
        holder = ptz.holder(obeys.id)
        assert holder is not None
        assert holder.is_me

        async with Trainer(desk.url, Role.SUPERVISOR) as chief:
            opened = await chief._http.post(f"/cameras/{obeys.id}/opening", json={})
            opened.raise_for_status()
            taken = await chief._http.post(f"/cameras/{obeys.id}/ptz", json={"type": "take"})
            taken.raise_for_status()
            await until(lambda: (h := ptz.holder(obeys.id)) and not h.is_me and h.until, 5)
            assert "Controlled by" in ptz.words(obeys.id)[0]

        desk.wall.open(deaf.id)
        index = desk.wall.place_of(deaf.id)
        assert index is not None
        await until(lambda: desk.wall.tiles[index].state is TileState.LIVE, DRAWN_WITHIN_S)
        ptz.recall(deaf.id, "none")
        ptz.move(deaf.id, pan=1.0)
        await until(lambda: ptz.words(deaf.id) == ("The camera does not answer.",), 5)
        ptz.stop(deaf.id)

    run(scenario())


def test_consent_that_is_withdrawn_empties_the_tile_within_a_second(desk: WallDesk, run: Run) -> None:
    async def scenario() -> None:
        await desk.begin()
        private = desk.cameras(
            lambda c: c.consent is Consent.GIVEN and c.integration is Integration.INTEGRATED and not c.is_ptz
        )[0]
        tile = await desk.open(private.id)
        store = desk.console.store
        await until(lambda: any(v.camera == private.id for v in store.picture.viewings.values()), 5)
        wish = {"type": "change_consent", "camera": private.id, "consent": "withheld", "note": "by telephone"}
        async with Trainer(desk.url, Role.SUPERVISOR) as chief:
            began = monotonic()
            (await chief.intent("withdraw-1", wish)).raise_for_status()
            await until(lambda: tile.state is TileState.NO_CONSENT, 2)
            took = monotonic() - began
            assert tile.frame is None
            assert took < 1.0
            await until(lambda: not any(v.camera == private.id for v in store.picture.viewings.values()), 5)
            grey = desk.pane.grab(desk.pane.views[tile.index].geometry()).toImage()
            assert grey.pixelColor(grey.width() // 2, grey.height() - 20).lightness() < 60

            wish["consent"] = "given"
            (await chief.intent("withdraw-2", wish)).raise_for_status()
            await until(lambda: tile.state is TileState.LIVE, 15)

    run(scenario())


def has_microphone(camera: Camera) -> bool:
    """Whether the demo's camera hears."""
    one_in = HEARING.get(camera.place_kind, 0) if camera.consent is Consent.NOT_NEEDED else 0
    return one_in > 0 and zlib.crc32(camera.id.encode()) % one_in == 0 and not camera.is_ptz


def test_the_focused_camera_is_heard_in_step_with_the_clock_and_the_next_one_instead(desk: WallDesk, run: Run) -> None:
    async def scenario() -> None:
        await desk.begin()
        listening, loudspeaker = desk.console.listening, FakeLoudspeaker()
        listening.hear_with(loudspeaker)
        tiles = [await desk.open(camera.id) for camera in desk.cameras(has_microphone)[:2]]
        desk.wall.focus(tiles[0].index)
        assert tiles[0].can_be_heard
        listening.turn()

        def is_heard(tile: Tile) -> bool:
            return tile.listened is not None and tile.listened.hearing is Hearing.HEARD

        await until(lambda: is_heard(tiles[0]), DRAWN_WITHIN_S)
        assert loudspeaker.playing is not None
        heard, began = bytearray(), monotonic()
        while monotonic() - began < 3:
            heard += loudspeaker.playing.take(1 << 14)
            await asyncio.sleep(0.02)
        assert len(heard) / SAMPLE / RATE == pytest.approx(3, abs=0.9)  # as it comes, no slower and no faster
        assert np.abs(np.frombuffer(bytes(heard), np.int16)).max() > 300

        desk.wall.focus(tiles[1].index)
        await until(lambda: is_heard(tiles[1]), 10)
        assert tiles[0].listened is None
        listening.turn()
        assert loudspeaker.playing is None

    run(scenario())


def test_a_supervisor_withdraws_consent_and_takes_it_back(desk: WallDesk, run: Run) -> None:
    async def scenario() -> None:
        await desk.begin(Role.SUPERVISOR)
        console, consents = desk.console, desk.console.desk.consents
        private = desk.cameras(lambda c: c.consent is Consent.GIVEN and not c.is_ptz)[0]
        tile = await desk.open(private.id)
        assert consents.may_change(private.id)
        consents.change(console.acting, private.id, Consent.WITHHELD, "by telephone")
        await until(lambda: tile.state is TileState.NO_CONSENT, 5)
        await until(lambda: consents.can_take_back, 5)
        consents.take_back(console.acting)
        await until(lambda: tile.state is TileState.LIVE, 20)
        assert consents.of(private.id) is Consent.GIVEN

    run(scenario())
