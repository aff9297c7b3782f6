"""Pictures of tiles as commands: saved into a folder, or copied; what was kept is written into the log."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from console.commands import Command, Menu
from console.domain.protocol import Mode
from console.language import N_, _
from console.notices import Notices
from console.reasons import reason
from console.settings import Settings
from console.viewmodels import snapshots, words
from console.viewmodels.snapshots import Facts, Shot
from console.viewmodels.status import StatusView
from console.viewmodels.walls import Walls
from ui.video import picture_file
from ui.video.actions import PANE

log = logging.getLogger(__name__)

PICTURES = "Kuzet"
"""The folder in the user's pictures where none was chosen."""


class PictureActions:
    """What can be done with the picture of the focused tile of the wall that is used now."""

    def __init__(self, walls: Walls, status: StatusView, settings: Settings, notices: Notices, window: QWidget) -> None:
        self._walls, self._status, self._settings = walls, status, settings
        self._notices, self._window = notices, window

    def commands(self) -> Iterator[Command]:
        """Each of them."""

        def has_picture() -> bool:
            return self._walls.active.focused_tile.frame is not None

        yield Command(
            "video.save_picture",
            N_("Save the picture"),
            self.save_picture,
            Menu.VIDEO,
            ("S",),
            enabled=has_picture,
            pane=PANE,
        )
        yield Command(
            "video.copy_picture",
            N_("Copy the picture"),
            self.copy_picture,
            Menu.VIDEO,
            ("Ctrl+C",),
            enabled=has_picture,
            pane=PANE,
        )
        yield Command("video.pictures_folder", N_("Folder for pictures…"), self.ask_folder, pane=PANE)

    def save_picture(self) -> None:
        """Write the focused tile's picture into the folder for pictures."""

        def keep(picture: QImage, kept: Shot, facts: Facts) -> None:
            png = picture_file.encoded(picture, facts.lines(kept))
            try:
                path = picture_file.save(png, self._folder(), snapshots.file_name(facts.camera, kept.time, facts.mode))
            except OSError as error:
                text = _("The picture was not saved in {folder}: {reason}.")
                self._notices.error(text.format(folder=self._folder(), reason=reason(error)), key="picture")
                return
            log.info("picture saved: %s of %s by %s", path.name, facts.camera, facts.operator)
            self._notices.info(_("Picture saved: {file}").format(file=path), key="picture")

        self._take(keep)

    def copy_picture(self) -> None:
        """Put the focused tile's picture on the clipboard."""

        def copy(picture: QImage, _kept: Shot, facts: Facts) -> None:
            QGuiApplication.clipboard().setImage(picture)
            log.info("picture of %s copied by %s", facts.camera, facts.operator)
            text = _("The picture of {camera} is on the clipboard.")
            self._notices.info(text.format(camera=facts.camera), key="picture")

        self._take(copy)

    def _take(self, then: Callable[[QImage, Shot, Facts], None]) -> None:
        """Take the focused tile's picture as it is at this moment; in all its pixels where the center has them."""
        wall = self._walls.active
        tile = wall.focused_tile
        own = snapshots.shot(tile)
        if own is None:
            return
        part, facts = tile.zoom.part, snapshots.facts(tile, self._operator(), self._status.mode)

        def give(kept: Shot) -> None:
            picture = picture_file.cut(kept.frame, part)
            if facts.mode is Mode.EXERCISE:
                picture_file.stamp(picture, words.word(facts.mode))
            then(picture, kept, facts)

        footage, opening = wall.around.footage, tile.opening
        if footage is None or opening is None or not snapshots.wants_more(tile):
            give(own)
            return

        async def ask() -> None:
            give(await snapshots.in_full(footage, opening, own))

        wall.around.spawn(ask(), f"picture of {tile.camera}")

    def ask_folder(self) -> None:
        """Ask where pictures shall be saved."""
        dialog = QFileDialog(self._window.window(), _("Folder for pictures"), str(self._folder()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.use_folder)
        dialog.open()

    def use_folder(self, folder: str) -> None:
        """Save pictures there from now on."""
        self._settings.pictures = folder
        self._notices.info(_("Pictures are saved in {folder}.").format(folder=folder), key="picture")

    def _folder(self) -> Path:
        if self._settings.pictures:
            return Path(self._settings.pictures)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)) / PICTURES

    def _operator(self) -> str:
        operator = self._status.operator
        return operator.name if operator else ""
