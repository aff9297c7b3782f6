"""How a row of the alarm queue is painted: a card of two lines in a narrow pane, plain columns in a wide one."""

from collections.abc import Hashable, Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.domain.alarms import Alarm, AlarmState, Priority
from console.language import _
from console.viewmodels import group_words, place_words, words
from console.viewmodels.alarms import AlarmColumn, AlarmsModel, Group
from console.viewmodels.table import ROW_ROLE
from ui import theme
from ui.alarms import signs
from ui.elided import fitted
from ui.ground import paint_ground
from ui.marks import priority_pixmap

CARD_HEIGHT = 44
LINE_HEIGHT = 28
MARK = 20
GAP = 8
INDENT = 16
"""How far the members of an open group stand to the right of it."""

BAR = 3
"""Height of the bar that shows how much of its target time has gone by."""

KEPT = 160
"""So many pictures of cells are kept; a table shows at most about as many."""

AGED_AT_ONCE = 6
"""So many pictures that only grew older are painted anew in one turn, half a millisecond each; others wait for it."""

TINT = 0.13
"""How much of the alarm's colour lies under an unacknowledged P1."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class AlarmDelegate(QStyledItemDelegate):
    """Paints rows of an ``AlarmsModel``; ``is_card`` says which of the two forms."""

    def __init__(self, model: AlarmsModel) -> None:
        super().__init__()
        self._model = model
        self._words = model.words
        self.is_card = True
        self._kept: dict[Hashable, tuple[QPixmap, int]] = {}
        """Pictures of cells, and the second they are of."""
        self._second = 0
        self._renewed = 0
        self.is_behind = False
        """Whether pictures of the second before were put there since ``begin``."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows are equally high."""
        return QSize(80, CARD_HEIGHT if self.is_card else LINE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the picture of a cell there: in a flood the table is painted often, and most of it is as it was."""
        row: Alarm | Group = index.data(ROW_ROLE)
        area, state = QRect(option.rect), option.state.value
        ratio = painter.device().devicePixelRatioF()
        is_sent, is_member = self._model.is_pending(row.id), self._model.is_member(row.id)
        key = row, index.column(), area.width(), area.height(), state, ratio, is_sent, is_member, theme.current().id
        painter.drawPixmap(area.topLeft(), self._kept_picture(key, option, row, index, ratio))

    def begin(self) -> None:
        """A turn of painting begins."""
        self._renewed, self.is_behind = 0, False

    def age(self) -> None:
        """A second has passed: ages and nearest units may be different."""
        self._second += 1

    def forget(self) -> None:
        """The words are others."""
        self._kept.clear()

    def _kept_picture(
        self, key: Hashable, option: QStyleOptionViewItem, row: Alarm | Group, index: Index, ratio: float
    ) -> QPixmap:
        picture, second = self._kept.pop(key, (None, 0))
        if picture is not None and second != self._second:
            if self._renewed < AGED_AT_ONCE:
                self._renewed += 1
                picture = None
            else:
                self.is_behind = True
        if picture is None:
            picture, second = self._picture(option, row, index, ratio), self._second
        self._kept[key] = picture, second
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return picture

    def _picture(self, option: QStyleOptionViewItem, row: Alarm | Group, index: Index, ratio: float) -> QPixmap:
        picture = QPixmap(option.rect.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.current().color("panel"))
        painter = QPainter(picture)
        head = self._model.head_of(row) if isinstance(row, Group) else row
        area = QRect(0, 0, option.rect.width(), option.rect.height())
        is_new = row.waiting > 0 if isinstance(row, Group) else row.is_unacknowledged
        _ground(painter, area, option, head, is_new=is_new)
        if isinstance(row, Group):
            self._group(painter, area, row, index)
        elif self.is_card:
            self._card(painter, area.adjusted(12 + self._indent(row), 4, -12, -5), row)
        else:
            self._cell(painter, area.adjusted(GAP, 0, -GAP, -1), row, index)
        painter.end()
        return picture

    # A group

    def _group(self, painter: QPainter, area: QRect, group: Group, index: Index) -> None:
        head, look = self._model.head_of(group), theme.current()
        column = AlarmColumn(index.column())
        if self.is_card:
            body = area.adjusted(12, 4, -12, -5)
            signs.chevron(painter, QRectF(body.left() - 10, body.center().y() - 5, 10, 10), is_open=group.is_open)
            self._mark(painter, QRectF(body.left(), body.center().y() - MARK / 2 + 0.5, MARK, MARK), head)
            body = body.adjusted(MARK + 12, 0, 0, 0)
            top = QRect(body.left(), body.top(), body.width(), body.height() // 2)
            low = QRect(body.left(), top.bottom() + 1, body.width(), body.height() - top.height())
            self._age(painter, top, head, is_new=group.waiting > 0)
            count = f"× {group.size}"
            painter.setFont(_weight(painter.font(), bold=True))
            painter.setPen(QColor(look.text))
            room = top.width() - _age_width(painter)
            wide = painter.fontMetrics().horizontalAdvance(count)
            painter.drawText(top.adjusted(0, 0, room - top.width(), 0), _RIGHT, count)
            title = painter.fontMetrics().elidedText(
                self._model.group_title(group), Qt.TextElideMode.ElideRight, room - wide - GAP
            )
            painter.drawText(top, _LEFT, title)
            painter.setFont(_weight(painter.font(), bold=False))
            painter.setPen(QColor(look.muted))
            painter.drawText(low, _LEFT, group_words.count(group))
            return
        cell = area.adjusted(GAP, 0, -GAP, -1)
        if column is AlarmColumn.MARK:
            signs.chevron(painter, QRectF(cell.left() - 6, cell.center().y() - 4, 9, 9), is_open=group.is_open)
            self._mark(painter, QRectF(cell.left() + 5, cell.center().y() - 8, 17, 17), head)
            return
        said = {
            AlarmColumn.AGE: words.age(self._words.age(head)),
            AlarmColumn.KIND: self._model.group_title(group),
            AlarmColumn.PLACE: group_words.count(group),
        }.get(column, "")
        painter.setFont(_weight(painter.font(), bold=column is AlarmColumn.KIND))
        painter.setPen(QColor(look.text))
        aligned = _RIGHT if column is AlarmColumn.AGE else _LEFT
        painter.drawText(cell, aligned, fitted((said,), painter.fontMetrics(), cell.width()))

    # An alarm

    def _card(self, painter: QPainter, area: QRect, alarm: Alarm) -> None:
        look = theme.current()
        self._mark(painter, QRectF(area.left(), area.center().y() - MARK / 2 + 0.5, MARK, MARK), alarm)
        body = area.adjusted(MARK + 12, 0, 0, 0)
        top = QRect(body.left(), body.top(), body.width(), body.height() // 2)
        low = QRect(body.left(), top.bottom() + 1, body.width(), body.height() - top.height())
        is_new = alarm.is_unacknowledged
        plain = painter.font()
        text, muted = QColor(look.text), QColor(look.muted)

        self._age(painter, top, alarm, is_new=is_new)
        age_width = _age_width(painter)
        room = top.width() - age_width
        painter.setPen(text if is_new else muted)
        painter.setFont(_weight(plain, bold=is_new))
        title = words.word(alarm.kind)
        metrics = painter.fontMetrics()
        painter.drawText(top, _LEFT, metrics.elidedText(title, Qt.TextElideMode.ElideRight, room))
        used = metrics.horizontalAdvance(title) + GAP
        painter.setFont(plain)
        painter.setPen(muted)
        metrics = painter.fontMetrics()
        state = self._state(alarm) if alarm.state is not AlarmState.UNACKNOWLEDGED or self._is_sent(alarm) else ""
        if metrics.horizontalAdvance(state) > 2 * (room - used):
            state = ""
        state = metrics.elidedText(state, Qt.TextElideMode.ElideRight, room - used)
        painter.drawText(top.adjusted(0, 0, -age_width, 0), _RIGHT, state)
        left = room - used - metrics.horizontalAdvance(state) - GAP
        marks = self._words.marks(alarm)
        if tail := _as_many_as_fit(marks, metrics, left):
            painter.drawText(top.adjusted(used, 0, 0, 0), _LEFT, tail)

        places = place_words.with_district(self._words.place(alarm), words.district(alarm.district))
        side = alarm.incident or (self._model.nearest(alarm) if is_new and not alarm.is_fault else "")
        side_width = metrics.horizontalAdvance(side) + GAP if side else 0
        if side_width * 2 > low.width():
            side, side_width = "", 0
        painter.drawText(low, _RIGHT, side)
        painter.drawText(low, _LEFT, fitted(places, metrics, low.width() - side_width))

    def _cell(self, painter: QPainter, area: QRect, alarm: Alarm, index: Index) -> None:
        look = theme.current()
        column = AlarmColumn(index.column())
        if column is AlarmColumn.MARK:
            left = area.left() + 5 + self._indent(alarm) // 4
            self._mark(painter, QRectF(left, area.center().y() - 8, 17, 17), alarm)
            return
        if column is AlarmColumn.AGE:
            self._age(painter, area.adjusted(0, 4, 0, -4), alarm, is_new=alarm.is_unacknowledged)
            return
        if column is AlarmColumn.KIND:
            area = area.adjusted(self._indent(alarm), 0, 0, 0)
        is_strong = alarm.is_unacknowledged and column is AlarmColumn.KIND
        painter.setFont(_weight(painter.font(), bold=is_strong))
        painter.setPen(QColor(look.text if is_strong or column is AlarmColumn.PLACE else look.muted))
        text = str(index.data())
        forms = place_words.shorter(text) if column is AlarmColumn.PLACE else (text,)
        aligned = _RIGHT if column is AlarmColumn.CAMERAS else _LEFT
        painter.drawText(area, aligned, fitted(forms, painter.fontMetrics(), area.width()))

    def _age(self, painter: QPainter, area: QRect, alarm: Alarm, *, is_new: bool) -> None:
        """The age at the right, over a bar that fills with its target time; past it the age is strong too."""
        look = theme.current()
        part = self._words.lateness(alarm) if is_new else None
        is_late = part is not None and part >= 1
        painter.save()
        painter.setFont(_weight(painter.font(), bold=is_late))
        painter.setPen(QColor(look.stale if is_late else look.text if is_new else look.muted))
        text = words.age(self._words.age(alarm))
        painter.drawText(area.adjusted(0, 0, 0, -BAR), _RIGHT, f"! {text}" if is_late else text)
        if part is not None:
            width = _age_width(painter) - GAP
            bar = QRectF(area.right() + 1 - width, area.bottom() - BAR + 1.5, width, BAR)
            painter.fillRect(bar, QColor(look.line))
            bar.setWidth(width * min(1.0, part))
            painter.fillRect(bar, QColor(look.stale if is_late else look.muted))
        painter.restore()

    def _mark(self, painter: QPainter, box: QRectF, alarm: Alarm) -> None:
        pulses = alarm.priority is Priority.P1 and alarm.state is AlarmState.UNACKNOWLEDGED
        pulse = 1.0 if pulses and int(self._words.age(alarm)) % 2 else 0.0
        ratio = painter.device().devicePixelRatioF()
        picture = priority_pixmap(
            alarm.priority, round(box.width()), ratio, filled=alarm.is_unacknowledged, pulse=pulse
        )
        grown = (picture.width() / ratio - box.width()) / 2
        painter.drawPixmap(QPointF(box.left() - grown, box.top() - grown), picture)
        if pulses:
            signs.ring(painter, box)
        if alarm.is_parked:
            signs.pause(painter, box)

    def _state(self, alarm: Alarm) -> str:
        return _("Sending…") if self._is_sent(alarm) else self._words.state(alarm)

    def _is_sent(self, alarm: Alarm) -> bool:
        return self._model.is_pending(alarm.id)

    def _indent(self, alarm: Alarm) -> int:
        return INDENT if self._model.is_member(alarm.id) else 0


def _age_width(painter: QPainter) -> int:
    return QFontMetrics(painter.font()).horizontalAdvance("! " + words.age(59 * 60)) + GAP


def _as_many_as_fit(marks: Iterable[str], metrics: QFontMetrics, room: int) -> str:
    said = ""
    for mark in marks:
        longer = f"{said} {mark}".strip()
        if metrics.horizontalAdvance(longer) > room:
            break
        said = longer
    return said


def _ground(painter: QPainter, area: QRect, option: QStyleOptionViewItem, alarm: Alarm, *, is_new: bool) -> None:
    look = theme.current()
    state = option.state
    paint_ground(painter, area, state)
    if is_new and alarm.priority is Priority.P1 and alarm.state is AlarmState.UNACKNOWLEDGED:
        tint = look.priority(alarm.priority)
        tint.setAlphaF(TINT)
        painter.fillRect(area, tint)
    painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(look.line))
    if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus):
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.fillRect(area.left(), area.top(), 3, area.height(), QColor(look.focus if has_focus else look.muted))
    painter.setFont(option.font)
    painter.setPen(option.palette.color(QPalette.ColorRole.Text))


def _weight(font: QFont, *, bold: bool) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made
