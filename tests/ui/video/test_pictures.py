"""Pictures to keep: whole files with what they are of, in a folder of the operator's choice or on the clipboard."""

import dataclasses
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from console.domain.errors import ProblemType
from console.domain.freshness import LinkState, LinkStatus
from console.domain.protocol import Mode, Opening, Quality
from console.domain.streams import Codec, PrivacyMask, StreamFacts
from console.notices import Level
from console.viewmodels import snapshots
from console.viewmodels.zooming import WHOLE_PICTURE
from tests.fake_footage import FakeFootage, jpeg
from tests.ui.video.conftest import Desk, until
from ui.video import picture_file

pytestmark = pytest.mark.anyio


def saved(desk: Desk) -> list[Path]:
    return sorted(Path(desk.settings.pictures).glob("*"))


async def test_a_picture_is_saved_with_camera_place_time_operator_and_reason(desk: Desk) -> None:
    desk.wall.put("CAM-7", 0, "кража сообщена")
    await desk.live("CAM-7")
    desk.wall.tiles[0].reason = "кража сообщена"
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_S)
    (file,) = saved(desk)
    image = QImage(str(file))
    said = {key: image.text(key) for key in image.textKeys()}
    assert said["Kuzet Camera"] == "CAM-7"
    assert said["Kuzet Place"] == "Abay Ave"
    assert said["Kuzet Reason"] == "кража сообщена"
    assert said["Author"] == "A. Serikova"
    assert said["Creation Time"].endswith("+05:00")
    tile = desk.wall.tiles[0]
    assert file.name == snapshots.file_name("CAM-7", desk.time.now() - 0.34), "a live picture was taken before it came"
    assert tile.is_timed
    assert str(file) in desk.told[-1].text


async def test_the_file_holds_the_pixels_of_the_frame(desk: Desk) -> None:
    await desk.live("a")
    box = desk.players.made[0].box
    pixels = np.zeros((box[1], box[0], 4), np.uint8)
    pixels[:, : box[0] // 2, 2] = 200  # BGRX: red on the left
    desk.players.made[0].show(pixels)
    desk.wall.look()
    desk.run("video.save_picture")
    image = QImage(str(saved(desk)[0]))
    assert (image.width(), image.height()) == box
    assert image.pixelColor(2, 2).red() == 200
    assert image.pixelColor(box[0] - 2, 2).red() == 0


async def test_of_a_zoomed_picture_the_part_is_kept(desk: Desk) -> None:
    await desk.live("a")
    desk.wall.zoom(0, WHOLE_PICTURE.by(2))
    desk.run("video.save_picture")
    picture, box = QImage(str(saved(desk)[0])), desk.players.made[0].box
    assert picture.width() == pytest.approx(box[0] / 2, abs=2)


def recorded(desk: Desk, width: int = 640) -> FakeFootage:
    """Let the center have a record of the first tile's camera, so many pixels wide, its left half masked."""
    tile, footage = desk.wall.tiles[0], Recorded(width)
    assert tile.opening is not None
    mask = PrivacyMask(((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
    facts = StreamFacts(Codec.H264, width, width * 9 // 16, 15.0)
    tile._opening = replace(tile.opening, frame="frame/a", main_facts=facts, masks=(mask,))
    desk.wall.around = dataclasses.replace(desk.wall.around, footage=footage)
    return footage


class Recorded(FakeFootage):
    """A record in which every frame is plain grey."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width

    async def still(self, opening: Opening, at: float, quality: Quality, width: int) -> tuple[bytes, float]:
        _small, taken = await super().still(opening, at, quality, width)
        return jpeg(120, self.width, self.width * 9 // 16), taken


async def test_what_is_kept_has_all_pixels_of_the_camera_and_its_masks(desk: Desk) -> None:
    await desk.live("a")
    footage = recorded(desk)
    desk.players.made[0].show(delay=0.5)
    desk.wall.look()
    shown_at = desk.time.now()
    desk.run("video.save_picture")
    await until(lambda: saved(desk))
    image = QImage(str(saved(desk)[0]))
    assert (image.width(), image.height()) == (640, 360)
    assert image.text("Kuzet Size") == "640x360"
    assert image.pixelColor(10, 10).red() < 80, "masked"
    assert image.pixelColor(630, 10).red() == pytest.approx(120, abs=3)
    assert footage.stills == [pytest.approx(shown_at - 0.5)]
    assert datetime.fromisoformat(image.text("Creation Time")).timestamp() == pytest.approx(shown_at - 0.5, abs=0.1)


async def test_of_a_zoomed_picture_the_part_is_kept_in_all_its_pixels(desk: Desk) -> None:
    await desk.live("a")
    recorded(desk)
    desk.wall.zoom(0, WHOLE_PICTURE.by(2))
    desk.run("video.save_picture")
    await until(lambda: saved(desk))
    assert QImage(str(saved(desk)[0])).width() == pytest.approx(320, abs=2)


async def test_the_picture_of_the_moment_is_kept_whatever_the_tile_shows_by_then(desk: Desk) -> None:
    await desk.live("a")
    recorded(desk)
    desk.run("video.save_picture")
    desk.wall.put("b", 0)
    await until(lambda: saved(desk))
    assert QImage(str(saved(desk)[0])).text("Kuzet Camera") == "a"


@pytest.mark.parametrize("kind", [ProblemType.UNAVAILABLE, ProblemType.NOT_RECORDED])
async def test_where_the_center_has_no_such_frame_the_tiles_own_is_kept(desk: Desk, kind: ProblemType) -> None:
    await desk.live("a")
    recorded(desk).refuse(kind)
    desk.run("video.save_picture")
    await until(lambda: saved(desk))
    assert QImage(str(saved(desk)[0])).width() == desk.players.made[0].box[0]


async def test_a_tile_that_shows_all_pixels_asks_for_no_other(desk: Desk) -> None:
    await desk.live("a")
    footage = recorded(desk, width=64)
    desk.run("video.save_picture")
    assert len(saved(desk)) == 1
    assert footage.stills == []


async def test_a_picture_of_an_exercise_says_so_in_its_name_too(desk: Desk) -> None:
    desk.store.link(LinkStatus(LinkState.LIVE, mode=Mode.EXERCISE))
    await desk.live("a")
    desk.run("video.save_picture")
    (file,) = saved(desk)
    assert file.name.endswith(" a EXERCISE.png")
    image = QImage(str(file))
    assert image.text("Kuzet Mode") == "EXERCISE"
    assert image.pixelColor(image.width() - 1, 0) == QColor("black"), "it is written into the picture itself"
    desk.run("video.copy_picture")
    assert QGuiApplication.clipboard().image().pixelColor(image.width() - 1, 0) == QColor("black")


async def test_two_pictures_of_the_same_moment_are_two_files(desk: Desk) -> None:
    await desk.live("a")
    desk.run("video.save_picture")
    desk.run("video.save_picture")
    names = [file.name for file in saved(desk)]
    assert len(names) == 2
    assert any(name.endswith("(2).png") for name in names)
    assert not any(name.endswith(".part") for name in names)


async def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    desk.handling.pictures.use_folder(str(blocked / "inside"))
    await desk.live("a")
    desk.run("video.save_picture")
    assert desk.told[-1].level is Level.ERROR
    assert str(blocked) in desk.told[-1].text


async def test_a_half_written_file_does_not_stay(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(picture_file.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        picture_file.save(b"png", tmp_path / "p", "a.png")
    assert list((tmp_path / "p").iterdir()) == []


async def test_the_picture_is_copied(desk: Desk) -> None:
    await desk.live("a")
    desk.qtbot.keyClick(desk.pane, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    frame = desk.wall.tiles[0].frame
    assert frame is not None
    assert QGuiApplication.clipboard().image().size() == QSize(frame.width, frame.height)


async def test_without_a_picture_there_is_nothing_to_save(desk: Desk) -> None:
    desk.wall.open("a")
    command = next(c for c in desk.handling.commands if c.id == "video.save_picture")
    assert not command.enabled()
    desk.handling.pictures.save_picture()
    assert not saved(desk)


@pytest.mark.parametrize(
    ("camera", "name"),
    [("CAM-7", "20251122-133640.000 CAM-7.png"), ("../../etc/x", "20251122-133640.000 etc_x.png"), ("", "camera.png")],
)
def test_file_names_hold_nothing_that_leads_elsewhere(camera: str, name: str) -> None:
    assert snapshots.file_name(camera, 1_763_800_600.0).endswith(name)
