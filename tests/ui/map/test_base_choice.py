"""Choosing a base map in the layer panel."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from console import paths
from console.link.tile_server import TileServer
from console.mapping.archives import Archive
from console.notices import Notices
from console.settings import Settings
from console.tasks import Tasks
from console.viewmodels.map_bases import MapBases
from console.viewmodels.map_page import MapPage
from tests.archives_at_hand import image, mbtiles, tile_of
from ui.map.base_choice import BaseChoice, ServerDialog

HERE = tile_of(76.93, 43.245, 12)


class NoFiles:
    def file(self, name: str) -> tuple[str, bytes] | None:
        return None


class Opener:
    def archive(self, path: Path) -> Archive:
        return Archive.open(path)

    def server(self, template: str) -> TileServer:
        return TileServer(template, paths.cache() / "tiles", Tasks())


@pytest.fixture
def bases(qtbot: QtBot) -> Iterator[MapBases]:
    folder = paths.data() / "maps"
    folder.mkdir()
    mbtiles(folder / "a.mbtiles", [(HERE, image())], name="Salt & <b>pepper</b>")
    (folder / "b.mbtiles").write_text("a letter")
    made = MapBases(MapPage(NoFiles()), Opener(), Settings(), folder, Tasks(), Notices())
    qtbot.waitUntil(
        lambda: any(row.problem for row in made.rows()) and any(row.kind == "raster" for row in made.rows())
    )
    yield made
    with pytest.raises(StopIteration):
        made.close().send(None)


@pytest.fixture
def choice(qtbot: QtBot, bases: MapBases) -> BaseChoice:
    made = BaseChoice(bases)
    qtbot.addWidget(made)
    made.show()
    return made


def button(choice: BaseChoice, title: str) -> QRadioButton:
    return next(one for one in choice.findChildren(QRadioButton) if one.text() == title)


def test_a_base_is_chosen_by_its_button(choice: BaseChoice, bases: MapBases) -> None:
    assert button(choice, "Schematic").isChecked()
    button(choice, "Salt && pepper").click()
    assert bases.shown is not None
    assert button(choice, "Salt && pepper").isChecked()
    assert not button(choice, "Schematic").isChecked()


def test_a_map_that_was_imported_meanwhile_is_there_when_the_panel_opens(
    choice: BaseChoice, bases: MapBases, qtbot: QtBot
) -> None:
    choice.hide()
    mbtiles(paths.data() / "maps" / "new.mbtiles", [(HERE, image())], name="Imported")
    choice.show()
    qtbot.waitUntil(lambda: any(one.text() == "Imported" for one in choice.findChildren(QRadioButton)))


def test_one_that_cannot_be_used_says_why(choice: BaseChoice) -> None:
    assert not button(choice, "b").isEnabled()
    texts = {label.text() for label in choice.findChildren(QLabel) if label.isVisible()}
    assert "b.mbtiles is no archive of map tiles (MBTiles or PMTiles)." in texts


def test_what_was_added_and_is_no_archive_is_refused_in_the_panel(
    choice: BaseChoice, bases: MapBases, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(bases.refused):
        bases.add(tmp_path)
    assert any("cannot be read" in label.text() for label in choice.findChildren(QLabel) if label.isVisible())


def test_the_address_of_a_server_is_checked_before_it_is_taken(bases: MapBases, qtbot: QtBot) -> None:
    dialog = ServerDialog(bases)
    dialog.open()
    press = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click
    dialog.address.setText("tiles.example")
    press()
    assert "is not the address of a tile server" in dialog.problem.text()
    assert dialog.isVisible()
    dialog.address.setText("https://tiles.example/{z}/{x}/{y}.png")
    with qtbot.waitSignal(dialog.accepted):
        press()
    assert bases.chosen == "server"
    assert bases.server_address == "https://tiles.example/{z}/{x}/{y}.png"
