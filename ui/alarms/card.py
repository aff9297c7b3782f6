"""The card beside the queue: everything known of the chosen alarm; its lines open what they tell of."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout

from console import language
from console.language import _
from console.viewmodels.alarm_card import AlarmCard
from ui import icons
from ui.elided import ElidedLabel
from ui.incident.place import PlacePage
from ui.translation import Retranslated

PAUSE_MS = 200
"""In a flood the card is said anew at most this often."""


class CardPanel(Retranslated, QFrame):
    """Says what an ``AlarmCard`` knows. ``pressed(Opens, id)``, ``on_map`` and ``closed`` tell what is wanted."""

    pressed = Signal(str, str)
    on_map = Signal()
    closed = Signal()

    def __init__(self, card: AlarmCard) -> None:
        super().__init__()
        self.setObjectName("alarmCard")
        self._card = card
        self._title = ElidedLabel()
        self._title.setObjectName("title")
        self._map, self._close = QToolButton(), QToolButton()
        self._map.clicked.connect(self.on_map)
        self._close.clicked.connect(self.closed)
        self._page = PlacePage()
        self._page.pressed.connect(self.pressed)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 4, 0)
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self._map)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._page, 1)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._rested)
        self._is_due = False
        self._about: tuple[str, ...] = ()
        card.changed.connect(self._wake)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        for button, said in ((self._map, _("Show on the map")), (self._close, _("Close the card"))):
            button.setToolTip(said)
            button.setAccessibleName(said)
        self._show()

    def restyle(self) -> None:
        """The theme has changed."""
        self._map.setIcon(icons.icon("position", color="muted"))
        self._close.setIcon(icons.icon("close", color="muted"))

    def showEvent(self, event: QShowEvent) -> None:
        """What was not followed while nobody saw it."""
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it."""
        self._pause.stop()
        super().hideEvent(event)

    def _wake(self) -> None:
        """Another choice is shown at once; what is different of the same one, after a pause."""
        self._is_due = True
        if self.isVisible() and (self._about != self._card.about or not self._pause.isActive()):
            self._rested()

    def _rested(self) -> None:
        if self._is_due:
            self._show()
            self._pause.start()

    def _show(self) -> None:
        self._is_due = False
        self._about = self._card.about
        sections = self._card.sections()
        self._title.say(self._card.title())
        self._map.setEnabled(bool(sections))
        nothing = _("Choose an alarm to see all that is known of it.")
        self._page.show_sections(language.current(), sections, nothing)
