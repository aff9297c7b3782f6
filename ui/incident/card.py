"""The incident card: the incidents there are, and of the chosen one its head and, behind tabs, all that belongs to it.

A wide card shows the log beside the other pages, a narrow one as a page of its own.
"""

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStackedLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console import language
from console.domain.incidents import Incident
from console.domain.presence import Looked
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.desk import Desk
from console.viewmodels.incident_steps import overdue, progress
from ui.elided import ElidedLabel
from ui.empty import EmptyNote
from ui.incident.head import Head
from ui.incident.list import IncidentLists
from ui.incident.log import LogPage
from ui.incident.parties import PartiesView
from ui.incident.place import PlacePage
from ui.incident.steps import StepsView
from ui.translation import Retranslated

WIDE_FROM = 620
"""Width from which the log stands beside the other pages, pixels."""

LOG_SHARE = 0.42


class Tab(StrEnum):
    """The pages of the card."""

    STEPS = "steps"
    PARTIES = "parties"
    PLACE = "place"
    LOG = "log"


TITLES = {Tab.STEPS: N_("To do"), Tab.PARTIES: N_("Forces"), Tab.PLACE: N_("Place"), Tab.LOG: N_("Log")}


class IncidentCard(Retranslated, QWidget):
    """The bottom right pane; what its rows and buttons do is ``IncidentActions``."""

    note_changed = Signal(str, bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk, self._view = desk, desk.incident
        self._lists = IncidentLists(desk)
        self.head = Head()
        self.steps = StepsView(self._view.steps)
        self.parties = PartiesView(self._view.parties)
        self.place = PlacePage()
        self.log = LogPage(self._view.timeline)
        self._no_steps = EmptyNote(self.steps)
        self._tabs: dict[Tab, QToolButton] = {}
        self._pages = QStackedWidget()
        self._border = QWidget()
        self._border.setObjectName("border")
        self._border.setFixedWidth(1)
        self._company = ElidedLabel()
        self._company.setObjectName("muted")
        self._company.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._lists)
        self._stack.addWidget(self._page())
        self.head.back.clicked.connect(lambda: desk.selection.choose_incident(""))
        for view in (self.steps, self.parties, self.log.lines):
            view.installEventFilter(self)
        self._view.changed.connect(self._show)
        self._lists.is_closed.toggled.connect(self._show)
        desk.company.changed.connect(self._show_company)
        desk.tick.beat.connect(self._beat)
        self._arrange()
        self.retranslate()

    def _page(self) -> QWidget:
        page, tabs, group = QWidget(), QHBoxLayout(), QButtonGroup(self)
        tabs.setContentsMargins(8, 0, 8, 0)
        tabs.setSpacing(4)
        for tab in Tab:
            button = QToolButton()
            button.setCheckable(True)
            button.setProperty("tab", "true")
            button.setChecked(tab is Tab.STEPS)
            button.toggled.connect(lambda on: self._arrange() if on else None)
            group.addButton(button)
            tabs.addWidget(button)
            self._tabs[tab] = button
        tabs.addWidget(self._company, 1)
        for widget in (self.steps, self.parties, self.place):
            self._pages.addWidget(widget)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._pages, 1)
        middle.addWidget(self._border)
        middle.addWidget(self.log)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(tabs)
        column.addLayout(middle, 1)
        return page

    @property
    def tab(self) -> Tab:
        """The page that is chosen."""
        return next(tab for tab, button in self._tabs.items() if button.isChecked())

    @property
    def is_wide(self) -> bool:
        """Whether the log stands beside the other pages."""
        return self.width() >= WIDE_FROM

    def show_tab(self, tab: Tab) -> None:
        """Choose a page and give it the keyboard."""
        if tab is not Tab.LOG or not self.is_wide:
            self._tabs[tab].setChecked(True)
        pages: dict[Tab, QWidget] = {
            Tab.STEPS: self.steps,
            Tab.PARTIES: self.parties,
            Tab.PLACE: self.place,
            Tab.LOG: self.log.lines,
        }
        pages[tab].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def write_note(self) -> None:
        """Put the keyboard into the note field."""
        if not self.is_wide:
            self._tabs[Tab.LOG].setChecked(True)
        self.log.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.steps.setAccessibleName(_("To do"))
        self.parties.setAccessibleName(_("Units, agencies and alarms of the incident"))
        self.place.setAccessibleName(_("Place of the incident"))
        self.head.retranslate()
        self._lists.retranslate()
        self._show()

    def restyle(self) -> None:
        """The theme has changed."""
        self.head.restyle()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The log moves beside the other pages, or behind them."""
        super().resizeEvent(event)
        self._arrange()

    def focusInEvent(self, event: object) -> None:
        """The keyboard goes to what can be used."""
        super().focusInEvent(event)  # type: ignore[arg-type]  # QFocusEvent
        if self._view.incident is None:
            self._lists.shown.setFocus()
        else:
            self.show_tab(self.tab)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right turn the pages."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                shown = [tab for tab, button in self._tabs.items() if not button.isHidden()]
                self.show_tab(shown[(shown.index(self.tab) + step) % len(shown)])
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        """Show the chosen page, and the log where it belongs."""
        if self.is_wide and self.tab is Tab.LOG:
            self._tabs[Tab.STEPS].setChecked(True)
        is_log = self.tab is Tab.LOG
        self._tabs[Tab.LOG].setVisible(not self.is_wide)
        self._pages.setVisible(self.is_wide or not is_log)
        self.log.setVisible(self.is_wide or is_log)
        self._border.setVisible(self.is_wide)
        if self.is_wide:
            self.log.setFixedWidth(round(self.width() * LOG_SHARE))
        else:
            self.log.setMinimumWidth(0)
            self.log.setMaximumWidth(16_777_215)
        if not is_log:
            self._pages.setCurrentIndex(list(Tab).index(self.tab))
        if self.tab is Tab.PLACE:
            self._show_place()

    def _beat(self) -> None:
        self._view.beat()
        if (incident := self._view.incident) is not None:
            self._show_head(incident)

    def _show(self) -> None:
        incident = self._view.incident
        self._stack.setCurrentIndex(0 if incident is None else 1)
        is_open = incident is not None and incident.is_open
        self.log.show_incident("" if incident is None else incident.id, is_open=is_open)
        count = _("{n} open").format(n=self._view.open.rowCount())
        self.note_changed.emit(count if incident is None else "", False)
        if incident is not None:
            self.steps.show_incident(incident.id)
            self._no_steps.say("" if self._view.steps.rowCount() else self._why_nothing_to_do(incident))
            self.parties.empty.say("" if self._view.parties.rowCount() else _("Nobody was sent yet."))
            self._show_head(incident)
            self._show_company()
            if self.tab is Tab.PLACE:
                self._show_place()

    def _show_head(self, incident: Incident) -> None:
        self.head.show_incident(incident, self._view.age(incident), is_pending=self._view.is_pending)
        rows = [self._view.steps.at(n) for n in range(self._view.steps.rowCount())]
        done, of = progress(rows)
        counts = {
            Tab.STEPS: f" {done}/{of}" if rows else "",
            Tab.PARTIES: f" {len(incident.units)}" if incident.units else "",
        }
        for tab, button in self._tabs.items():
            button.setText(_(TITLES[tab]) + counts.get(tab, ""))
        late, procedure = overdue(rows), self._view.procedure
        mark = " !" if late else ""
        self._tabs[Tab.STEPS].setText(self._tabs[Tab.STEPS].text() + mark)
        self._tabs[Tab.STEPS].setToolTip(words.name(procedure.title) if procedure else "")

    def _show_company(self) -> None:
        incident = self._view.incident
        self._company.say("" if incident is None else self._desk.company.said(Looked.INCIDENT, incident.id))

    def _show_place(self) -> None:
        nothing = _("Nothing more is known of this place.")
        self.place.show_sections(language.current(), self._view.sections(), nothing)

    def _why_nothing_to_do(self, incident: Incident) -> str:
        if incident.procedure:
            return _("The procedure has not come from the center yet.")
        return _("There is no procedure for this. Add tasks from the menu of the incident.")
