"""The incidents there are: the open ones, or those closed lately."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QListView, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from console.language import _
from console.viewmodels.desk import Desk
from console.viewmodels.incident_list import Incidents
from ui.empty import EmptyNote
from ui.incident.delegates import IncidentDelegate


class IncidentLists(QWidget):
    """Two lists behind a switch; what is pressed is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.list, self._closed = self._view(desk.incident.open), self._view(desk.incident.closed)
        self._empty, self._none_closed = EmptyNote(self.list), EmptyNote(self._closed)
        self.is_open, self.is_closed = self._switch(), self._switch()
        group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setContentsMargins(8, 2, 8, 0)
        row.setSpacing(4)
        for button in (self.is_open, self.is_closed):
            group.addButton(button)
            row.addWidget(button)
        row.addStretch()
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._closed)
        self.is_open.setChecked(True)
        self.is_closed.toggled.connect(lambda on: self._stack.setCurrentIndex(int(on)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(self._stack, 1)
        for model in (desk.incident.open, desk.incident.closed):
            for signal in (model.rowsInserted, model.rowsRemoved, model.layoutChanged):
                signal.connect(self._tell)
        desk.tick.beat.connect(self.list.viewport().update)
        self.retranslate()

    @property
    def shown(self) -> QListView:
        """The list that is seen."""
        return self._closed if self.is_closed.isChecked() else self.list

    def retranslate(self) -> None:
        """Say every word anew."""
        self.list.setAccessibleName(_("Open incidents"))
        self._closed.setAccessibleName(_("Incidents closed lately"))
        self._tell()

    def _switch(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setProperty("tab", "true")
        return button

    def _view(self, model: Incidents) -> QListView:
        view = QListView()
        view.setModel(model)
        view.setItemDelegate(IncidentDelegate(self._desk.incident))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.activated.connect(lambda index: self._choose(model, index))
        view.clicked.connect(lambda index: self._choose(model, index))
        return view

    def _tell(self) -> None:
        opened, closed = self._desk.incident.open.rowCount(), self._desk.incident.closed.rowCount()
        self.is_open.setText(_("Open incidents"))
        self.is_closed.setText(_("Closed lately"))
        self._empty.say("" if opened else _("No open incident.\nSelect an alarm and press I to open one."))
        self._none_closed.say("" if closed else _("None was closed yet."))

    def _choose(self, model: Incidents, index: QModelIndex) -> None:
        self._desk.selection.choose_incident(model.incident_at(index.row()).id)
