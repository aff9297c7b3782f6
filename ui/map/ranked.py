"""Ranked places in a card: a number, a name and a line under it; pressing one shows the place on the map."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from console.viewmodels.plain import tip
from ui.elided import ElidedLabel


class RankedPlace(QPushButton):
    """One place of a list."""

    def __init__(self, rank: int, place: str, figure: str, hint: str, show: Callable[[], None]) -> None:
        super().__init__(flat=True)
        self.setObjectName("cardLine")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{rank}. {place}, {figure}, {hint}")
        self.setToolTip(tip(f"{place}\n{hint}"))
        self.clicked.connect(show)
        grid = QGridLayout(self)
        grid.setContentsMargins(4, 3, 4, 3)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        number = QLabel(str(rank), alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        number.setObjectName("muted")
        number.setMinimumWidth(18)
        name, under = ElidedLabel(), ElidedLabel()
        name.say(place)
        under.say(hint)
        under.setObjectName("muted")
        grid.addWidget(number, 0, 0)
        grid.addWidget(name, 0, 1)
        grid.addWidget(QLabel(figure, textFormat=Qt.TextFormat.PlainText), 0, 2)
        grid.addWidget(under, 1, 1, 1, 2)
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(grid.sizeHint().height())
