"""The demo's pictures: which camera shows what, and how many cameras may turn at once."""

import io
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image

from console import paths
from console.center import pictures as module
from console.center.clips import sounds
from console.center.clips.catalogue import PANORAMAS
from console.center.clips.drawing.film import Frame
from console.center.clips.encode import FORMATS, Quality, coded
from console.center.clips.mux import frame_packets
from console.center.clips.transport import Clip
from console.center.pictures import ClipPictures
from console.center.unseen import covers, masks
from console.center.world.heads import DemoHeads
from console.clock import WallClock
from console.domain.cameras import CameraOwner, PlaceKind
from console.domain.errors import ProblemType, Refused
from console.domain.registry import Registry
from tests.console.center.town import CAMERAS

pytestmark = pytest.mark.anyio

STILL, TURNING = CAMERAS[0], next(camera for camera in CAMERAS if camera.is_ptz)


@pytest.fixture(scope="module")
def grey() -> Clip:
    """Two seconds of a panorama in which nothing is to be seen."""
    shape = FORMATS[Quality.PANORAMA]
    frame = Frame(shape.width, shape.height)
    frame.planes[:] = 120
    counters: dict[int, int] = {}
    units = enumerate(coded(iter([frame] * 30), shape))
    return Clip(b"".join(frame_packets(unit, number, is_key, counters) for number, (unit, is_key) in units))


@pytest.fixture
def pictures(tmp_path: Path, grey: Clip, monkeypatch: pytest.MonkeyPatch) -> ClipPictures:
    monkeypatch.setattr(paths, "cache", lambda: tmp_path)
    pictures = ClipPictures(Registry("t", 1, 0, CAMERAS, [], [], [], []), DemoHeads(CAMERAS), WallClock())
    for scene in PANORAMAS:
        pictures._library._found.add((scene.id, Quality.PANORAMA))
        pictures._library._clips[scene.id, Quality.PANORAMA] = grey
    return pictures


def test_what_is_not_drawn_yet_is_told(pictures: ClipPictures) -> None:
    with pytest.raises(Refused) as refused:
        pictures.check(STILL)
    assert refused.value.problem.type is ProblemType.NOT_READY
    pictures.check(TURNING)


async def test_a_camera_that_turns_is_live_and_has_a_past(pictures: ClipPictures) -> None:
    now = WallClock().now()
    live = pictures.live(TURNING, "sub")
    past = pictures.archive(TURNING, "sub", now - 60, now - 59.8, 1.0)
    assert (await anext(live))[0] == 0x47
    pieces = [piece async for piece in past]
    assert 3 <= len(pieces) <= 4
    await live.aclose()
    jpeg, at = await pictures.still(TURNING, "main", now - 10, 320)
    assert Image.open(io.BytesIO(jpeg)).size == (320, 180)
    assert now - 10 - 1 / 15 <= at <= now - 10


async def test_only_so_many_turning_cameras_are_coded_at_once_and_places_come_back(
    pictures: ClipPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PANNED_AT_MOST", 2)

    async def begun() -> AsyncIterator[bytes]:
        live = pictures.live(TURNING, "sub")
        await anext(live)
        return live

    viewers = [await begun(), await begun()]
    with pytest.raises(Refused) as refused:
        await begun()
    assert refused.value.problem.type is ProblemType.UNAVAILABLE
    await viewers[0].aclose()  # type: ignore[attr-defined]
    viewers.append(await begun())
    for viewer in viewers:
        await viewer.aclose()  # type: ignore[attr-defined]
    assert pictures._panned == 0


def test_entrances_of_homes_have_masks_that_lie_in_the_picture() -> None:
    homes = [replace(STILL, id=f"C{n}", owner=CameraOwner.RESIDENTS, place_kind=PlaceKind.YARD) for n in range(200)]
    masked = [masks(camera) for camera in homes if masks(camera)]
    assert 60 < len(masked) < 140
    assert all(0 <= x <= 1 and 0 <= y <= 1 for some in masked for mask in some for x, y in mask.corners)
    assert not any(masks(replace(camera, owner=CameraOwner.CITY)) for camera in homes)


def test_what_turns_has_its_covers_drawn_in_and_no_masks_for_the_console(pictures: ClipPictures) -> None:
    homes = [replace(TURNING, id=f"C{n}", owner=CameraOwner.RESIDENTS, place_kind=PlaceKind.YARD) for n in range(60)]
    own = ClipPictures(Registry("t", 1, 0, homes, [], [], [], []), DemoHeads(homes), WallClock())
    assert all(own.facts(camera).masks == () for camera in homes)
    assert 10 < sum(bool(covers(camera)) for camera in homes) < 40
    assert pictures.facts(STILL).main.width == 1280


async def test_only_some_of_the_citys_places_have_a_microphone(pictures: ClipPictures) -> None:
    many = [replace(STILL, id=f"C{n:06}", place_kind=PlaceKind.CROSSING) for n in range(300)]
    assert 60 < sum(map(pictures.hears, many)) < 140
    assert not any(pictures.hears(replace(camera, place_kind=PlaceKind.YARD)) for camera in many)


async def test_what_is_heard_is_made_once_for_all_who_listen(
    pictures: ClipPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def frames(heard: str) -> tuple[bytes, ...]:
        made.append(heard)
        return (b"\xff\xf1frame ",) * sounds.FRAMES

    monkeypatch.setattr(sounds, "frames", frames)
    for _listener in range(2):
        async with aclosing(pictures.sound(STILL)) as pieces:
            assert (await anext(pieces)).startswith(b"\xff\xf1frame")
    assert len(made) == 1


async def test_sounds_that_cannot_be_kept_are_a_refusal_in_words(
    pictures: ClipPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(*_asked: object) -> tuple[bytes, ...]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sounds, "kept", kept)
    with pytest.raises(Refused) as refused:
        await anext(pictures.sound(STILL))
    assert refused.value.problem.type is ProblemType.UNAVAILABLE
