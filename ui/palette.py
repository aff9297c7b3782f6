"""The palette (Ctrl+K): one field over all commands, over the things of the city by name, and for shorthand."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from console.language import _
from console.viewmodels.table import ROOT, ROW_ROLE, AnyIndex
from ui import icons, theme
from ui.translation import Retranslated
from ui.video import dragging

WIDTH = 640
ROW_HEIGHT = 36
ROWS_SEEN = 10


class Choice(Struct, frozen=True):
    """A row of the palette: what it is called, what tells it from its like, its icon and what choosing it does."""

    title: str
    hint: str
    icon: str
    run: Callable[[], object]
    score: int = 0
    camera: str = ""
    """Id of the camera it stands for: it can be dragged to a tile."""


Provider = Callable[[str], Iterable[Choice]]
"""Gives the choices for what was typed, in any order."""


class Palette(Retranslated, QFrame):
    """Lies over the top middle of its window while it is asked."""

    def __init__(self, window: QWidget, providers: Sequence[Provider]) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._providers = list(providers)
        self._before: QWidget | None = None
        self.text = QLineEdit()
        self.text.textChanged.connect(self._find)
        self.text.installEventFilter(self)
        self.choices = ChoiceModel(self)
        self.list = QListView(uniformItemSizes=True)
        self.list.setModel(self.choices)
        self.list.setItemDelegate(_ChoiceDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setDragEnabled(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._take)
        self._nothing = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._nothing.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        for widget in (self.text, self.list, self._nothing):
            column.addWidget(widget)
        self.hide()
        self.retranslate()

    def add(self, provider: Provider) -> None:
        """Offer what this one gives too."""
        self._providers.append(provider)

    def open(self) -> None:
        """Ask; the keyboard comes back to where it was."""
        self._before = self.window().focusWidget()
        self.text.clear()
        self._find()
        self.show()
        self.raise_()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Go away without choosing."""
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._before = None

    def retranslate(self) -> None:
        """Say every word anew."""
        self.text.setPlaceholderText(_("Command, unit, camera, alarm, place… or shorthand: M21 > I1104"))
        self.text.setAccessibleName(_("Palette"))
        self.list.setAccessibleName(_("What fits"))
        self._nothing.setText(_("Nothing fits. Try fewer letters."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Escape of the text field steer the list."""
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: ROWS_SEEN,
            Qt.Key.Key_PageUp: -ROWS_SEEN,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return super().eventFilter(watched, event)
        return True

    def _find(self) -> None:
        typed = self.text.text()
        found = [choice for provider in self._providers for choice in provider(typed)]
        found.sort(key=lambda choice: -choice.score)
        self.choices.show(found[:60])
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self.list.setCurrentIndex(self.choices.index(0, 0))
        self.list.setFixedHeight(ROW_HEIGHT * min(ROWS_SEEN, len(found)))
        self._place()

    def _place(self) -> None:
        room = self.window().width()
        width = min(WIDTH, room - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((room - width) // 2, 64)

    def _step(self, by: int) -> None:
        rows = self.choices.rowCount()
        if rows:
            row = self.list.currentIndex().row() + by
            row = row % rows if abs(by) == 1 else max(0, min(rows - 1, row))
            self.list.setCurrentIndex(self.choices.index(row, 0))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            choice = self.choices.choice_at(index.row())
            self.close_palette()
            choice.run()


class ChoiceModel(QAbstractListModel):
    """The rows of the palette."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choices: list[Choice] = []

    def show(self, choices: Sequence[Choice]) -> None:
        """Show other choices."""
        self.beginResetModel()
        self._choices = list(choices)
        self.endResetModel()

    def choice_at(self, row: int) -> Choice:
        """The choice in a row; raises IndexError."""
        return self._choices[row]

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of choices."""
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title and hint; the choice itself under ``ROW_ROLE``."""
        if not index.isValid():
            return None
        choice = self._choices[index.row()]
        if role == ROW_ROLE:
            return choice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{choice.title}, {choice.hint}" if choice.hint else choice.title
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Cameras can be dragged."""
        flags = super().flags(index)
        is_camera = index.isValid() and bool(self._choices[index.row()].camera)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if is_camera else flags

    def mimeTypes(self) -> list[str]:
        """What is dragged out of the list."""
        return [dragging.CAMERA]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The camera that is dragged."""
        return dragging.camera_data(self._choices[indexes[0].row()].camera)


class _ChoiceDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = theme.current()
        choice: Choice = index.data(ROW_ROLE)
        area = QRect(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(look.selected))
        painter.setFont(option.font)
        inner = area.adjusted(12, 0, -12, 0)
        icons.icon(choice.icon, color="muted").paint(painter, QRect(inner.left(), inner.center().y() - 8, 16, 16))
        inner.adjust(28, 0, 0, 0)
        metrics = painter.fontMetrics()
        side = Qt.AlignmentFlag.AlignVCenter
        hint = metrics.elidedText(choice.hint, Qt.TextElideMode.ElideRight, inner.width() * 2 // 5)
        painter.setPen(QColor(look.muted))
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignRight, hint)
        painter.setPen(QColor(look.text))
        room = inner.width() - metrics.horizontalAdvance(hint) - 16
        title = metrics.elidedText(choice.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()
