"""What an operator asks to see of the queue; says so whenever that hides an unacknowledged P1."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from console.domain.alarms import Priority
from console.language import _, ngettext
from console.viewmodels import words
from console.viewmodels.alarms import AlarmFilter, AlarmsModel
from ui import icons
from ui.marks import priority_pixmap
from ui.translation import Retranslated

TYPING_PAUSE_MS = 150


class FilterBar(Retranslated, QWidget):
    """Priorities with what waits in each, district, text and "new only"."""

    changed = Signal()

    def __init__(self, model: AlarmsModel) -> None:
        super().__init__()
        self._model = model
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._apply)
        self._priorities = {priority: self._toggle() for priority in Priority}
        self._new_only = QToolButton()
        self._new_only.setCheckable(True)
        self._new_only.setProperty("switch", "true")
        self._new_only.toggled.connect(self._apply)
        self._district = QComboBox()
        self._district.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._district.currentIndexChanged.connect(self._apply)
        self.text = QLineEdit(clearButtonEnabled=True)
        self._loupe = self.text.addAction(icons.icon("search", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.textChanged.connect(self._pause.start)
        self._hidden = QPushButton(flat=True)
        self._hidden.setObjectName("hiddenAlarms")
        self._hidden.clicked.connect(self.clear)
        self._hidden.hide()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.clear)
        self._lay_out()
        model.counted.connect(self._count)
        self.retranslate()

    def _toggle(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(16, 16))
        button.toggled.connect(self._apply)
        return button

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(4)
        for button in self._priorities.values():
            first.addWidget(button)
        first.addStretch()
        first.addWidget(self._new_only)
        second = QHBoxLayout()
        second.setSpacing(4)
        second.addWidget(self.text, 1)
        second.addWidget(self._district)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._hidden)

    def clear(self) -> None:
        """Show everything again."""
        for button in self._priorities.values():
            button.setChecked(True)
        self._new_only.setChecked(False)
        self._district.setCurrentIndex(0)
        self.text.clear()
        self._pause.stop()
        self._apply()

    def show_new_only(self, wanted: bool) -> None:
        """Show only what nobody has acknowledged."""
        self._new_only.setChecked(wanted)

    @property
    def wanted(self) -> AlarmFilter:
        """What is asked for."""
        district = self._district.currentData()
        return AlarmFilter(
            priorities=frozenset(p for p, button in self._priorities.items() if button.isChecked()),
            districts=frozenset({district} if district else ()),
            text=self.text.text().strip(),
            unacknowledged_only=self._new_only.isChecked(),
        )

    @property
    def is_filtering(self) -> bool:
        """Whether anything may be hidden."""
        return self.wanted != AlarmFilter()

    def retranslate(self) -> None:
        """Say every word anew."""
        chosen = self._district.currentData()
        self._district.blockSignals(True)
        self._district.clear()
        self._district.addItem(_("All districts"), "")
        for code in sorted(words.DISTRICTS, key=words.district):
            self._district.addItem(words.district(code), code)
        self._district.setCurrentIndex(max(0, self._district.findData(chosen)))
        self._district.blockSignals(False)
        self._district.setAccessibleName(_("District"))
        self._new_only.setText(_("New only"))
        self._new_only.setToolTip(_("Show only alarms that nobody has acknowledged"))
        self.text.setPlaceholderText(_("Find in alarms"))
        self.text.setAccessibleName(_("Find in alarms"))
        self._count()

    def restyle(self) -> None:
        """The theme has changed."""
        for priority, button in self._priorities.items():
            button.setIcon(QIcon(priority_pixmap(priority, 16, self.devicePixelRatioF())))
        self._loupe.setIcon(icons.icon("search", color="muted"))

    def _apply(self) -> None:
        self._model.show(self.wanted)
        self.changed.emit()

    def _count(self) -> None:
        waiting = self._model.waiting()
        for priority, button in self._priorities.items():
            button.setText(str(waiting[priority]))
            said = ngettext("{n} not acknowledged", "{n} not acknowledged", waiting[priority])
            button.setToolTip(f"{words.priority(priority)}: {said.format(n=waiting[priority])}")
            button.setAccessibleName(button.toolTip())
        hidden = self._model.hidden()[Priority.P1]
        self._hidden.setVisible(hidden > 0)
        said = ngettext(
            "The filter hides {n} unacknowledged P1. Show all",
            "The filter hides {n} unacknowledged P1. Show all",
            hidden,
        )
        self._hidden.setText(said.format(n=hidden))
