"""Which units the board shows: a share of them, an agency, a district, and what is typed; how many each share holds."""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from console.domain.units import Agency
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.unit_columns import Share, UnitFilter
from console.viewmodels.units import UnitsModel
from ui import icons
from ui.elided import fitted
from ui.translation import Retranslated

SHARES = {
    Share.ALL: N_("All"),
    Share.FREE: N_("Free"),
    Share.BUSY: N_("Busy"),
    Share.TO_ASK: N_("Silent"),
    Share.OFFLINE: N_("No fix"),
}
TOLD = {
    Share.ALL: N_("All units"),
    Share.FREE: N_("Units that can be sent"),
    Share.BUSY: N_("Units on a task"),
    Share.TO_ASK: N_("Silent for too long: ask how they are"),
    Share.OFFLINE: N_("Units whose position is old"),
}

FOLDED: tuple[Share, ...] = tuple(share for share in Share if share is not Share.TO_ASK)
"""What a narrow board offers as a menu; crews that somebody has to ask keep their button."""

MARGIN, GAP = 8, 4
LOUPE = 48
"""What the search field needs beside its words, pixels."""

LEAST_SEARCH = 72
"""Width from which the search field has room for a letter or two, pixels; the narrowest board goes without."""

ROOMY_FROM = 640
"""Width from which the button that ends the ranking has a word, pixels."""


class _Form(Struct, frozen=True):
    """How the row may look: words of the place, shares with their number, and whether they are folded into a menu.

    ``least`` is the room for the search field that it must leave, pixels.
    """

    where: str
    numbers: frozenset[Share] = frozenset()
    is_folded: bool = False
    least: int = LOUPE


class UnitBar(Retranslated, QWidget):
    """The row above the board. ``changed(filter)`` when something else is wanted."""

    changed = Signal(object)

    def __init__(self, model: UnitsModel) -> None:
        super().__init__()
        self._model = model
        self._group = QButtonGroup(self)
        self._shares = {share: self._toggle(share) for share in Share}
        self._folded = QToolButton()
        self._folded.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._folded.setMenu(QMenu(self._folded))
        self._entries: dict[Share, QAction] = {share: self._entry(share) for share in FOLDED}
        self._folded.hide()
        self._where = QToolButton()
        self._where.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._where.setMenu(QMenu(self._where))
        self._agencies = self._choices(Agency)
        self._where.menu().addSeparator()
        self._districts = self._choices(words.DISTRICTS)
        self._where.menu().aboutToShow.connect(self._say_loads)
        self._ranked = QToolButton()
        self._ranked.clicked.connect(model.ranking.end)
        self._ranked.hide()
        self.text = QLineEdit(clearButtonEnabled=True)
        self._loupe = self.text.addAction(icons.icon("search", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.setMinimumWidth(LOUPE)
        self.text.setMaximumWidth(260)
        self.text.textChanged.connect(self._tell)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4, MARGIN, 4)
        row.setSpacing(GAP)
        for button in self._row():
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.text, 1)
        model.counted.connect(self.count)

    @property
    def wanted(self) -> UnitFilter:
        """What is asked for."""
        share = next(share for share, button in self._shares.items() if button.isChecked())
        agency, district = self._agencies.checkedAction().data(), self._districts.checkedAction().data()
        return UnitFilter(share, self.text.text().strip().lower(), Agency(agency) if agency else None, district)

    def clear(self) -> None:
        """Show every unit."""
        self._shares[Share.ALL].setChecked(True)
        self._agencies.actions()[0].setChecked(True)
        self._districts.actions()[0].setChecked(True)
        self.text.clear()
        self._tell()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.text.setAccessibleName(_("Find units"))
        self._ranked.setToolTip(_("Units by their time to the alarm. Press to go back to the usual order."))
        self._ranked.setAccessibleName(self._ranked.toolTip())
        for action in self._agencies.actions():
            action.setText(words.word(Agency(action.data())) if action.data() else _("All agencies"))
        self._say_loads()
        self.count()

    def restyle(self) -> None:
        """The theme has changed."""
        self._loupe.setIcon(icons.icon("search", color="muted"))
        self.fit()

    def count(self) -> None:
        """Say how many units each share holds."""
        self._ranked.setVisible(self._model.is_ranked)
        self.fit()

    def fit(self) -> None:
        """Whole words on every button, as many as there is room for; what is left out stays in the tooltips."""
        counts = self._model.shares()
        self._ranked.setText("✕" if self.width() < ROOMY_FROM else _("ETA ✕"))
        for share, button in self._shares.items():
            button.setToolTip(f"{_(TOLD[share])}: {counts[share]}")
            button.setAccessibleName(button.toolTip())
        for form in self._forms():
            self._take(form)
            if self._room() >= form.least:
                break
        room = min(self._room(), self.text.maximumWidth()) - LOUPE
        self.text.setPlaceholderText(fitted((_("Find units"), _("Find"), ""), self.text.fontMetrics(), room))

    def _forms(self) -> Iterator[_Form]:
        """What the row may look like, the roomiest first; crews that somebody has to ask keep their button longest."""
        wanted = self._where_words()
        whole, *shorter = wanted or (_("Where"),)
        yield _Form(whole, numbers=frozenset(Share), least=LEAST_SEARCH)
        yield _Form(whole, numbers=frozenset((Share.TO_ASK,)))
        yield _Form(whole)
        if not wanted:
            yield _Form("")
        for where in (whole, *shorter, ""):
            yield _Form(where, numbers=frozenset((Share.TO_ASK,)), is_folded=True)
        yield _Form("", is_folded=True)

    def _take(self, form: _Form) -> None:
        counts = self._model.shares()
        for share, button in self._shares.items():
            number = f" {counts[share]}" if share in form.numbers else ""
            button.setText(_(SHARES[share]) + number)
            is_needed = share is not Share.TO_ASK or bool(counts[share]) or button.isChecked()
            button.setVisible(is_needed and not (form.is_folded and share in FOLDED))
        self._name_where(form.where)
        self._name_folded()
        self._folded.setVisible(form.is_folded)

    def _room(self) -> int:
        """Pixels that the buttons leave for the search field."""
        needed = sum(button.sizeHint().width() + GAP for button in self._row() if not button.isHidden())
        return self.width() - 2 * MARGIN - needed

    def _row(self) -> tuple[QToolButton, ...]:
        return (self._folded, *self._shares.values(), self._where, self._ranked)

    def _name_folded(self) -> None:
        """Say on the menu of shares which one is shown, and in it what each would show."""
        counts = self._model.shares()
        for share, entry in self._entries.items():
            entry.setText(f"{_(TOLD[share])}: {counts[share]}")
            entry.setChecked(self._shares[share].isChecked())
        chosen = next((share for share in FOLDED if self._shares[share].isChecked()), Share.ALL)
        self._folded.setText(f"{_(SHARES[chosen])} {counts[chosen]} ▾")
        self._folded.setToolTip(self._entries[chosen].text())
        self._folded.setAccessibleName(self._entries[chosen].text())

    def _entry(self, share: Share) -> QAction:
        entry = QAction(self._folded.menu(), checkable=True)
        entry.triggered.connect(lambda: self._shares[share].setChecked(True))
        self._folded.menu().addAction(entry)
        return entry

    def _where_words(self) -> tuple[str, ...]:
        """Agency and district, in ever shorter forms; none where all are shown."""
        wanted = self.wanted
        agency = words.word(wanted.agency) if wanted.agency else ""
        district = words.district(wanted.district) if wanted.district else ""
        return tuple(dict.fromkeys(said for said in (" · ".join(filter(None, (agency, district))), agency) if said))

    def _name_where(self, said: str) -> None:
        """Say where the units are looked for; a sign stands for nothing said, and is marked where that is not all."""
        wanted = self._where_words()
        self._where.setText(said)
        self._where.setIcon(QIcon() if said else icons.icon("filter", color="focus" if wanted else "text"))
        self._where.setToolTip(wanted[0] if wanted else _("Agency and district"))
        self._where.setAccessibleName(self._where.toolTip())

    def _toggle(self, share: Share) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(share is Share.ALL)
        button.toggled.connect(lambda is_on: self._tell() if is_on else None)
        self._group.addButton(button)
        return button

    def _choices(self, values: Iterable[str]) -> QActionGroup:
        """One of these, or "" for all. Qt keeps plain strings as an action's data, no enumeration."""
        group = QActionGroup(self)
        for value in ("", *values):
            action = QAction(group, checkable=True)
            action.setData(str(value))
            action.setChecked(not value)
            self._where.menu().addAction(action)
        group.triggered.connect(lambda _action: self._tell())
        return group

    def _say_loads(self) -> None:
        """Beside each district what its center has to do."""
        loads = self._model.center_loads()
        for action in self._districts.actions():
            if load := loads.get(action.data()):
                text = _("{district}: {free} of {all} free, open: {incidents}")
                name = words.district(action.data())
                action.setText(text.format(district=name, free=load.free, all=load.units, incidents=load.incidents))
            else:
                action.setText(_("All districts"))

    def _tell(self) -> None:
        self.changed.emit(self.wanted)
        self.fit()
