"""The incident card: what is open, and of the chosen one its head, units, alarms, timeline, a note, its end."""

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.incidents import INTERRUPTED, Incident, IncidentStatus
from console.domain.intents import NOTE_LIMIT
from console.language import _
from console.viewmodels import place_words, words
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.places import called
from ui import icons, theme
from ui.elided import ElidedLabel
from ui.empty import EmptyNote
from ui.incident.delegates import IncidentDelegate, LineDelegate
from ui.marks import priority_pixmap, status_pixmap
from ui.translation import Retranslated

PARTIES_WIDTH = (192, 232)
"""Least and most, pixels; between them ``PARTIES_SHARE`` of the card."""

PARTIES_SHARE = 0.38


class IncidentCard(Retranslated, QWidget):
    """The bottom right pane. ``closing`` asks for the dialog that closes the incident."""

    note_changed = Signal(str, bool)
    closing = Signal()

    def __init__(self, desk: Desk, act: Actions) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._desk = desk
        self._act = act
        self._view = desk.incident
        self._list = _OpenList(desk)
        self._head = _Head()
        self._parties = QListWidget()
        self._parties.setObjectName("parties")
        self._parties.setIconSize(QSize(14, 14))
        self._parties.setUniformItemSizes(True)
        self._parties.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._parties.itemActivated.connect(self._go_to_party)
        self._timeline = QListView()
        self._timeline.setModel(self._view.timeline)
        self._timeline.setItemDelegate(LineDelegate(self._timeline))
        self._timeline.setResizeMode(QListView.ResizeMode.Adjust)
        self._timeline.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._timeline.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._timeline.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._timeline.verticalScrollBar().rangeChanged.connect(lambda *_range: self._timeline.scrollToBottom())
        self._view.timeline.modelReset.connect(self._timeline.scrollToBottom)
        self.note = QLineEdit(maxLength=NOTE_LIMIT)
        self.note.returnPressed.connect(self._write)
        self._note_of = ""
        self._drafts: dict[str, str] = {}
        self._head.back.clicked.connect(lambda: desk.selection.choose_incident(""))
        self._head.hold.triggered.connect(self._hold)
        self._head.resolve.triggered.connect(self._resolve)
        self._head.finish.triggered.connect(lambda: self.closing.emit())
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._page())
        self._view.changed.connect(self._show)
        desk.tick.beat.connect(self._show_parties)
        self.retranslate()

    def _page(self) -> QWidget:
        page = QWidget()
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._parties)
        middle.addWidget(self._timeline, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 8)
        foot.addWidget(self.note)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        return page

    def write_note(self) -> None:
        """Put the keyboard into the note field."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.note.setPlaceholderText(_("Add a note, Enter to write it into the log"))
        self.note.setAccessibleName(_("Note"))
        self._timeline.setAccessibleName(_("Timeline"))
        self._parties.setAccessibleName(_("Units and alarms of the incident"))
        self._head.retranslate()
        self._list.retranslate()
        self._show()

    def restyle(self) -> None:
        """The theme has changed."""
        self._head.restyle()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The timeline gets most of the room."""
        super().resizeEvent(event)
        least, most = PARTIES_WIDTH
        self._parties.setFixedWidth(min(most, max(least, round(self.width() * PARTIES_SHARE))))

    def focusInEvent(self, event: object) -> None:
        """The keyboard goes to what can be used."""
        super().focusInEvent(event)  # type: ignore[arg-type]  # QFocusEvent
        (self.note if self._view.incident else self._list.list).setFocus()

    def _show(self) -> None:
        incident = self._view.incident
        self._stack.setCurrentIndex(0 if incident is None else 1)
        self._swap_draft("" if incident is None else incident.id)
        count = _("{n} open").format(n=self._view.open.rowCount())
        self.note_changed.emit(count if incident is None else "", False)
        if incident is not None:
            self._head.show_incident(incident, self._view.age(incident), is_pending=self._view.is_pending)
            self.note.setEnabled(incident.is_open)
            self._show_parties()

    def _show_parties(self) -> None:
        if self._view.incident is None:
            return
        ratio = self.devicePixelRatioF()
        look = theme.current()
        rows: list[tuple[str, QIcon, str]] = []
        for unit in self._view.units():
            status = self._desk.units.status_of(unit)
            mark = QIcon(status_pixmap(status, look.color("text"), 14, ratio))
            rows.append((unit.id, mark, f"{unit.callsign}  {self._view.unit_words(unit)}"))
        for alarm in self._view.alarms():
            mark = QIcon(priority_pixmap(alarm.priority, 14, ratio, filled=alarm.is_unacknowledged))
            age = words.age(self._desk.alarms.age_of(alarm))
            rows.append((alarm.id, mark, f"{words.word(alarm.kind)} · {age}"))
        while self._parties.count() > len(rows):
            self._parties.takeItem(self._parties.count() - 1)
        while self._parties.count() < len(rows):
            self._parties.addItem(QListWidgetItem())
        for n, (party, mark, text) in enumerate(rows):
            item = self._parties.item(n)
            item.setData(Qt.ItemDataRole.UserRole, party)
            item.setIcon(mark)
            item.setText(text)
            item.setToolTip(text)
            item.setSizeHint(QSize(PARTIES_WIDTH[0] - 24, 24))

    def _go_to_party(self, item: QListWidgetItem) -> None:
        party = item.data(Qt.ItemDataRole.UserRole)
        unit = next((u for u in self._view.units() if u.id == party), None)
        if unit is None:
            self._act.go_to(party)
        elif unit.fix is not None:
            self._act.look_at(unit.fix.lon, unit.fix.lat)

    def _write(self) -> None:
        text = self.note.text().strip()
        incident = self._view.incident
        if text and incident is not None and incident.id == self._note_of:
            self._act.note(incident.id, text)
            self.note.clear()

    def _swap_draft(self, incident_id: str) -> None:
        """Each incident has a note of its own in the making; none is written into another's log."""
        if incident_id != self._note_of:
            self._drafts[self._note_of] = self.note.text()
            self._drafts = {i: text for i, text in self._drafts.items() if text}
            self._note_of = incident_id
            self.note.setText(self._drafts.get(incident_id, ""))

    def _hold(self) -> None:
        if incident := self._view.incident:
            is_interrupted = incident.status in INTERRUPTED
            status = IncidentStatus.IN_PROGRESS if is_interrupted else IncidentStatus.ON_HOLD
            self._act.set_incident_status(incident.id, status)

    def _resolve(self) -> None:
        if incident := self._view.incident:
            self._act.set_incident_status(incident.id, IncidentStatus.RESOLVED)


class _Head(QWidget):
    """Mark, title and place of an incident; its status is the button that changes it."""

    def __init__(self) -> None:
        super().__init__()
        self.back = QToolButton()
        self._mark = QLabel()
        self._title = QLabel()
        self._title.setObjectName("title")
        self._age, self._place = QLabel(), ElidedLabel()
        for label in (self._age, self._place):
            label.setObjectName("muted")
        self._status = QPushButton()
        self._status.setProperty("menu", "true")
        menu = QMenu(self)
        self.hold, self.resolve = menu.addAction(""), menu.addAction("")
        menu.addSeparator()
        self.finish = menu.addAction("")
        self._status.setMenu(menu)
        self._lay_out()
        self.restyle()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(self._title)
        first.addWidget(self._age)
        first.addStretch()
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addLayout(first)
        said.addWidget(self._place)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self._mark)
        row.addLayout(said, 1)
        row.addWidget(self._status)

    def restyle(self) -> None:
        """The theme has changed."""
        self.back.setIcon(icons.icon("back"))

    def retranslate(self) -> None:
        """Say every word anew."""
        self.back.setToolTip(_("Back to the open incidents"))
        self.back.setAccessibleName(self.back.toolTip())
        self._status.setAccessibleName(_("Status of the incident"))
        self.resolve.setText(_("Mark as resolved"))
        self.finish.setText(_("Close the incident…"))

    def show_incident(self, incident: Incident, age: str, *, is_pending: bool) -> None:
        """Show how an incident stands."""
        self._mark.setPixmap(priority_pixmap(incident.priority, 24, self.devicePixelRatioF()))
        self._title.setText(words.incident_title(incident))
        self._age.setText(age)
        place = called(incident.place, incident.lon, incident.lat)
        self._place.say(*place_words.with_district(place, words.district(incident.district)))
        self._status.setText(_("Sending…") if is_pending else words.word(incident.status))
        self._status.setEnabled(incident.is_open and not is_pending)
        self.hold.setText(_("Resume") if incident.status in INTERRUPTED else _("Put on hold"))
        self.resolve.setEnabled(incident.status is not IncidentStatus.RESOLVED)


class _OpenList(QWidget):
    """The open incidents, or what to do to open one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._model = desk.incident.open
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(IncidentDelegate(desk.incident))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self._empty = EmptyNote(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        for signal in (self._model.rowsInserted, self._model.rowsRemoved):
            signal.connect(self._tell)
        desk.tick.beat.connect(self.list.viewport().update)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.list.setAccessibleName(_("Open incidents"))
        self._tell()

    def _tell(self) -> None:
        is_empty = self._model.rowCount() == 0
        self._empty.say(_("No open incident.\nSelect an alarm and press I to open one.") if is_empty else "")

    def _choose(self, index: QModelIndex) -> None:
        self._desk.selection.choose_incident(self._model.incident_at(index.row()).id)
