"""The small buttons under a record: drawn, not typed, so that they are sharp at every size and need no fonts."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.video import strips

SIGNS = ("pause", "play", "frame_back", "frame_on", "slower", "faster")


class ScrubKey(QAbstractButton):
    """One button: a sign of ``SIGNS``, or a word.

    Args:
        text: asked for what is shown each time it is painted: a sign or a word.
        title: asked for what it does, in the operator's language: tool tip and screen reader's name.
        run: what it does.
    """

    def __init__(
        self, text: Callable[[], str], title: Callable[[], str], run: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._shown, self._title = text, title
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.clicked.connect(run)
        self.retranslate()

    def retranslate(self) -> None:
        """Say what it does anew."""
        self.setToolTip(self._title())
        self.setAccessibleName(self._title())

    def sizeHint(self) -> QSize:
        """As wide as its word, at least square."""
        text, metrics = self._shown(), QFontMetrics(self._bold())
        side = metrics.height() + 4
        return QSize(side if text in SIGNS else max(side, metrics.horizontalAdvance(text) + 8), side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sign or word; a plate under the pointer, a frame while it is switched on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        text = self._shown()
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), strips.BRIGHT if self.isDown() else strips.LIT)
        ink = strips.GROUND if self.isDown() else strips.BRIGHT
        if self.isCheckable() and self.isChecked():
            painter.setPen(QPen(ink, 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(ink)
        if text not in SIGNS:
            painter.setFont(self._bold())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
        else:
            painter.setBrush(ink)
            painter.setPen(Qt.PenStyle.NoPen)
            side = self.height() * 0.5
            box = QRectF(0, 0, side, side)
            box.moveCenter(QRectF(self.rect()).center())
            draw_sign(painter, text, box)
        painter.end()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font


def draw_sign(painter: QPainter, sign: str, box: QRectF) -> None:
    """A sign in the painter's brush."""
    bar = box.width() / 4
    match sign:
        case "pause":
            painter.drawRect(QRectF(box.left() + bar / 2, box.top(), bar, box.height()))
            painter.drawRect(QRectF(box.right() - bar * 1.5, box.top(), bar, box.height()))
        case "play":
            _arrow(painter, box, to_right=True)
        case "frame_on":
            painter.drawRect(QRectF(box.left(), box.top(), bar * 0.8, box.height()))
            _arrow(painter, box.adjusted(bar * 1.4, 0, 0, 0), to_right=True)
        case "frame_back":
            painter.drawRect(QRectF(box.right() - bar * 0.8, box.top(), bar * 0.8, box.height()))
            _arrow(painter, box.adjusted(0, 0, -bar * 1.4, 0), to_right=False)
        case "faster" | "slower":
            half = box.width() / 2
            for left in (box.left(), box.left() + half):
                _arrow(painter, QRectF(left, box.top(), half, box.height()), to_right=sign == "faster")


def _arrow(painter: QPainter, box: QRectF, *, to_right: bool) -> None:
    tip, foot = (box.right(), box.left()) if to_right else (box.left(), box.right())
    painter.drawPolygon(
        QPolygonF([QPointF(foot, box.top()), QPointF(tip, box.center().y()), QPointF(foot, box.bottom())])
    )
