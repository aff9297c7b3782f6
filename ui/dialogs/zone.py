"""A cordon or geofence is named: what it is for, whose crossing raises an alarm, and until when it is kept."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from console.domain.incidents import Incident
from console.domain.units import Agency
from console.domain.zones import NAME_LIMIT, Drawing, Watch, Way, ZoneKind, tidy
from console.language import _
from console.viewmodels import words, zone_words
from ui.dialogs.frame import Question

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel

HOURS = (1, 2, 4, 8, 12, 24)


class ZoneDialog(Question):
    """Asks about ``drawing``; ``given(Drawing)`` when it is a zone.

    Args:
        drawing: what is known of it already; its ring stays as it is.
        now: the center's time, Unix seconds, from which hours are counted.
        parent: the window it belongs to.
        incidents: those that it may be for.
    """

    given = Signal(object)

    def __init__(
        self, drawing: Drawing, now: float, parent: QWidget | None = None, *, incidents: Sequence[Incident] = ()
    ) -> None:
        super().__init__(parent, _Save | _Cancel)
        self._drawing, self._now = drawing, now
        self.name_field = QLineEdit(drawing.name, maxLength=NAME_LIMIT)
        self.kind, self.whom, self.way, self.ends = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.incident = QComboBox()
        self._incidents = list(incidents)
        self._labels = [QLabel() for _row in range(6)]
        form = QFormLayout()
        fields = (self.name_field, self.kind, self.incident, self.whom, self.way, self.ends)
        for label, widget in zip(self._labels, fields, strict=True):
            label.setBuddy(widget)
            form.addRow(label, widget)
        self.body.addLayout(form)
        self._fill()
        self.whom.currentIndexChanged.connect(self._look)
        self.name_field.textChanged.connect(self._look)
        self.retranslate()
        self._look()
        self.name_field.selectAll()
        self.name_field.setFocus()

    @property
    def drawing(self) -> Drawing:
        """What was said."""
        watch = self._watches()[self.whom.currentIndex()]
        if watch is not None:
            watch = Watch(Way(self.way.currentData()), watch.units, watch.agencies)
        made = Drawing(
            ZoneKind(self.kind.currentData()),
            self.name_field.text(),
            self._drawing.ring,
            watch,
            self._ends()[self.ends.currentIndex()],
            self.incident.currentData(),
        )
        return tidy(made)

    def accept(self) -> None:
        """Hand it on where it is a zone; else say why it is none."""
        drawing = self.drawing
        if why := zone_words.problem(drawing):
            self.tell_problem(why)
            return
        super().accept()
        self.given.emit(drawing)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Zone"))
        self.asked.setText(_("All consoles see it. An alarm is raised when somebody who is watched crosses its edge."))
        told = (_("Name"), _("Kind"), _("Incident"), _("Watched"), _("Alarm on"), _("Kept"))
        for label, text in zip(self._labels, told, strict=True):
            label.setText(text)
        fields = (self.name_field, self.kind, self.incident, self.whom, self.way, self.ends)
        for field, text in zip(fields, told, strict=True):
            field.setAccessibleName(text)
        self.incident.setItemText(0, _("None"))
        for row, incident in enumerate(self._incidents, start=1):
            self.incident.setItemText(row, words.incident_title(incident))
        for box in (self.kind, self.way):
            for row in range(box.count()):
                value = box.itemData(row)
                box.setItemText(row, words.word(ZoneKind(value) if box is self.kind else Way(value)))
        texts = (_("Nobody"), _("All units"), _("Police"), _("All but police"), _("The same as now"))
        for row in range(self.whom.count()):
            self.whom.setItemText(row, texts[row])
        for row, until in enumerate(self._ends()):
            self.ends.setItemText(row, zone_words.ends(until))
        for row, hours in enumerate(HOURS, start=1):
            self.ends.setItemText(row, _("For {age}").format(age=words.age(hours * 3600)))
        self.name(_Save, _("Save"))
        self.name(_Cancel, _("Cancel"))

    def _fill(self) -> None:
        for kind in ZoneKind:
            self.kind.addItem("", kind.value)
        for way in Way:
            self.way.addItem("", way.value)
        own = self._drawing.incident
        ids = ["", *(incident.id for incident in self._incidents)]
        for id_ in ids if own in ids else (*ids, own):
            self.incident.addItem(id_, id_)
        self.incident.setCurrentIndex(self.incident.findData(own))
        self.whom.addItems([""] * len(self._watches()))
        self.ends.addItems([""] * len(self._ends()))
        drawing = self._drawing
        self.kind.setCurrentIndex(list(ZoneKind).index(drawing.kind))
        self.way.setCurrentIndex(list(Way).index(drawing.watch.way if drawing.watch else Way.BOTH))
        bare = [None if w is None else (w.units, w.agencies) for w in self._watches()]
        mine = None if drawing.watch is None else (drawing.watch.units, drawing.watch.agencies)
        self.whom.setCurrentIndex(bare.index(mine))
        self.ends.setCurrentIndex(self._ends().index(drawing.expires_at))

    def _watches(self) -> list[Watch | None]:
        """The choices of whom to watch; the last is what another console has said."""
        usual: list[Watch | None] = [
            None,
            Watch(),
            Watch(agencies=(Agency.POLICE,)),
            Watch(agencies=zone_words.NOT_POLICE),
        ]
        own = self._drawing.watch
        is_usual = own is None or any(w and (w.units, w.agencies) == (own.units, own.agencies) for w in usual)
        return usual if is_usual else [*usual, own]

    def _ends(self) -> list[float | None]:
        """The choices of when it ends; the last is when it ends already."""
        usual: list[float | None] = [None, *(self._now + hours * 3600 for hours in HOURS)]
        own = self._drawing.expires_at
        return usual if own is None else [*usual, own]

    def _look(self) -> None:
        self.way.setEnabled(self.whom.currentIndex() > 0)
        self.buttons.button(_Save).setEnabled(bool(self.name_field.text().strip()))
        self.tell_problem("")
