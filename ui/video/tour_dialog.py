"""A tour put together: its name, how long each camera stands, and the cameras in their order."""

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QSpinBox,
    QWidget,
)

from console.language import _
from console.settings import Tour
from console.viewmodels.named import NAME_LIMIT
from console.viewmodels.tours import LEAST_DWELL_S, MOST_DWELL_S
from ui.dialogs.frame import Question
from ui.dialogs.named import NamedListDialog
from ui.elided import ElidedLabel
from ui.video import dragging

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel


class TourDialog(Question):
    """Makes a tour, or changes one; ``made`` gives it when it is accepted."""

    made = Signal(object)

    def __init__(self, tour: Tour, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Save | _Cancel)
        self.name_field = QLineEdit(tour.name, maxLength=NAME_LIMIT)
        self.dwell = QSpinBox(minimum=LEAST_DWELL_S, maximum=MOST_DWELL_S, value=round(tour.dwell_s))
        self.cameras = _Cameras()
        self.cameras.addItems(tour.cameras)
        self._name_label, self._dwell_label, self._cameras_label = ElidedLabel(), ElidedLabel(), ElidedLabel()
        form = QFormLayout()
        form.addRow(self._name_label, self.name_field)
        form.addRow(self._dwell_label, self.dwell)
        self.body.addLayout(form)
        self.body.addWidget(self._cameras_label)
        self.body.addWidget(self.cameras)
        self.name_field.textChanged.connect(self._look)
        model = self.cameras.model()
        model.rowsInserted.connect(self._look)
        model.rowsRemoved.connect(self._look)
        self.accepted.connect(lambda: self.made.emit(self.tour()))
        self.retranslate()
        self._look()
        self.name_field.setFocus()

    def tour(self) -> Tour:
        """What was put together."""
        cameras = [self.cameras.item(row).text() for row in range(self.cameras.count())]
        return Tour(" ".join(self.name_field.text().split()), cameras, float(self.dwell.value()))

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Tour"))
        self.asked.setText(
            _("Cameras follow one another. Drag cameras here from tiles, cards and the palette; Delete removes one.")
        )
        self._name_label.say(_("Name"))
        self._dwell_label.say(_("Each camera stands"))
        self._cameras_label.say(_("Cameras in their order"))
        self.dwell.setSuffix(" " + _("s"))
        for widget, label in (
            (self.name_field, self._name_label),
            (self.dwell, self._dwell_label),
            (self.cameras, self._cameras_label),
        ):
            widget.setAccessibleName(label.text())
        self.name(_Save, _("Save"))
        self.name(_Cancel, _("Cancel"))

    def _look(self) -> None:
        has_cameras = self.cameras.count() > 0
        self.tell_problem("" if has_cameras else _("A tour needs cameras."))
        self.buttons.button(_Save).setEnabled(has_cameras and bool(self.name_field.text().strip()))


class _Cameras(QListWidget):
    """Cameras by id: moved by dragging, removed by Delete, and more dropped in."""

    def __init__(self) -> None:
        super().__init__()
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete removes what is marked."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Delete:
            for item in self.selectedItems():
                self.takeItem(self.row(item))
            return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A camera may be dropped here."""
        if dragging.camera_of(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A camera from elsewhere, or one of the list that is moved."""
        if self.take(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dropEvent(event)

    def take(self, data: QMimeData) -> bool:
        """Add the camera that is carried, once; False where none is."""
        camera = dragging.camera_of(data)
        if camera and not self.findItems(camera, Qt.MatchFlag.MatchExactly):
            self.addItem(camera)
        return bool(camera)


class TourList(NamedListDialog):
    """All tours: F2 renames, Delete removes."""

    def words(self) -> tuple[str, str]:
        """What is said."""
        return _("Tours"), _("F2 renames a tour, Delete removes it.")
