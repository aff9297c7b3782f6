"""The sign on the map that says what it follows, or that the operator's hand has paused it."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from console.language import _
from console.viewmodels.map_follow import MapFollow
from ui import icons
from ui.elided import ElidedLabel
from ui.translation import Retranslated

MARGIN = 8
WIDEST = 320


class FollowSign(Retranslated, QFrame):
    """Stands in the upper left corner while something is followed; goes on or ends by mouse too."""

    def __init__(self, follow: MapFollow, map_: QWidget) -> None:
        super().__init__(map_)
        self.setObjectName("mapCard")
        self._follow = follow
        self.words = ElidedLabel()
        self.resume = QPushButton(flat=True)
        self.resume.clicked.connect(follow.resume)
        self.end = QToolButton(autoRaise=True)
        self.end.clicked.connect(follow.stop)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        row.setSpacing(4)
        for widget in (self.words, self.resume, self.end):
            row.addWidget(widget)
        self.move(MARGIN, MARGIN)
        follow.changed.connect(self._look)
        self.retranslate()
        self._look()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.resume.setText(_("Go on (F)"))
        self.end.setToolTip(_("Stop following"))
        self.end.setAccessibleName(self.end.toolTip())
        self.end.setIcon(icons.icon("close", color="muted"))
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Another palette means another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "end"):
            self.end.setIcon(icons.icon("close", color="muted"))

    def _look(self) -> None:
        text = self._follow.words()
        self.words.say(text)
        self.resume.setVisible(self._follow.is_paused)
        self.setVisible(bool(text))
        self._row.activate()
        self.resize(min(self.sizeHint().width(), WIDEST), self.sizeHint().height())
        self.raise_()
