"""The card of a site or a service center: what it has, how that does, and what can be opened from here."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from console.language import _
from console.viewmodels.map_views import MapViews
from console.viewmodels.passport import Facts, Line, Opens, Passports, Section, Tone
from ui import icons
from ui.elided import ElidedLabel
from ui.map.card import Card, Corner
from ui.marks import priority_pixmap
from ui.relaid import empty
from ui.video.dragging import CameraSource

_ICONS = {Opens.CAMERA: "camera", Opens.INCIDENT: "incident"}


class PassportCard(Card):
    """Comes and goes as ``passports`` has something to say, on the side of the map where it does not hide the place."""

    def __init__(self, passports: Passports, views: MapViews, corner: Corner, map_: QWidget) -> None:
        super().__init__(map_)
        self._passports, self._views, self._corner, self._map = passports, views, corner, map_
        self._shown: Facts | None = None
        self._opened = False
        passports.changed.connect(self._follow)
        views.changed.connect(self._stand_aside)
        self.closed.connect(passports.dismiss)

    def _follow(self) -> None:
        facts = self._passports.facts()
        if facts is None:
            self.hide()
            return
        self.show_facts(facts)
        if self.isHidden():
            self._opened = True
            self._corner.open(self, beside=self._place(*facts.at))

    def _stand_aside(self) -> None:
        """What was chosen in a list is flown to: where it lies then is known only when the flight is over."""
        if self._opened and not self.isHidden() and (facts := self._passports.facts()) is not None:
            self._opened = False
            self._corner.open(self, beside=self._place(*facts.at))

    def _place(self, lon: float, lat: float) -> QPoint | None:
        at = self._views.on_screen(lon, lat)
        return None if at is None else self._map.rect().center() + QPointF(*at).toPoint()

    def show_facts(self, facts: Facts) -> None:
        """Say these facts."""
        if facts == self._shown:
            return
        self._shown = facts
        self.say(facts.title, facts.hint)
        empty(self.body)
        for section in facts.sections:
            self._add(section)
        self.body.addStretch()

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        self._shown = None
        if hasattr(self, "_passports") and (facts := self._passports.facts()) is not None:
            self.show_facts(facts)

    def restyle(self) -> None:
        """Icons and marks have other colours."""
        super().restyle()
        if hasattr(self, "_passports"):
            self.retranslate()

    def _add(self, section: Section) -> None:
        title = QLabel(section.title)
        title.setObjectName("groupTitle")
        title.setIndent(0)
        self.body.addWidget(title)
        for line in section.lines:
            self.body.addWidget(_Opening(line, self._passports) if line.opens else _Row(line))


class _Row(QWidget):
    """A line that only tells."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 1, 0, 1)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        text, value = ElidedLabel(), QLabel(line.value, textFormat=Qt.TextFormat.PlainText)
        text.say(line.text)
        text.setObjectName("muted" if line.tone is Tone.QUIET else "")
        value.setObjectName(_style(line.tone))
        grid.addWidget(text, 0, 0)
        grid.addWidget(value, 0, 1)
        if line.hint:
            hint = QLabel(line.hint, textFormat=Qt.TextFormat.PlainText)
            hint.setObjectName(_style(line.hint_tone))
            grid.addWidget(hint, 1, 0, 1, 2)


class _Opening(QPushButton):
    """A line that opens what it tells of."""

    def __init__(self, line: Line, passports: Passports) -> None:
        super().__init__(flat=True)
        self.setObjectName("cardLine")
        self.clicked.connect(lambda: passports.asked.emit(line.opens, line.key))
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
        text, value = ElidedLabel(), QLabel(line.value, textFormat=Qt.TextFormat.PlainText)
        text.say(line.text)
        value.setObjectName(_style(line.tone))
        grid.addWidget(sign, 0, 0)
        grid.addWidget(text, 0, 1)
        grid.addWidget(value, 0, 2)
        if line.hint:
            hint = QLabel(line.hint, textFormat=Qt.TextFormat.PlainText)
            hint.setObjectName(_style(line.hint_tone))
            grid.addWidget(hint, 1, 1, 1, 2)
        for child in (sign, text, value):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(grid.sizeHint().height())
        if line.opens is Opens.CAMERA:
            CameraSource(self, line.key)


def _style(tone: Tone) -> str:
    return "problem" if tone is Tone.WARNING else "muted"
