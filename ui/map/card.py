"""Cards in the corner of the map: what is chosen there, in a few lines. One stands open at a time, the map stays whole.

A card is a frame that its owner fills (``body``, ``foot``); the corner places it, gives it no more than the height of
the map, and puts the one before away.
"""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from console.language import _
from ui import icons
from ui.elided import ElidedLabel
from ui.translation import Retranslated

WIDTH = 304
MARGIN = 8
NEAR = 20
"""A card keeps so far from the place it speaks of, pixels."""


class Card(Retranslated, QFrame):
    """A title, a quiet line under it, a body that scrolls where it is long, a row of buttons, and a way to close it.

    ``closed`` is emitted when it goes, whoever closed it.
    """

    closed = Signal()
    grown = Signal()
    """What it holds has become longer or shorter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("mapCard")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFixedWidth(WIDTH)
        self.title = ElidedLabel()
        self.title.setObjectName("title")
        self.hint = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self.hint.setObjectName("muted")
        self._close = QToolButton(autoRaise=True)
        self._close.clicked.connect(self.hide)
        self._inside = QWidget()
        self._inside.setObjectName("mapCardBody")
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(12, 0, 12, 0)
        self.body.setSpacing(2)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(12, 4, 12, 0)
        self.foot.setSpacing(4)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._scroll.setWidget(self._inside)
        self._inside.installEventFilter(self)
        self._lay_out()
        self.hide()
        self.retranslate()
        self.restyle()

    def say(self, title: str, hint: str = "") -> None:
        """What it is about, as plain text; no ``hint`` leaves no gap."""
        self.title.say(title)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def height_within(self, most: int) -> int:
        """The height it needs, at most ``most`` pixels: its body scrolls then."""
        self.body.activate()
        wraps = self._column.hasHeightForWidth()
        whole = self._column.totalHeightForWidth(WIDTH) if wraps else self._column.totalSizeHint().height()
        return min(most, whole + self.body.totalSizeHint().height())  # the scrolled part asks for no room itself

    def retranslate(self) -> None:
        """Say every word anew; owners say theirs after it."""
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))

    def restyle(self) -> None:
        """The theme has changed."""
        self._close.setIcon(icons.icon("close", color="muted"))

    def changeEvent(self, event: QEvent) -> None:
        """Another palette means another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_column"):
            self.restyle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The body asks for another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.grown.emit()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """It has gone (not only out of sight with the whole window)."""
        super().hideEvent(event)
        if self.isHidden():
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Not through it onto the map."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not through it onto the map."""
        event.accept()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 4, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self._close)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 10)
        column.setSpacing(2)
        column.addLayout(head)
        under = QHBoxLayout()
        under.setContentsMargins(12, 0, 12, 4)
        under.addWidget(self.hint)
        column.addLayout(under)
        column.addWidget(self._scroll, 1)
        column.addLayout(self.foot)


class Corner(QObject):
    """The upper right corner of the map, or another where a card there would hide its place: holds one open card."""

    def __init__(self, map_: QWidget) -> None:
        super().__init__(map_)
        self._map = map_
        self.card: Card | None = None
        self._beside: QPoint | None = None
        map_.installEventFilter(self)

    def open(self, card: Card, *, beside: QPoint | None = None) -> None:
        """Show a card, beside what it speaks of; the one before goes. ``card``'s parent is the map's widget."""
        self._beside = beside
        if self.card is not card:
            former, self.card = self.card, card
            if former is not None:
                former.hide()
            card.closed.connect(self._let_go)
            card.grown.connect(self._place)
        self._place()
        card.show()
        card.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The map has another size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _let_go(self) -> None:
        card = self.sender()
        if isinstance(card, Card):
            card.closed.disconnect(self._let_go)
            card.grown.disconnect(self._place)
            if card is self.card:
                self.card = None
            if card.isAncestorOf(card.window().focusWidget() or card):
                self._map.setFocus()

    def _place(self) -> None:
        if self.card is not None:
            self.card.setGeometry(next(self._free(self.card)))

    def _free(self, card: Card) -> Iterator[QRect]:
        """Where the card would not hide its place: on the right, on the left, else above or below it; then anywhere."""
        width, height = self._map.width(), self._map.height()
        whole = card.height_within(height - 2 * MARGIN)
        half = min(whole, height // 2 - MARGIN - NEAR)
        right = width - WIDTH - MARGIN
        corners = [
            QRect(right, MARGIN, WIDTH, whole),
            QRect(MARGIN, MARGIN, WIDTH, whole),
            QRect(right, MARGIN, WIDTH, half),
            QRect(right, height - half - MARGIN, WIDTH, half),
        ]
        for box in corners:
            if self._beside is None or not box.adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(self._beside):
                yield box
        yield corners[0]
