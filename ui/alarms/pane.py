"""The alarm queue: the table, its filter, and why it is empty when it is."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSplitter, QVBoxLayout, QWidget

from console.domain.alarms import AlarmKind, AlarmState
from console.domain.freshness import LinkState, Source
from console.language import _
from console.viewmodels import words
from console.viewmodels.alarms import AlarmColumn, AlarmsModel
from console.viewmodels.desk import Desk
from ui.alarms.card import CardPanel
from ui.alarms.delegate import CARD_HEIGHT, LINE_HEIGHT, AlarmDelegate
from ui.alarms.filter_bar import FilterBar
from ui.alarms.table import QueueTable
from ui.columns import fit, widths
from ui.empty import EmptyNote
from ui.rested import Rested
from ui.translation import Retranslated

WIDE_FROM = 720
"""Pane width from which the queue shows columns instead of cards, pixels."""

LEAST_PLACE = 180
"""Below this a place says nothing any more: other columns are given up first, pixels."""

GIVEN_UP = (
    AlarmColumn.SOURCE,
    AlarmColumn.CAMERAS,
    AlarmColumn.REPEATS,
    AlarmColumn.OWNER,
    AlarmColumn.DISTRICT,
    AlarmColumn.NEAREST,
)
"""Columns that a pane does without, in this order, where there is no room for all."""

BESIDE_FROM = 1100
"""Pane width from which the card stands beside the queue, pixels."""

UNDER_FROM = 480
"""Pane height from which there is room for the card under the queue, pixels."""

CARD_WIDTH, CARD_LEAST, CARD_SHARE = 340, 160, 0.36
"""Width beside the queue, least height under it (pixels), and which part of the pane it takes there."""

CHEVRON = 40
"""A press so far from the left end of a group's row opens or closes it, pixels."""


class AlarmPane(Retranslated, QWidget):
    """The left pane. ``note_changed``: what its title bar shall add, and whether that is a warning."""

    note_changed = Signal(str, bool)
    card_shown = Signal(bool)
    """The card was opened or closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._desk = desk
        self._model: AlarmsModel = desk.alarms
        self.bar = FilterBar(self._model, desk.queue_views)
        self._delegate = AlarmDelegate(self._model)
        self.table = QueueTable(self._model, self._delegate)
        self.table.resized.connect(self._fit)
        self._empty = EmptyNote(self.table)
        self._wants_card = True
        self.card = CardPanel(desk.alarm_card)
        self.card.closed.connect(lambda: self.show_card(False))
        self._divided = QSplitter(Qt.Orientation.Vertical)
        self._divided.setChildrenCollapsible(False)
        self._divided.splitterMoved.connect(self._size_kept)
        self._is_sized_by_hand = False
        for part, stretch in ((self.table, 1), (self.card, 0)):
            self._divided.addWidget(part)
            self._divided.setStretchFactor(self._divided.indexOf(part), stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._divided, 1)
        self.setFocusProxy(self.table)
        self.table.picked.connect(self._chosen)
        self.table.doubleClicked.connect(lambda index: self._model.turn(index.row()))
        self.table.clicked.connect(self._clicked)
        self._model.aged.connect(self._delegate.age)
        desk.selection.changed.connect(self._follow)
        self._model.counted.connect(self._follow)
        telling = Rested(self._tell, self)
        self._model.counted.connect(telling.wake)
        self._model.arranged.connect(telling.now)
        desk.status.changed.connect(self._tell)
        self.retranslate()

    def choose(self, alarm_id: str) -> None:
        """Select an alarm's row and bring it into view; nothing happens when it is not shown."""
        self._model.hold((alarm_id,))
        row = self._model.row_of(alarm_id)
        if row is not None:
            self.table.choose(row)

    def choose_first(self) -> None:
        """Select the most urgent row and take the keyboard."""
        if self._model.rowCount():
            self.choose(self._model.alarm_at(0).id)
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def is_card_wanted(self) -> bool:
        """Whether the card is open, as far as there is room for it."""
        return self._wants_card

    def show_card(self, wanted: bool) -> None:
        """Open the card of the chosen alarm beside the queue, or close it."""
        self._wants_card = wanted
        self._place_card()
        self.card_shown.emit(wanted)

    def _place_card(self) -> None:
        """Under a narrow queue, beside a wide one; not where the queue itself would have no room left."""
        is_wide = self.width() >= BESIDE_FROM
        self._divided.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        self.card.setVisible(self._wants_card and (is_wide or self.height() >= UNDER_FROM))
        if self._is_sized_by_hand:
            return
        along = self._divided.width() if is_wide else self._divided.height()
        share = CARD_WIDTH if is_wide else max(CARD_LEAST, round(along * CARD_SHARE))
        self._divided.setSizes([max(1, along - share), share])

    def _size_kept(self) -> None:
        """The operator has drawn the border where they want it."""
        self._is_sized_by_hand = True

    def turn_group(self, *, is_open: bool) -> None:
        """Open or close the group the current row stands for, or stands in."""
        row = self.table.currentIndex().row()
        if row < 0:
            return
        group = self._model.group_at(row)
        if group is None and not is_open:
            self._go_to_group(row)
        elif group is not None and group.is_open is not is_open:
            self._model.turn(row)

    def retranslate(self) -> None:
        """Say every word anew."""
        self._delegate.forget()
        self.table.setAccessibleName(_("Alarm queue"))
        self._take_form()
        self._tell()

    def restyle(self) -> None:
        """The theme has changed."""
        self.bar.restyle()
        self.card.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards in a narrow pane, columns in a wide one."""
        super().resizeEvent(event)
        if self._delegate.is_card != (self.width() < WIDE_FROM):
            self._take_form()
        self._place_card()

    def event(self, event: QEvent) -> bool:
        """A style sheet or palette that changed asks for new marks."""
        if event.type() == QEvent.Type.PaletteChange:
            self.restyle()
        return super().event(event)

    def _take_form(self) -> None:
        is_card = self.width() < WIDE_FROM
        self._delegate.is_card = is_card
        self._delegate.forget()
        header = self.table.horizontalHeader()
        header.setVisible(not is_card)
        for column in AlarmColumn:
            self.table.setColumnHidden(column, is_card and column is not AlarmColumn.KIND)
        stretched = AlarmColumn.KIND if is_card else AlarmColumn.PLACE
        for column in (AlarmColumn.KIND, AlarmColumn.PLACE):
            mode = QHeaderView.ResizeMode.Stretch if column is stretched else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
        self._fit()
        self.table.verticalHeader().setDefaultSectionSize(CARD_HEIGHT if is_card else LINE_HEIGHT)

    def _fit(self) -> None:
        if not self._delegate.is_card:
            fit(self.table, {**widths(self.table, _samples()), AlarmColumn.PLACE: LEAST_PLACE}, GIVEN_UP)

    def _chosen(self) -> None:
        alarms = self._shown_as_chosen()
        self._model.hold(alarms if len(alarms) == 1 else ())
        self._desk.selection.choose_alarms(alarms)

    def _shown_as_chosen(self) -> list[str]:
        """Ids of what the marked rows stand for, the current row's first."""
        current = self.table.currentIndex().row()
        rows = sorted(self.table.marked, key=lambda row: (row != current, row))
        return list(dict.fromkeys(alarm.id for row in rows for alarm in self._model.alarms_at(row)))

    def _follow(self) -> None:
        wanted = self._desk.selection.alarm_ids
        shown = self._shown_as_chosen()
        if set(wanted) == set(shown):
            return
        if shown and self._has_group_marked():
            self._chosen()  # its members are others by now
            return
        self._model.hold(wanted if len(wanted) == 1 else ())
        rows = [row for alarm in wanted if (row := self._model.row_of(alarm)) is not None]
        if len(wanted) == 1 and rows:
            self.choose(wanted[0])
        else:  # several were chosen by area on the map, or what is chosen has no row here
            self.table.mark(rows if len(rows) == len(wanted) else ())

    def _has_group_marked(self) -> bool:
        """Whether a group stands for some of what is chosen."""
        rows = [row for row in self.table.marked if self._model.group_at(row)]
        wanted = set(self._desk.selection.alarm_ids)
        return any(wanted & {alarm.id for alarm in self._model.alarms_at(row)} for row in rows)

    def _clicked(self, index: QModelIndex) -> None:
        """A press on the sign of a group."""
        x = self.table.viewport().mapFromGlobal(QCursor.pos()).x()
        if x < CHEVRON and self._model.group_at(index.row()) is not None:
            self._model.turn(index.row())

    def _go_to_group(self, row: int) -> None:
        """From a member to the row of its group, as in every tree."""
        for above in range(row, -1, -1):
            if self._model.group_at(above) is not None:
                if self._model.is_member(self._model.alarm_at(row).id):
                    self.table.selectRow(above)
                return

    def _tell(self) -> None:
        shown, waiting = self._model.rowCount(), sum(self._model.waiting().values())
        self._empty.say("" if shown else self._why_empty())
        is_stale = self._desk.status.is_stale(Source.EVENTS)
        count = _("{new} new of {all}").format(new=waiting, all=self._model.known)
        self.note_changed.emit(_("not live") if is_stale else count, is_stale)

    def _why_empty(self) -> str:
        if self.bar.is_filtering and self._model.known:
            return _("The filter hides all alarms.\nEsc in the search field shows them again.")
        if self._desk.status.link_state is not LinkState.LIVE:
            return _("No alarms are known yet: the center is not connected.")
        return _("No alarms. A new one appears here with a sound.")


def _samples() -> dict[int, tuple[str, ...]]:
    """The longest texts of each column but the place, which takes the rest."""
    return {
        AlarmColumn.MARK: ("000",),
        AlarmColumn.AGE: (f"! {words.age(59 * 60)}",),
        AlarmColumn.KIND: tuple(words.word(kind) for kind in AlarmKind),
        AlarmColumn.DISTRICT: tuple(words.district(code) for code in words.DISTRICTS),
        AlarmColumn.SOURCE: ("CAM-104233",),
        AlarmColumn.STATE: tuple(words.word(state) for state in AlarmState),
        AlarmColumn.OWNER: ("nurmagambetov",),
        AlarmColumn.NEAREST: (f"M21 {words.age(59 * 60)}",),
        AlarmColumn.CAMERAS: ("99",),
        AlarmColumn.REPEATS: (f"×99 {_('chattering')}", _("stale alarm")),
    }
