"""Commands on cameras that turn: take control, turn, presets; for the focused tile of the wall that is used now."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from console.commands import Command, Menu
from console.domain.ptz import MAY_KEEP_PRESETS
from console.language import N_, _
from console.viewmodels.ptz import Ptz
from ui.video.actions import PANE
from ui.video.ptz_hand import PtzHand

_TURN = (
    ("left", N_("Camera: turn to the left"), "Alt+Shift+Left", (-1, 0, 0)),
    ("right", N_("Camera: turn to the right"), "Alt+Shift+Right", (1, 0, 0)),
    ("up", N_("Camera: turn up"), "Alt+Shift+Up", (0, 1, 0)),
    ("down", N_("Camera: turn down"), "Alt+Shift+Down", (0, -1, 0)),
    ("nearer", N_("Camera: nearer"), "Alt+Shift++", (0, 0, 1)),
    ("farther", N_("Camera: farther"), "Alt+Shift+-", (0, 0, -1)),
)
NAME_AT_MOST = 40


class PtzActions:
    """What can be done with the focused tile's camera; ``hand`` is the one of the pane that is used now."""

    def __init__(self, ptz: Ptz, hand: Callable[[], PtzHand | None], window: QWidget) -> None:
        self._ptz, self._hand, self._window = ptz, hand, window

    def commands(self) -> Iterator[Command]:
        """Each of them."""

        def is_on() -> bool:
            hand = self._hand()
            return hand is not None and hand.is_on

        def switch() -> None:
            if (hand := self._hand()) is not None:
                hand.switch()

        yield Command(
            "video.ptz_control",
            N_("Camera: control it with mouse and arrows"),
            switch,
            Menu.VIDEO,
            ("C",),
            enabled=lambda: self._can_turn() and not self._is_anothers(),
            checked=is_on,
            pane=PANE,
        )
        yield Command(
            "video.ptz_take",
            N_("Camera: take it over"),
            lambda: self._ptz.take(self._camera),
            Menu.VIDEO,
            ("Shift+C",),
            enabled=self._may_take,
            pane=PANE,
        )
        yield Command(
            "video.ptz_release",
            N_("Camera: let go of it"),
            lambda: self._ptz.release(self._camera),
            Menu.VIDEO,
            enabled=self._is_mine,
            pane=PANE,
        )
        yield Command(
            "video.ptz_presets",
            N_("Camera: presets…"),
            self.popup_presets,
            Menu.VIDEO,
            ("Q",),
            enabled=self._can_turn,
            pane=PANE,
        )
        yield Command(
            "video.ptz_save",
            N_("Camera: keep this view as a preset…"),
            self._ask_name,
            roles=tuple(sorted(MAY_KEEP_PRESETS)),
            enabled=lambda: self._can_turn() and not self._is_anothers(),
            pane=PANE,
        )
        for name, title, key, way in _TURN:
            yield Command(
                f"video.ptz_{name}", title, partial(self._nudge, *way), keys=(key,), enabled=self._can_turn, pane=PANE
            )

    def fill_presets(self, menu: QMenu) -> None:
        """Presets to go to, and what may be done with them."""
        camera, names = self._camera, sorted(self._ptz.presets(self._camera))
        for name in names:
            menu.addAction(name.replace("&", "&&")).triggered.connect(partial(self._recall, camera, name))
        if not names:
            menu.addAction(_("No preset is kept yet.")).setEnabled(False)
        menu.addSeparator()
        keep = menu.addAction(_("Keep this view…"))
        keep.triggered.connect(self._ask_name)
        keep.setEnabled(not self._is_anothers())
        if names and self._ptz.may_manage:
            renamed, deleted = menu.addMenu(_("Rename")), menu.addMenu(_("Delete"))
            for name in names:
                text = name.replace("&", "&&")
                renamed.addAction(text).triggered.connect(partial(self._ask_new_name, camera, name))
                deleted.addAction(text).triggered.connect(partial(self._forget, camera, name))

    def popup_presets(self) -> None:
        """The presets, in the middle of the pane."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_presets(menu)
        menu.popup(self._window.mapToGlobal(self._window.rect().center()))

    @property
    def _camera(self) -> str:
        hand = self._hand()
        return "" if hand is None else hand.tile.camera

    def _can_turn(self) -> bool:
        hand = self._hand()
        return hand is not None and hand.can_turn()

    def _is_mine(self) -> bool:
        holder = self._ptz.holder(self._camera)
        return holder is not None and holder.is_me

    def _is_anothers(self) -> bool:
        holder = self._ptz.holder(self._camera)
        return holder is not None and not holder.is_me

    def _may_take(self) -> bool:
        holder = self._ptz.holder(self._camera)
        return self._can_turn() and holder is not None and holder.may_be_taken

    def _nudge(self, pan: float, tilt: float, zoom: float) -> None:
        if (hand := self._hand()) is not None:
            hand.nudge(pan, tilt, zoom)

    def _recall(self, camera: str, name: str, _checked: bool = False) -> None:
        self._ptz.recall(camera, name)

    def _forget(self, camera: str, name: str, _checked: bool = False) -> None:
        self._ptz.forget(camera, name)

    def _ask_name(self) -> None:
        camera = self._camera
        self._ask(_("How shall this view be called?"), "", lambda name: self._ptz.save(camera, name))

    def _ask_new_name(self, camera: str, name: str, _checked: bool = False) -> None:
        self._ask(
            _("How shall the preset “{name}” be called?").format(name=name),
            name,
            lambda new: self._ptz.rename(camera, name, new),
        )

    def _ask(self, question: str, before: str, then: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Preset"))
        dialog.setLabelText(question)
        dialog.setTextValue(before)
        dialog.setOkButtonText(_("Keep"))
        dialog.setCancelButtonText(_("Cancel"))

        def take(text: str) -> None:
            if name := text.strip()[:NAME_AT_MOST]:
                then(name)

        dialog.textValueSelected.connect(take)
        dialog.open()
