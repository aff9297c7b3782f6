"""The place of the incident: the call, the site's passport, dark streets and other incidents nearby."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from console.viewmodels.passport import Section
from ui.lines import Opening, Row
from ui.relaid import empty


class PlacePage(QScrollArea):
    """Sections of facts; ``pressed`` tells what shall be opened (``Opens``) and its id."""

    pressed = Signal(str, str)
    aside: QWidget | None = None
    """What stands under the first section, whatever the sections are."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("placePage")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        body = QWidget()
        body.setObjectName("placeBody")
        self.body = QVBoxLayout(body)
        self.body.setContentsMargins(12, 0, 12, 8)
        self.body.setSpacing(2)
        self.setWidget(body)
        self._shown: tuple[str, list[Section]] | None = None

    def minimumSizeHint(self) -> QSize:
        """Any size will do."""
        return QSize(80, 40)

    def stand_aside(self, aside: QWidget | None) -> None:
        """Take a widget in under the first section, or give it away; the sections are said anew the next time."""
        if aside is not self.aside:
            self.aside, self._shown = aside, None

    def show_sections(self, language: str, sections: list[Section], nothing: str) -> None:
        """Say these facts, or ``nothing`` where there are none."""
        if (language, sections) == self._shown:
            return
        self._shown = (language, sections)
        inside = self.focusWidget()
        held = inside.accessibleName() if inside is not None and self.isAncestorOf(inside) else ""
        empty(self.body, () if self.aside is None else (self.aside,))
        for number, section in enumerate(sections):
            if number == 1 and self.aside is not None:
                self.body.addWidget(self.aside)
            title = QLabel(section.title, textFormat=Qt.TextFormat.PlainText)
            title.setObjectName("groupTitle")
            title.setIndent(0)
            self.body.addWidget(title)
            for line in section.lines:
                row = Opening(line, self.pressed.emit) if line.opens else Row(line, is_long=not line.value)
                self.body.addWidget(row)
                if held and row.accessibleName() == held:
                    row.setFocus()
        if not sections:
            label = QLabel(nothing, wordWrap=True)
            label.setObjectName("muted")
            label.setContentsMargins(0, 12, 0, 0)
            self.body.addWidget(label)
        self.body.addStretch()
