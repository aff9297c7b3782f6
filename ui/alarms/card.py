"""The card beside the queue: everything known of the chosen alarm; its lines open what they tell of."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout

from console import language
from console.language import _
from console.viewmodels.alarm_card import AlarmCard
from ui import icons
from ui.alarms.surroundings import SurroundingsPart
from ui.elided import ElidedLabel
from ui.incident.place import PlacePage
from ui.translation import Retranslated

PAUSE_MS = 200
"""In a flood the card is said anew at most this often."""

ROOMY_FROM = 280
"""Height of the card from which its small map is open by itself, pixels: below that it would hide what matters more."""

BESIDE_FROM, BESIDE_PARTS = 620, (4, 3)
"""Width of the card from which the small map stands beside what is said, and how the two share it."""

TITLE = 40
"""Room for the title of the small map where it stands beside, pixels."""

MAP_SHARE = 0.45
"""Under the first facts the small map takes at most this part of the card's height."""


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
        self.surroundings = SurroundingsPart(card.vicinity)
        self.surroundings.pressed.connect(self.on_map)
        self.surroundings.wanted.connect(self._turn_surroundings)
        self._wants_surroundings: bool | None = None
        card.moved.connect(self.surroundings.move_units)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._page, BESIDE_PARTS[0])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self._row, 1)
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
        self.surroundings.retranslate()
        self._show()

    def restyle(self) -> None:
        """The theme has changed."""
        self._map.setIcon(icons.icon("position", color="muted"))
        self._close.setIcon(icons.icon("close", color="muted"))
        self.surroundings.picture.update()

    def open_surroundings(self, is_wanted: bool | None) -> None:
        """Open the small map or close it; None: open where there is room."""
        self._wants_surroundings = is_wanted
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The small map stands where there is room for it."""
        super().resizeEvent(event)
        self._place_surroundings()
        self._show_surroundings()

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
        self._place_surroundings()
        self._page.show_sections(language.current(), sections, nothing)
        self._show_surroundings()

    # The small map

    @property
    def _is_beside(self) -> bool:
        return self.width() >= BESIDE_FROM

    def _turn_surroundings(self, is_wanted: bool) -> None:
        """Opened by hand it comes into view, however low the card is."""
        self.open_surroundings(is_wanted)
        if is_wanted and not self._is_beside:
            QTimer.singleShot(0, self._bring_surroundings)

    def _bring_surroundings(self) -> None:
        self._page.ensureWidgetVisible(self.surroundings.picture, 0, 4)

    def _place_surroundings(self) -> None:
        """Beside what is said in a wide card, else under its first facts."""
        part, is_beside = self.surroundings, self._is_beside
        part.be_high(self._page.height() - TITLE if is_beside else round(self.height() * MAP_SHARE))
        if is_beside is (self._row.indexOf(part) >= 0):
            return
        part.stand(is_beside=is_beside)
        self._page.stand_aside(None if is_beside else part)
        if is_beside:
            self._row.addWidget(part, BESIDE_PARTS[1])
        else:
            self._row.removeWidget(part)

    def _show_surroundings(self) -> None:
        has_room = self._is_beside or self.height() >= ROOMY_FROM
        is_open = has_room if self._wants_surroundings is None else self._wants_surroundings
        self.surroundings.show_alarm(self._card.alarm, is_open=is_open)
