"""The sounds of alarms: how loud each priority is, how it sounds, how an emergency asks again, what is said aloud."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QGridLayout, QLabel, QPushButton, QSlider, QSpinBox, QWidget

from console.domain.alarms import Priority
from console.language import _
from console.settings import Nagging
from console.viewmodels import words
from ui.alarms.spoken import Spoken
from ui.dialogs.frame import Question
from ui.marks import priority_pixmap

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel

LEAST_P1 = 30
"""Per cent: an emergency can be made quieter, not inaudible."""


class SoundsDialog(Question):
    """Asks for volumes, times and speech; ``given(volumes, nagging, speaks)``. A test is as loud as its slider says.

    Args:
        volumes: per cent by priority.
        nagging: when an emergency asks again.
        state: what is heard now, in words; "" where all is well.
        test: plays the sound of a priority at so many per cent.
        spoken: what says new alarms aloud.
        parent: the window it belongs to.
    """

    given = Signal(object, object, bool)

    def __init__(
        self,
        volumes: Mapping[Priority, int],
        nagging: Nagging,
        state: str,
        test: Callable[[Priority, int], None],
        spoken: Spoken,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, _Save | _Cancel)
        self._state = state
        self.sliders = {priority: _slider(volumes[priority], priority) for priority in Priority}
        self.tests = {priority: QPushButton(autoDefault=False) for priority in Priority}
        self._names = {priority: QLabel() for priority in Priority}
        self.every, self.silenced = _seconds(5, 120, nagging.every_s), _seconds(15, 600, nagging.silenced_s)
        self._asks, self._rests = QLabel(wordWrap=True), QLabel(wordWrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(2, 1)
        for row, priority in enumerate(Priority):
            mark = QLabel()
            mark.setPixmap(priority_pixmap(priority, 18, self.devicePixelRatioF()))
            shown = (mark, self._names[priority], self.sliders[priority], self.tests[priority])
            for column, widget in enumerate(shown):
                grid.addWidget(widget, row, column)
            self.tests[priority].clicked.connect(
                lambda _on=False, priority=priority: test(priority, self.sliders[priority].value())
            )
        for row, (label, field) in enumerate(((self._asks, self.every), (self._rests, self.silenced)), start=4):
            label.setBuddy(field)
            grid.addWidget(label, row, 0, 1, 3)
            grid.addWidget(field, row, 3)
        self._spoken = spoken
        self.speaks, self.test_speech = QCheckBox(), QPushButton(autoDefault=False)
        self.speaks.setChecked(spoken.is_on)
        self.speech_problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.speech_problem.setObjectName("problem")
        grid.addWidget(self.speaks, 6, 0, 1, 3)
        grid.addWidget(self.test_speech, 6, 3)
        grid.addWidget(self.speech_problem, 7, 0, 1, 4)
        self.speaks.toggled.connect(lambda is_on: spoken.prepare() if is_on else None)
        self.test_speech.clicked.connect(lambda: spoken.test(self.sliders[Priority.P1].value()))
        spoken.changed.connect(self._tell_speech)
        self.body.addLayout(grid)
        self.accepted.connect(lambda: self.given.emit(self.volumes, self.nagging, self.speaks.isChecked()))
        self.retranslate()

    @property
    def volumes(self) -> dict[Priority, int]:
        """Per cent by priority."""
        return {priority: slider.value() for priority, slider in self.sliders.items()}

    @property
    def nagging(self) -> Nagging:
        """When an emergency asks again."""
        return Nagging(float(self.every.value()), float(self.silenced.value()))

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Sounds of alarms"))
        self.asked.setText(_("Faults make no sound. Silencing stops a sound, not the next one."))
        for priority in Priority:
            self._names[priority].setText(words.priority(priority))
            self.sliders[priority].setAccessibleName(_("Volume of {what}").format(what=words.priority(priority)))
            self.tests[priority].setText(_("Test"))
            self.tests[priority].setAccessibleName(_("Test {what}").format(what=words.priority(priority)))
        self._asks.setText(_("An emergency that nobody has acknowledged sounds again after"))
        self._rests.setText(_("… and after it was silenced"))
        for field, label in ((self.every, self._asks), (self.silenced, self._rests)):
            field.setSuffix(" " + _("s"))
            field.setAccessibleName(label.text())
        self.speaks.setText(_("Say new alarms aloud"))
        self.test_speech.setText(_("Test"))
        self.test_speech.setAccessibleName(_("Test {what}").format(what=self.speaks.text()))
        self._tell_speech()
        self.tell_problem(self._state)
        self.name(_Save, _("Save"))
        self.name(_Cancel, _("Cancel"))

    def _tell_speech(self) -> None:
        self.speech_problem.setText(self._spoken.problem)
        self.speech_problem.setVisible(bool(self._spoken.problem))


def _slider(value: int, priority: Priority) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(LEAST_P1 if priority is Priority.P1 else 0, 100)
    slider.setPageStep(10)
    slider.setValue(value)
    slider.setMinimumWidth(160)
    return slider


def _seconds(least: int, most: int, value: float) -> QSpinBox:
    field = QSpinBox()
    field.setRange(least, most)
    field.setValue(round(value))
    return field
