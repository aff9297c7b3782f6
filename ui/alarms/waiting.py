"""How many alarms wait for acknowledgement, by priority: stands in the status bar, so that no closed pane hides it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from console.domain.alarms import Priority
from console.language import ngettext
from console.viewmodels import words
from console.viewmodels.alarms import AlarmsModel
from ui.marks import priority_pixmap
from ui.rested import Rested
from ui.steady import steady
from ui.translation import Retranslated

MARK = 14


class WaitingCounts(Retranslated, QWidget):
    """A mark and a number for each priority of which something waits. ``pressed``: show me the first."""

    pressed = Signal()

    def __init__(self, model: AlarmsModel) -> None:
        super().__init__()
        self._model = model
        self.counts = {priority: QToolButton() for priority in Priority}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.counts.values():
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(MARK, MARK))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self.pressed)
            row.addWidget(button)
        self._counting = Rested(self.retranslate, self)
        model.counted.connect(self._counting.wake)
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Say how many wait now."""
        waiting = self._model.waiting()
        for priority, button in self.counts.items():
            n = waiting[priority]
            said = ngettext("{n} not acknowledged", "{n} not acknowledged", n).format(n=n)
            button.setText(str(n))
            steady(button)
            button.setToolTip(f"{words.priority(priority)}: {said}")
            button.setAccessibleName(button.toolTip())
            button.setVisible(n > 0)

    def restyle(self) -> None:
        """The theme has changed."""
        for priority, button in self.counts.items():
            button.setIcon(QIcon(priority_pixmap(priority, MARK, self.devicePixelRatioF())))
