"""What was selected by box or lasso: counted by layer, chosen in the queue and on the board, opened on the wall."""

from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from console.language import _, ngettext
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.map_selection import Inside, MapSelection
from ui.map.card import Card, Corner
from ui.map.rows import add_heading, add_thing
from ui.relaid import empty
from ui.video.dragging import CameraSource


class SelectionCard(Card):
    """Opens when something was selected; closing it selects nothing."""

    def __init__(self, selection: MapSelection, desk: Desk, act: Actions, corner: Corner, map_: QWidget) -> None:
        super().__init__(map_)
        self._selection, self._desk, self._act, self._corner = selection, desk, act, corner
        self.alarms, self.cameras = QPushButton(), QPushButton()
        self.alarms.clicked.connect(self._choose_alarms)
        self.cameras.clicked.connect(self._open_cameras)
        for button in (self.alarms, self.cameras):
            self.foot.addWidget(button)
        self.foot.addStretch()
        selection.changed.connect(self._follow)
        self.closed.connect(selection.clear)

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        if hasattr(self, "alarms"):
            self._follow()

    def _follow(self) -> None:
        inside = self._selection.inside
        if inside is None:
            if self._corner.card is self:
                self.hide()
            return
        self._fill(inside)
        if self._corner.card is not self:
            self._corner.open(self)

    def _fill(self, inside: Inside) -> None:
        self.say(inside.title, "" if inside.count else _("Nothing is there."))
        empty(self.body)
        if inside.alarms:
            add_heading(self.body, _("Alarms"), inside.alarms_count)
        if inside.incidents:
            add_heading(self.body, _("Incidents"), len(inside.incidents))
            for incident in inside.incidents[:6]:
                press = partial(self._desk.selection.choose_incident, incident)
                add_thing(self.body, "incident", incident, "", press)
        if inside.units_count:
            add_heading(self.body, _("Units"), inside.units_count)
        for unit in inside.units:
            press = partial(self._desk.selection.choose_unit, unit.id)
            add_thing(self.body, "unit", unit.title, unit.note, press)
        for layer, words, count in inside.counts:
            add_heading(self.body, words, count)
            for camera in inside.cameras if layer == "cameras" else ():
                line = add_thing(self.body, "camera", camera.title, camera.note, partial(self._open, camera.id))
                CameraSource(line, camera.id)
        self.body.addStretch()
        self.alarms.setVisible(bool(inside.alarms))
        self.alarms.setText(_("Choose the alarms"))
        self.cameras.setVisible(bool(inside.cameras))
        count = len(inside.cameras)
        self.cameras.setText(ngettext("Open {n} camera", "Open {n} cameras", count).format(n=count))

    def _open(self, camera: str) -> None:
        self._desk.selection.choose_camera(camera)
        self._act.open_camera(camera)

    def _choose_alarms(self) -> None:
        if self._selection.inside is not None:
            self._desk.selection.choose_alarms(self._selection.inside.alarms)

    def _open_cameras(self) -> None:
        if self._selection.inside is not None:
            self._act.open_many([camera.id for camera in self._selection.inside.cameras])
