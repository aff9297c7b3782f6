"""Pictures to keep: whole files with what they are of, in a folder of the operator's choice or on the clipboard."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from console.notices import Level
from console.viewmodels import snapshots
from console.viewmodels.zooming import WHOLE_PICTURE
from tests.ui.video.conftest import Desk
from ui.video import picture_file

pytestmark = pytest.mark.anyio


def saved(desk: Desk) -> list[Path]:
    return sorted(Path(desk.settings.pictures).iterdir())


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
    assert file.name == snapshots.file_name("CAM-7", desk.wall.tiles[0].picture_time or 0)
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
    picture = picture_file.still(desk.wall.tiles[0])
    box = desk.players.made[0].box
    assert picture.width() == pytest.approx(box[0] / 2, abs=2)


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
    assert QGuiApplication.clipboard().image().size() == picture_file.still(desk.wall.tiles[0]).size()


async def test_without_a_picture_there_is_nothing_to_save(desk: Desk) -> None:
    desk.wall.open("a")
    command = next(c for c in desk.handling.commands if c.id == "video.save_picture")
    assert not command.enabled()
    assert picture_file.still(desk.wall.tiles[0]).isNull()


@pytest.mark.parametrize(
    ("camera", "name"),
    [("CAM-7", "20251122-133640.000 CAM-7.png"), ("../../etc/x", "20251122-133640.000 etc_x.png"), ("", "camera.png")],
)
def test_file_names_hold_nothing_that_leads_elsewhere(camera: str, name: str) -> None:
    assert snapshots.file_name(camera, 1_763_800_600.0).endswith(name)
