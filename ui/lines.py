"""Lines of facts on a card: one that only tells, and one that opens what it tells of."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from console.language import _
from console.viewmodels.passport import Line, Opens, Tone
from ui import icons
from ui.elided import ElidedLabel
from ui.marks import priority_pixmap
from ui.video.dragging import CameraSource

_ICONS = {Opens.CAMERA: "camera", Opens.INCIDENT: "incident", Opens.JOIN: "incident", Opens.REPAIR: "repair"}


class Row(QWidget):
    """A line that only tells; ``is_long``: what it says may take several lines."""

    def __init__(self, line: Line, *, is_long: bool = False) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        value = QLabel(line.value, textFormat=Qt.TextFormat.PlainText)
        text = QLabel(line.text, textFormat=Qt.TextFormat.PlainText, wordWrap=True) if is_long else _elided(line.text)
        text.setObjectName("muted" if line.tone is Tone.QUIET else "")
        value.setObjectName(_style(line.tone))
        grid.addWidget(text, 0, 0)
        if line.value:
            grid.addWidget(value, 0, 1)
        if line.hint:
            hint = QLabel(line.hint, textFormat=Qt.TextFormat.PlainText)
            hint.setObjectName(_style(line.hint_tone))
            grid.addWidget(hint, 1, 0, 1, 2)


class Opening(QPushButton):
    """A line that opens what it tells of."""

    def __init__(self, line: Line, press: Callable[[Opens, str], object]) -> None:
        super().__init__(flat=True)
        self.setObjectName("cardLine")
        self.clicked.connect(lambda: press(line.opens, line.key))
        self.setAccessibleName(" · ".join(part for part in (line.text, line.value, line.hint) if part))
        self.setToolTip(_("Open") if line.opens is Opens.CAMERA else "")
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 2, 2, 2)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        sign = QLabel()
        icon = icons.icon(_ICONS[line.opens]) if line.opens in _ICONS else QIcon()
        if line.priority is not None:
            icon = QIcon(priority_pixmap(line.priority, 16, self.devicePixelRatioF()))
        sign.setPixmap(icon.pixmap(16, 16))
        text, value = _elided(line.text), QLabel(line.value, textFormat=Qt.TextFormat.PlainText)
        value.setObjectName(_style(line.tone))
        grid.addWidget(sign, 0, 0)
        grid.addWidget(text, 0, 1)
        grid.addWidget(value, 0, 2)
        if line.hint:
            hint = QLabel(line.hint, textFormat=Qt.TextFormat.PlainText)
            hint.setObjectName(_style(line.hint_tone))
            hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            grid.addWidget(hint, 1, 1, 1, 2)
        for child in (sign, text, value):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(grid.sizeHint().height())
        if line.opens is Opens.CAMERA:
            CameraSource(self, line.key)


def _elided(text: str) -> ElidedLabel:
    label = ElidedLabel()
    label.say(text)
    return label


def _style(tone: Tone) -> str:
    return "problem" if tone is Tone.WARNING else "muted"
