"""The part of an alarm's card that shows its surroundings: a title that opens and closes it, and the picture."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from console.domain.alarms import Alarm
from console.language import _
from console.viewmodels.alarm_vicinity import AlarmVicinity
from console.viewmodels.nearby import has_place
from ui.alarms.vicinity import VicinityPicture

MOVES_MS = 500
"""Units are drawn anew at most this often."""

HIGH = 0.42
"""Height of the picture, of its width."""


class SurroundingsPart(QWidget):
    """``wanted`` tells that the operator has opened or closed it; ``pressed`` that the map shall go there."""

    wanted = Signal(bool)
    pressed = Signal()

    def __init__(self, vicinity: AlarmVicinity) -> None:
        super().__init__()
        self.title = QToolButton(toolButtonStyle=Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title.setCheckable(True)
        self.title.setObjectName("partTitle")
        self.title.clicked.connect(self.wanted)
        self.picture = VicinityPicture(vicinity)
        self.picture.clicked.connect(self.pressed)
        self.nothing = QLabel(wordWrap=True)
        self.nothing.setObjectName("muted")
        self._alarm: Alarm | None = None
        self._most = 0
        self._pause = QTimer(self, singleShot=True, interval=MOVES_MS)
        self._pause.timeout.connect(self._rested)
        self._is_due = False
        column = self._column = QVBoxLayout(self)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.picture)
        column.addWidget(self.nothing)
        column.addStretch()
        self.stand(is_beside=False)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.title.setText(_("Surroundings"))
        self.title.setAccessibleName(_("Surroundings"))
        self.nothing.setText(_("No picture of the surroundings: the place is not known."))

    def show_alarm(self, alarm: Alarm | None, *, is_open: bool) -> None:
        """Show what surrounds an alarm; None: there is no single one to speak of."""
        self._alarm = alarm
        self.setVisible(alarm is not None)
        if alarm is None:
            return
        is_placed = has_place(alarm)
        self.title.setChecked(is_open)
        self.title.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self.picture.setVisible(is_open and is_placed)
        self.nothing.setVisible(is_open and not is_placed)
        if is_open and is_placed:
            self.picture.show_alarm(alarm)

    def stand(self, *, is_beside: bool) -> None:
        """Beside what is said it takes the room there is; under it, its own."""
        self._column.setContentsMargins(0, 4, 12 if is_beside else 0, 0)
        policy = QSizePolicy.Policy.Ignored if is_beside else QSizePolicy.Policy.Preferred
        self.setSizePolicy(QSizePolicy.Policy.Preferred, policy)

    def be_high(self, most: int) -> None:
        """The picture takes so many pixels at most."""
        self._most = most
        self._fit()

    def move_units(self) -> None:
        """Somebody near may have moved."""
        self._is_due = True
        if self.picture.isVisible() and not self._pause.isActive():
            self._rested()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture keeps its shape."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.picture.setFixedHeight(max(60, min(round(self.width() * HIGH), self._most)))

    def _rested(self) -> None:
        if self._is_due and self._alarm is not None and self.picture.isVisible():
            self._is_due = False
            self.picture.update()
            self._pause.start()
